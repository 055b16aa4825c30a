/** Who is signed in. */
export type Visitor =
  /** The one who has WEB_TOKEN: sees every server, and the jobs. */
  | { readonly kind: 'operator' }
  /** Signed in with Discord; `guilds` are the servers in which she holds the TA role at this moment. */
  | { readonly kind: 'ta'; readonly user: string; readonly name: string; readonly guilds: readonly string[] };

/** What the cookie carries, encrypted and signed. It holds no token of Discord's. */
export interface SignedIn {
  readonly id: string;
  readonly kind: 'operator' | 'ta';
  readonly user: string;
  readonly name: string;
  /** Servers that she and Dockhand shared at sign-in; whether she is a TA there is asked again for each page. */
  readonly servers: readonly string[];
  readonly at: number;
}

/** After this long one has to sign in again. Milliseconds. */
export const signedInFor = 12 * 3_600_000;

/** How a visitor is called in the audit log. */
export const nameInAudit = (visitor: Visitor): string =>
  visitor.kind === 'operator' ? 'operator' : visitor.user;
