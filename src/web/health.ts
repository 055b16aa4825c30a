import type { FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { valueWithin } from '../timing/time-limit.ts';

/** The dependencies of Dockhand's full operation. Each check answers soon, with false rather than an exception. */
export interface HealthChecks {
  readonly redis: () => Promise<boolean>;
  readonly records: () => Promise<boolean>;
  readonly gateway: () => Promise<boolean>;
}
const partNames = ['redis', 'records', 'gateway'] as const;

/** Time limit for each part of a health check. Milliseconds. */
const answerWithin = 2_000;

const answers = (question: () => Promise<boolean>): Promise<boolean> =>
  valueWithin(
    question().catch(() => false),
    answerWithin,
    false,
  );

/**
 * `/livez` (and `/healthz`, its old name): the process responds, so it need not be restarted. `/readyz`: all its dependencies
 * respond, too. With 503 it still records what students send, and does the rest when the missing dependency is back.
 */
export function serveHealth(app: FastifyInstance, registry: Registry, checks: HealthChecks): void {
  const checkParts = async (): Promise<Readonly<Record<(typeof partNames)[number], boolean>>> => {
    const [redis, records, gateway] = await Promise.all(partNames.map((name) => answers(checks[name])));
    return { redis: redis === true, records: records === true, gateway: gateway === true };
  };
  new Gauge({
    name: 'dockhand_part_up',
    help: '1 while a part that Dockhand stands on answers.',
    labelNames: ['part'] as const,
    registers: [registry],
    async collect() {
      for (const [part, up] of Object.entries(await checkParts())) this.set({ part }, up ? 1 : 0);
    },
  });
  new Gauge({
    name: 'dockhand_redis_up',
    help: '1 while Redis answers. What only Redis knows is left out while it does not.',
    registers: [registry],
    async collect() {
      this.set((await answers(checks.redis)) === true ? 1 : 0);
    },
  });
  const quick = { config: { rateLimit: false }, logLevel: 'silent' as const };
  for (const path of ['/livez', '/healthz'])
    app.get(path, quick, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ alive: true }),
    );
  app.get('/readyz', quick, async (_request, reply) => {
    const parts = await checkParts();
    const ready = Object.values(parts).every(Boolean);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready, ...parts });
  });
}
