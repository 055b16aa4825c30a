import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Scope, scopes } from '../world/grants.ts';
import type { World } from '../world/world.ts';

/** The query with which an application sends a person to Discord to sign in. */
interface AuthorizationRequest {
  readonly redirect: string;
  readonly scopes: readonly Scope[];
  readonly state: string | null;
}

type Query = Readonly<Record<string, string | undefined>>;

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);

/** An authorization request that Discord would show; else Discord's error, without a redirect to an address that is not registered. */
function read(world: World, query: Query): AuthorizationRequest | string {
  if (query.client_id !== world.bot.applicationId) return 'Unknown Application';
  const redirect = query.redirect_uri ?? '';
  if (!world.grants.redirects.has(redirect)) return 'Invalid OAuth2 redirect_uri';
  if (query.response_type !== 'code') return 'Invalid OAuth2 response_type';
  const wanted = (query.scope ?? '').split(/[ +]/).filter((scope) => scope !== '');
  const known = scopes.filter((scope) => wanted.includes(scope));
  if (wanted.length === 0 || known.length !== new Set(wanted).size)
    return 'The requested scope is invalid, unknown, or malformed';
  return { redirect, scopes: known, state: query.state ?? null };
}

const refused = (reply: FastifyReply, error: string, status = 400, description?: string): FastifyReply =>
  reply
    .code(status)
    .type('application/json')
    .send(
      JSON.stringify({ error, ...(description === undefined ? {} : { error_description: description }) }),
    );

/**
 * Sign-in with Discord (OAuth2, authorization code): the page on which a person consents, and the exchange of the code for a token. The
 * real page knows who is signed in to Discord; this one asks who consents.
 */
export function serveOauth(app: FastifyInstance, world: World): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, raw, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(String(raw)))),
  );

  const backTo = (wish: AuthorizationRequest, answer: Readonly<Record<string, string>>): string => {
    const to = new URL(wish.redirect);
    for (const [name, value] of Object.entries(answer)) to.searchParams.set(name, value);
    if (wish.state !== null) to.searchParams.set('state', wish.state);
    return to.href;
  };

  for (const base of ['/api/v10', '/api']) {
    app.get(`${base}/oauth2/authorize`, (request, reply) => {
      const query = request.query as Query;
      const wish = read(world, query);
      if (typeof wish === 'string') return reply.code(400).type('text/plain').send(wish);
      // `as` plays a person who has consented (or refused) before the page was even shown.
      if (query.as !== undefined) {
        if (query.as === '') return reply.redirect(backTo(wish, { error: 'access_denied' }), 302);
        const user = [...world.users.values()].find(
          (one) => one.id === query.as || one.global_name === query.as,
        );
        if (!user) return reply.code(400).type('text/plain').send('Unknown User');
        const grant = { userId: user.id, scopes: wish.scopes };
        const code = world.grants.allow(grant, wish.redirect, world.clock.now());
        return reply.redirect(backTo(wish, { code }), 302);
      }
      const link = (as: string, text: string): string => {
        const given = Object.entries(query).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        );
        const all = new URLSearchParams([...given, ['as', as]]);
        return `<li><a href="?${escaped(all.toString())}">${escaped(text)}</a></li>`;
      };
      const people = [...world.users.values()].filter((one) => !one.bot);
      const list = people.map((one) => link(one.id, one.global_name ?? one.username)).join('');
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
        .send(
          `<!doctype html><html lang="en"><title>Authorize</title><h1>${escaped(world.bot.user.username)} wants to know who you are</h1><p>It asks for: ${wish.scopes.join(', ')}</p><ul>${list}${link('', 'Cancel')}</ul></html>`,
        );
    });

    app.post(`${base}/oauth2/token`, (request, reply) => {
      const body = (request.body ?? {}) as Query;
      const [, basic] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
      const [id, secret] = basic
        ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
        : [body.client_id, body.client_secret];
      if (id !== world.bot.applicationId || secret !== world.grants.secret)
        return refused(reply, 'invalid_client', 401);
      if (body.grant_type !== 'authorization_code') return refused(reply, 'unsupported_grant_type');
      const grant = world.grants.redeem(body.code ?? '', body.redirect_uri ?? '', world.clock.now());
      if (!grant) return refused(reply, 'invalid_grant', 400, 'Invalid "code" in request.');
      return reply.type('application/json').send(
        JSON.stringify({
          token_type: 'Bearer',
          access_token: grant.token,
          expires_in: 604_800,
          refresh_token: `refresh-${grant.token}`,
          scope: grant.scopes.join(' '),
        }),
      );
    });
  }
}
