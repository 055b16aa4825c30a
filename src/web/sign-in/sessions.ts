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
    /** A notice that the next page shows once, at the top. */
    notice: string;
  }
}

/** The signed-in users. Sessions are stored in the cookies themselves, encrypted and signed. */
export class Sessions {
  readonly #roles: TaRoles;
  readonly #records: Pick<Records, 'signIns'>;

  constructor(roles: TaRoles, records: Pick<Records, 'signIns'>) {
    this.#roles = roles;
    this.#records = records;
  }

  /** The visitor of a request; null when not signed in, or no longer. */
  async visitor(request: FastifyRequest): Promise<Visitor | null> {
    const signedIn = request.session.get('signedIn');
    if (signedIn === undefined || Date.now() - signedIn.at > signedInFor) return null;
    if (await this.#records.signIns.isEnded(signedIn.id)) return null;
    if (signedIn.kind === 'operator') return { kind: 'operator' };
    const guilds = await this.#roles.taOf(signedIn.user, signedIn.servers);
    return { kind: 'ta', user: signedIn.user, name: signedIn.name, guilds };
  }

  signIn(request: FastifyRequest, who: SignedIn): void {
    // Discards what the cookie held before signing in.
    request.session.regenerate();
    request.session.set('signedIn', who);
  }

  /** Ends the session for good, including any copies of its cookie. */
  async signOut(request: FastifyRequest): Promise<void> {
    const signedIn = request.session.get('signedIn');
    // Recorded first: whoever reads that they are signed out must really be.
    if (signedIn !== undefined)
      await this.#records.signIns.end(signedIn.id, signedIn.at + signedInFor, Date.now());
    request.session.delete();
  }
}

/** Registers the session cookies, each with a CSRF token. */
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
  return new Sessions(options.roles, options.records);
}
