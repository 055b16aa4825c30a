import oauth2, { type OAuth2Namespace } from '@fastify/oauth2';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

declare module 'fastify' {
  interface FastifyInstance {
    discord: OAuth2Namespace;
  }
}

export const backPath = '/sign-in/discord/back';

/** Time limit for Discord's identification of a user. Milliseconds. */
const answerWithin = 10_000;

const userSchema = z.object({
  id: z.string().regex(/^\d{15,21}$/),
  username: z.string(),
  global_name: z.string().nullish(),
});
const serversSchema = z.array(z.object({ id: z.string() }));

export interface DiscordIdentity {
  readonly user: string;
  readonly name: string;
  /** All servers that the user is in. */
  readonly servers: readonly string[];
}

/**
 * Sign-in with Discord (OAuth2, authorization code), with minimal scopes: the user's identity and list of servers. The access
 * token is used for these two requests and not stored.
 */
export async function signInWithDiscord(
  app: FastifyInstance,
  options: {
    readonly api: string;
    readonly application: string;
    readonly secret: string;
    readonly url: string;
  },
): Promise<(request: FastifyRequest) => Promise<DiscordIdentity>> {
  const api = new URL(options.api);
  const path = api.pathname.replace(/(?<!\/)\/+$/, '');
  await app.register(oauth2, {
    name: 'discord',
    scope: ['identify', 'guilds'],
    credentials: {
      client: { id: options.application, secret: options.secret },
      auth: {
        authorizeHost: api.origin,
        authorizePath: `${path}/oauth2/authorize`,
        tokenHost: api.origin,
        tokenPath: `${path}/oauth2/token`,
      },
      http: { timeout: answerWithin },
    },
    callbackUri: `${options.url}${backPath}`,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: options.url.startsWith('https:') },
    userAgent: 'Dockhand',
  });
  const ask = async (question: string, token: string): Promise<unknown> => {
    const answer = await fetch(`${options.api}${question}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(answerWithin),
      redirect: 'error',
    });
    if (!answer.ok) throw new Error(`Discord answers ${answer.status} to ${question}`);
    return answer.json();
  };
  return async (request) => {
    const { token } = await app.discord.getAccessTokenFromAuthorizationCodeFlow(request);
    const [who, servers] = await Promise.all([
      ask('/users/@me', token.access_token),
      ask('/users/@me/guilds', token.access_token),
    ]);
    const { id, username, global_name: shown } = userSchema.parse(who);
    return { user: id, name: shown ?? username, servers: serversSchema.parse(servers).map((one) => one.id) };
  };
}
