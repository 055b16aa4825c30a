import { isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { sameSecret } from '../secrets.ts';

const loopback = (address: string): boolean =>
  isIP(address) !== 0 && /^(127\.|::1$|::ffff:127\.)/.test(address);

/** Who may read the metrics: this machine, and others only with the token, if one is set. */
function mayScrape(request: FastifyRequest, token: string | null): boolean {
  if (loopback(request.ip)) return true;
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return token !== null && given !== undefined && sameSecret(given, token);
}

/** `/metrics`, in Prometheus's text format. It names no student and no server. */
export function serveMetrics(app: FastifyInstance, registry: Registry, token: string | null): void {
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!mayScrape(request, token)) return reply.code(403).type('text/plain').send('Not from here.\n');
    return reply
      .type(registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics());
  });
}
