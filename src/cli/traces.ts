import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import type { Tracing, TracingOptions } from '../tracing/tracing.ts';

/** Traces what this process does where the settings name a collector; only then are its libraries loaded. */
export async function startTracing(
  service: TracingOptions['service'],
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Settings,
  log: Logger,
): Promise<Tracing | null> {
  if (endpoint === null || endpoint === undefined) return null;
  const { Tracing } = await import('../tracing/tracing.ts');
  return Tracing.start({ service, endpoint, log });
}
