import { randomBytes } from 'node:crypto';

/** The OAuth2 scopes that the classroom supports. */
export const scopes = ['identify', 'guilds', 'guilds.members.read'] as const;
export type Scope = (typeof scopes)[number];

export interface Grant {
  readonly userId: string;
  readonly scopes: readonly Scope[];
}

interface AuthorizationCode extends Grant {
  readonly redirect: string;
  readonly expiresAt: number;
}

const codeLivesFor = 10 * 60_000;

/** Who granted the application which scopes (OAuth2), and its settings in the Developer Portal: its secret and its redirect addresses. */
export class Grants {
  readonly secret = randomBytes(16).toString('base64url');
  readonly redirects = new Set<string>();
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #tokens = new Map<string, Grant>();

  allow(grant: Grant, redirect: string, now: number): string {
    const code = randomBytes(15).toString('base64url');
    this.#codes.set(code, { ...grant, redirect, expiresAt: now + codeLivesFor });
    return code;
  }

  /** A code can be used once, for the redirect address that it was issued for. Null when it is invalid. */
  redeem(code: string, redirect: string, now: number): (Grant & { readonly token: string }) | null {
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    if (!known || known.redirect !== redirect || known.expiresAt < now) return null;
    const token = randomBytes(22).toString('base64url');
    const grant = { userId: known.userId, scopes: known.scopes };
    this.#tokens.set(token, grant);
    return { ...grant, token };
  }

  of(token: string): Grant | null {
    return this.#tokens.get(token) ?? null;
  }
}
