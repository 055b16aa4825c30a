import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { newId } from '../../submission/ids.ts';
import { acceptedLocale } from '../../wording/wording.ts';
import { type SignInTrouble, signInPage } from '../pages/sign-in.ts';
import { sameSecret } from '../secrets.ts';
import { backPath, type DiscordIdentity } from './discord-oauth.ts';
import { safeRedirect } from './safe-redirect.ts';
import type { Sessions } from './sessions.ts';

/** Strict rate limit against guessing the token, and for redirects to Discord. */
const slowly = { rateLimit: { max: 10, timeWindow: '1 minute' } };

/** The most servers stored in the cookie, which is limited to 4 KB. */
const mostServers = 60;

const tokenFormSchema = z.object({ token: z.string().max(500), next: z.string().max(500).optional() });

interface SignInParts {
  readonly sessions: Sessions;
  readonly token: string | null;
  readonly discord: ((request: FastifyRequest) => Promise<DiscordIdentity>) | null;
  /** IDs of all servers that Dockhand knows. */
  readonly servers: () => Promise<readonly string[]>;
  readonly log: Logger;
}

/** The sign-in page, sign-in by token or with Discord, and sign-out. */
export function serveSignIn(app: FastifyInstance, parts: SignInParts): void {
  const { sessions, discord } = parts;
  app.get<{ Querystring: { next?: string } }>('/sign-in', async (request, reply) => {
    const next = safeRedirect(request.query.next);
    const visitor = await sessions.visitor(request);
    return visitor === null ? show(parts, request, reply, next, null) : reply.redirect(next, 303);
  });
  app.post('/sign-out', { preHandler: app.csrfProtection }, async (request, reply) => {
    await sessions.signOut(request);
    return reply.redirect('/sign-in', 303);
  });
  serveTokenSignIn(app, parts);
  if (discord !== null) serveDiscordSignIn(app, parts, discord);
}

function show(
  { token, discord }: SignInParts,
  request: FastifyRequest,
  reply: FastifyReply,
  next: string,
  trouble: SignInTrouble | null,
): FastifyReply {
  return reply
    .code(trouble === null ? 200 : 403)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      signInPage(acceptedLocale(request.headers['accept-language']), {
        next,
        trouble,
        csrf: reply.generateCsrf(),
        ways: { token: token !== null, discord: discord !== null },
      }),
    );
}

function serveTokenSignIn(app: FastifyInstance, parts: SignInParts): void {
  const { sessions, token, log } = parts;
  app.post('/sign-in', { config: slowly, preHandler: app.csrfProtection }, async (request, reply) => {
    const form = tokenFormSchema.safeParse(request.body).data;
    const next = safeRedirect(form?.next);
    if (token === null || form === undefined || !sameSecret(form.token, token)) {
      log.warn({ event: 'sign-in.wrong-token', ip: request.ip }, 'refused a sign-in with a wrong token');
      return show(parts, request, reply, next, 'wrong-token');
    }
    sessions.signIn(request, {
      id: newId('w'),
      kind: 'operator',
      user: 'operator',
      name: 'operator',
      servers: [],
      at: Date.now(),
    });
    log.info({ event: 'sign-in.operator', ip: request.ip }, 'the operator signed in');
    return reply.redirect(next, 303);
  });
}

function serveDiscordSignIn(
  app: FastifyInstance,
  parts: SignInParts,
  discord: (request: FastifyRequest) => Promise<DiscordIdentity>,
): void {
  const { sessions, log } = parts;
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
    let identity: DiscordIdentity;
    try {
      identity = await discord(request);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      log.warn({ event: 'sign-in.discord-failed', ip: request.ip, why }, 'a sign-in with Discord failed');
      return show(parts, request, reply, next, 'discord-refused');
    }
    const { user } = identity;
    const here = new Set(await parts.servers());
    sessions.signIn(request, {
      id: newId('w'),
      kind: 'ta',
      user,
      name: identity.name.slice(0, 80),
      servers: identity.servers.filter((server) => here.has(server)).slice(0, mostServers),
      at: Date.now(),
    });
    const visitor = await sessions.visitor(request);
    if (visitor?.kind !== 'ta' || visitor.guilds.length === 0) {
      await sessions.signOut(request);
      log.warn({ event: 'sign-in.without-role', user }, 'refused a sign-in without the TA role');
      return show(parts, request, reply, '/', 'no-role');
    }
    log.info(
      { event: 'sign-in.teaching-assistant', user, servers: visitor.guilds.length },
      'a teaching assistant signed in',
    );
    return reply.redirect(next, 303);
  });
}
