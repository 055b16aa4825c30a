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
    /** The path to go to after sign-in. */
    next: string;
    /** A notice shown once, on top of the next page. */
    notice: string;
  }
}

/** Sessions of users. The session data is kept in the cookie, encrypted and signed. */
export class Sessions {
  readonly #roles: TaRoles;
  readonly #records: Pick<Records, 'signIns'>;

  constructor(roles: TaRoles, records: Pick<Records, 'signIns'>) {
    this.#roles = roles;
    this.#records = records;
  }

  /** The user who sends a request; null if nobody is signed in or the session has ended. */
  async visitor(request: FastifyRequest): Promise<Visitor | null> {
    const signedIn = request.session.get('signedIn');
    if (signedIn === undefined || Date.now() - signedIn.at > signedInFor) return null;
    if (await this.#records.signIns.isEnded(signedIn.id)) return null;
    if (signedIn.kind === 'operator') return { kind: 'operator' };
    const guilds = await this.#roles.taOf(signedIn.user, signedIn.servers);
    return { kind: 'ta', user: signedIn.user, name: signedIn.name, guilds };
  }

  signIn(request: FastifyRequest, who: SignedIn): void {
    // Discards the session data from before sign-in, which could be from somebody else (session fixation).
    request.session.regenerate();
    request.session.set('signedIn', who);
  }

  /** Ends the session for good, including any copies of its cookie. */
  async signOut(request: FastifyRequest): Promise<void> {
    const signedIn = request.session.get('signedIn');
    // Recorded first, because a page must not say that somebody is signed out unless they are.
    if (signedIn !== undefined)
      await this.#records.signIns.end(signedIn.id, signedIn.at + signedInFor, Date.now());
    request.session.delete();
  }
}

/** Registers the session cookie and the protection against cross-site request forgery. */
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
    // Browsers reject a `__Host-` cookie that is set by another host or an insecure page.
    cookieName: options.https ? '__Host-dockhand' : 'dockhand',
    expiry: signedInFor / 1_000,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: options.https },
  });
  await app.register(csrf, { sessionPlugin: '@fastify/secure-session', logLevel: 'info' });
  return new Sessions(options.roles, options.records);
}
