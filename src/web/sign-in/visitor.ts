/** Who is signed in. */
export type Visitor =
  /** Somebody with WEB_TOKEN, who sees every server and the jobs. */
  | { readonly kind: 'operator' }
  /** Signed in with Discord; `guilds` are the servers in which the user has the TA role now. */
  | { readonly kind: 'ta'; readonly user: string; readonly name: string; readonly guilds: readonly string[] };

/** The cookie's content, encrypted and signed. It contains no Discord token. */
export interface SignedIn {
  readonly id: string;
  readonly kind: 'operator' | 'ta';
  readonly user: string;
  readonly name: string;
  /** Servers that the user and Dockhand shared at sign-in; the TA role is checked again for each page. */
  readonly servers: readonly string[];
  readonly at: number;
}

/** How long a sign-in lasts. Milliseconds. */
export const signedInFor = 12 * 3_600_000;

/** A visitor's name in the audit log. */
export const nameInAudit = (visitor: Visitor): string =>
  visitor.kind === 'operator' ? 'operator' : visitor.user;
