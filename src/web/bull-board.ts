import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { connectToAsk } from '../queue/redis-connection.ts';
import { queueNames } from '../submission/job.ts';

/**
 * Serves the BullMQ jobs in Bull Board. Only for the operator and read-only, because an action there would bypass the records and the audit
 * log.
 *
 * @returns a function that closes the connections
 */
export async function serveJobs(
  app: FastifyInstance,
  options: {
    readonly redisUrl: string;
    readonly prefix: string;
    readonly complain: (error: unknown) => void;
  },
): Promise<() => Promise<void>> {
  const connection = connectToAsk(options.redisUrl);
  connection.on('error', options.complain);
  const queues = [queueNames.verify, queueNames.verdicts].map((name) => {
    const queue = new Queue(name, { connection, prefix: options.prefix });
    queue.on('error', options.complain);
    return queue;
  });
  const adapter = new FastifyAdapter();
  adapter.setBasePath('/jobs');
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    // The types differ only in `undefined`, because of this project's stricter compiler options.
    serverAdapter: adapter as unknown as Parameters<typeof createBullBoard>[0]['serverAdapter'],
    options: { uiConfig: { boardTitle: 'Dockhand', hideRedisDetails: true } },
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return reply.code(405).send({ error: 'read only' });
    // Bull Board has an inline style sheet. Resources from other hosts remain forbidden.
    reply.header(
      'content-security-policy',
      "default-src 'none';script-src 'self';style-src 'self' 'unsafe-inline';img-src 'self' data:;font-src 'self';connect-src 'self';base-uri 'self';form-action 'none';frame-ancestors 'none'",
    );
    return undefined;
  });
  await app.register(adapter.registerPlugin(), { prefix: '/jobs' });
  return async () => {
    await Promise.allSettled(queues.map((queue) => queue.close()));
    connection.hangUp();
  };
}
