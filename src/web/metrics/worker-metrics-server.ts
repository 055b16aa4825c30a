import fastify from 'fastify';
import { measureBoxWait } from './box-wait-metric.ts';
import { serveMetrics } from './metrics-endpoint.ts';
import { openRegistry } from './registry.ts';

export interface WorkerMetrics {
  readonly url: string;
  readonly boxWaited: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** A worker's own measures, on a port of its own: nothing but `/healthz` and `/metrics`. */
export async function openWorkerMetrics(options: {
  readonly port: number;
  readonly host: string;
  readonly token: string | null;
}): Promise<WorkerMetrics> {
  const registry = openRegistry();
  const boxWaited = measureBoxWait(registry);
  const app = fastify({ forceCloseConnections: true });
  serveMetrics(app, registry, options.token);
  app.get('/healthz', async () => ({ alive: true }));
  const url = await app.listen({ port: options.port, host: options.host });
  return { url, boxWaited, close: () => app.close() };
}
