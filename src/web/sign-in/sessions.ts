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

/** Who is signed in: cookies that hold the session themselves, encrypted and signed. */
export class Sessions {
  readonly #roles: TaRoles;
  readonly #records: Pick<Records, 'signIns'>;

  constructor(roles: TaRoles, records: Pick<Records, 'signIns'>) {
    this.#roles = roles;
    this.#records = records;
  }

  /** Who asks; null when nobody is signed in, or not any more. */
  async visitor(request: FastifyRequest): Promise<Visitor | null> {
    const signedIn = request.session.get('signedIn');
    if (signedIn === undefined || Date.now() - signedIn.at > signedInFor) return null;
    if (await this.#records.signIns.isEnded(signedIn.id)) return null;
    if (signedIn.kind === 'operator') return { kind: 'operator' };
    const guilds = await this.#roles.taOf(signedIn.user, signedIn.servers);
    return { kind: 'ta', user: signedIn.user, name: signedIn.name, guilds };
  }

  signIn(request: FastifyRequest, who: SignedIn): void {
    // What the cookie held before it belonged to nobody in particular.
    request.session.regenerate();
    request.session.set('signedIn', who);
  }

  /** Ends the session for good, wherever a copy of its cookie is. */
  async signOut(request: FastifyRequest): Promise<void> {
    const signedIn = request.session.get('signedIn');
    // Recorded first: a person who reads that she is signed out has to be.
    if (signedIn !== undefined)
      await this.#records.signIns.end(signedIn.id, signedIn.at + signedInFor, Date.now());
    request.session.delete();
  }
}

/** Registers the cookies, with a token against forged forms in each. */
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
