import type { Logger } from 'pino';
import type { Settings } from '../config/settings.ts';
import type { Tracing, TracingOptions } from '../tracing/tracing.ts';

/** Traces this process if the settings name a collector; the libraries are loaded only then. */
export async function startTracing(
  service: TracingOptions['service'],
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Settings,
  log: Logger,
): Promise<Tracing | null> {
  if (endpoint === null || endpoint === undefined) return null;
  const { Tracing } = await import('../tracing/tracing.ts');
  return Tracing.start({ service, endpoint, log });
}
