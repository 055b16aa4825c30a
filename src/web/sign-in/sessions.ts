import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import secureSession from '@fastify/secure-session';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Records } from '../../records/records.ts';
import { derivedKey } from '../secrets.ts';
import type { TaRoles } from './ta-roles.ts';
import { type SignedIn, signedInFor, type Visitor } from './visitor.ts';

declare module '@fastify/secure-session' {
  interface SessionData {
    signedIn: SignedIn;
    /** Where to go after signing in. */
    next: string;
    /** What the next page says once, on top. */
    notice: string;
  }
}

export interface Sessions {
  /** Who asks; null when nobody is signed in, or not any more. */
  readonly visitor: (request: FastifyRequest) => Promise<Visitor | null>;
  readonly signIn: (request: FastifyRequest, who: SignedIn) => void;
  /** Ends the session for good, wherever a copy of its cookie is. */
  readonly signOut: (request: FastifyRequest) => Promise<void>;
}

/** Cookies that hold the session themselves, encrypted and signed; with a token against forged forms in each. */
export async function openSessions(
  app: FastifyInstance,
  options: {
    readonly secrets: readonly string[];
    readonly https: boolean;
    readonly roles: TaRoles;
    readonly records: Pick<Records, 'signIns'>;
  },
): Promise<Sessions> {
  await app.register(cookie);
  await app.register(secureSession, {
    key: derivedKey(options.secrets, 'staff pages'),
    // Browsers refuse a `__Host-` cookie that another host or an insecure page tries to set.
    cookieName: options.https ? '__Host-dockhand' : 'dockhand',
    expiry: signedInFor / 1_000,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: options.https },
  });
  await app.register(csrf, { sessionPlugin: '@fastify/secure-session', logLevel: 'info' });
  return {
    visitor: async (request) => {
      const signedIn = request.session.get('signedIn');
      if (signedIn === undefined || Date.now() - signedIn.at > signedInFor) return null;
      if (await options.records.signIns.isEnded(signedIn.id)) return null;
      if (signedIn.kind === 'operator') return { kind: 'operator' };
      const guilds = await options.roles.taOf(signedIn.user, signedIn.servers);
      return { kind: 'ta', user: signedIn.user, name: signedIn.name, guilds };
    },
    signIn: (request, who) => {
      // What the cookie held before it belonged to nobody in particular.
      request.session.regenerate();
      request.session.set('signedIn', who);
    },
    signOut: async (request) => {
      const signedIn = request.session.get('signedIn');
      // Recorded first: whoever hears that she is signed out is.
      if (signedIn !== undefined)
        await options.records.signIns.end(signedIn.id, signedIn.at + signedInFor, Date.now());
      request.session.delete();
    },
  };
}
