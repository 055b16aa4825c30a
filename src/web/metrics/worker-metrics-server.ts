import fastify, { type FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { measureBoxWait } from './box-wait-metric.ts';
import { serveMetrics } from './metrics-endpoint.ts';
import { openRegistry } from './registry.ts';

/** What a worker needs in order to take jobs. */
export interface WorkerReadiness {
  readonly redis: boolean;
  readonly boxes: number;
  readonly lessons: number;
}

/**
 * A worker's own health checks and metrics, on a separate port. `/livez`: it responds, so it need not be restarted. `/readyz`: it
 * takes jobs, or 503 with what is missing.
 */
export class WorkerMetricsServer {
  readonly url: string;
  /** Records how long a job waited for its box. Milliseconds. */
  readonly boxWaited: (ms: number) => void;
  readonly #app: FastifyInstance;

  private constructor(app: FastifyInstance, url: string, boxWaited: (ms: number) => void) {
    this.#app = app;
    this.url = url;
    this.boxWaited = boxWaited;
  }

  static async open(options: {
    readonly port: number;
    readonly host: string;
    readonly token: string | null;
    readonly readiness: () => WorkerReadiness;
  }): Promise<WorkerMetricsServer> {
    const registry = openRegistry();
    const boxWaited = measureBoxWait(registry);
    measureRedis(registry, options.readiness);
    const app = fastify({ forceCloseConnections: true });
    serveMetrics(app, registry, options.token);
    for (const path of ['/livez', '/healthz']) app.get(path, async () => ({ alive: true }));
    app.get('/readyz', async (_request, reply) => {
      const { redis, boxes, lessons } = options.readiness();
      const ready = redis && boxes > 0 && lessons > 0;
      return reply.code(ready ? 200 : 503).send({ ready, redis, boxes, lessons });
    });
    const url = await app.listen({ port: options.port, host: options.host });
    return new WorkerMetricsServer(app, url, boxWaited);
  }

  async close(): Promise<void> {
    await this.#app.close();
  }
}

function measureRedis(registry: Registry, readiness: () => WorkerReadiness): void {
  new Gauge({
    name: 'dockhand_redis_up',
    help: '1 while Redis answers.',
    registers: [registry],
    collect() {
      this.set(readiness().redis ? 1 : 0);
    },
  });
}
