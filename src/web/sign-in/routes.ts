import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { newId } from '../../submission/ids.ts';
import { localeOf } from '../../wording/wording.ts';
import { type SignInTrouble, signInPage } from '../pages/sign-in.ts';
import { sameSecret } from '../secrets.ts';
import { backPath, type DiscordIdentity } from './discord-oauth.ts';
import { safeRedirect } from './safe-redirect.ts';
import type { Sessions } from './sessions.ts';

/** Guessing a token, or sending people to Discord and back, is slow. */
const slowly = { rateLimit: { max: 10, timeWindow: '1 minute' } };

/** The most servers that the cookie, which has room for 4 KB, carries. */
const mostServers = 60;

const tokenFormSchema = z.object({ token: z.string().max(500), next: z.string().max(500).optional() });

export function serveSignIn(
  app: FastifyInstance,
  parts: {
    readonly sessions: Sessions;
    readonly token: string | null;
    readonly discord: ((request: FastifyRequest) => Promise<DiscordIdentity>) | null;
    /** Ids of all servers that Dockhand knows. */
    readonly servers: () => Promise<readonly string[]>;
    readonly log: Logger;
  },
): void {
  const { sessions, token, discord, log } = parts;
  const show = (request: FastifyRequest, reply: FastifyReply, next: string, trouble: SignInTrouble | null) =>
    reply
      .code(trouble === null ? 200 : 403)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(
        signInPage(localeOf(request.headers['accept-language']), {
          next,
          trouble,
          csrf: reply.generateCsrf(),
          ways: { token: token !== null, discord: discord !== null },
        }),
      );

  app.get<{ Querystring: { next?: string } }>('/sign-in', async (request, reply) => {
    const next = safeRedirect(request.query.next);
    const visitor = await sessions.visitor(request);
    return visitor === null ? show(request, reply, next, null) : reply.redirect(next, 303);
  });

  app.post('/sign-in', { config: slowly, preHandler: app.csrfProtection }, async (request, reply) => {
    const form = tokenFormSchema.safeParse(request.body).data;
    const next = safeRedirect(form?.next);
    if (token === null || form === undefined || !sameSecret(form.token, token)) {
      log.warn({ ip: request.ip }, 'a sign-in with a wrong token was refused');
      return show(request, reply, next, 'wrong-token');
    }
    sessions.signIn(request, {
      id: newId('w'),
      kind: 'operator',
      user: 'operator',
      name: 'operator',
      servers: [],
      at: Date.now(),
    });
    log.info({ ip: request.ip }, 'the operator signed in');
    return reply.redirect(next, 303);
  });

  app.post('/sign-out', { preHandler: app.csrfProtection }, async (request, reply) => {
    await sessions.signOut(request);
    return reply.redirect('/sign-in', 303);
  });

  if (discord === null) return;
  app.get<{ Querystring: { next?: string } }>(
    '/sign-in/discord',
    { config: slowly },
    async (request, reply) => {
      request.session.set('next', safeRedirect(request.query.next));
      return reply.redirect(await app.discord.generateAuthorizationUri(request, reply), 303);
    },
  );
  app.get(backPath, { config: slowly }, async (request, reply) => {
    const next = safeRedirect(request.session.get('next'));
    let introduced: DiscordIdentity;
    try {
      introduced = await discord(request);
    } catch (error) {
      log.warn(
        { ip: request.ip, why: error instanceof Error ? error.message : String(error) },
        'a sign-in failed',
      );
      return show(request, reply, next, 'discord-refused');
    }
    const here = new Set(await parts.servers());
    sessions.signIn(request, {
      id: newId('w'),
      kind: 'ta',
      user: introduced.user,
      name: introduced.name.slice(0, 80),
      servers: introduced.servers.filter((server) => here.has(server)).slice(0, mostServers),
      at: Date.now(),
    });
    const visitor = await sessions.visitor(request);
    if (visitor?.kind !== 'ta' || visitor.guilds.length === 0) {
      await sessions.signOut(request);
      log.warn({ user: introduced.user }, 'a sign-in without the TA role was refused');
      return show(request, reply, '/', 'no-role');
    }
    log.info({ user: introduced.user, servers: visitor.guilds.length }, 'a teaching assistant signed in');
    return reply.redirect(next, 303);
  });
}
