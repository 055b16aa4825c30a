import fastify from 'fastify';
import { Gauge } from 'prom-client';
import { measureBoxWait } from './box-wait-metric.ts';
import { serveMetrics } from './metrics-endpoint.ts';
import { openRegistry } from './registry.ts';

export interface WorkerMetrics {
  readonly url: string;
  readonly boxWaited: (ms: number) => void;
  readonly close: () => Promise<void>;
}

/** What a worker needs to take jobs. */
export interface WorkerReadiness {
  readonly redis: boolean;
  readonly boxes: number;
  readonly lessons: number;
}

/**
 * A worker's own health and measures, on a port of its own. `/livez`: it answers, so it need not be restarted; `/readyz`: it takes
 * jobs, or with 503 what it has not got.
 */
export async function openWorkerMetrics(options: {
  readonly port: number;
  readonly host: string;
  readonly token: string | null;
  readonly readiness: () => WorkerReadiness;
}): Promise<WorkerMetrics> {
  const registry = openRegistry();
  const boxWaited = measureBoxWait(registry);
  const app = fastify({ forceCloseConnections: true });
  serveMetrics(app, registry, options.token);
  new Gauge({
    name: 'dockhand_redis_up',
    help: '1 while Redis answers.',
    registers: [registry],
    collect() {
      this.set(options.readiness().redis ? 1 : 0);
    },
  });
  for (const path of ['/livez', '/healthz']) app.get(path, async () => ({ alive: true }));
  app.get('/readyz', async (_request, reply) => {
    const { redis, boxes, lessons } = options.readiness();
    const ready = redis && boxes > 0 && lessons > 0;
    return reply.code(ready ? 200 : 503).send({ ready, redis, boxes, lessons });
  });
  const url = await app.listen({ port: options.port, host: options.host });
  return { url, boxWaited, close: () => app.close() };
}
