/** A signed-in user. */
export type Visitor =
  /** Signed in with WEB_TOKEN: may see every server and the jobs. */
  | { readonly kind: 'operator' }
  /** Signed in with Discord; `guilds` are the servers in which the user currently has the TA role. */
  | { readonly kind: 'ta'; readonly user: string; readonly name: string; readonly guilds: readonly string[] };

/** The content of the session cookie, encrypted and signed. It contains no Discord token. */
export interface SignedIn {
  readonly id: string;
  readonly kind: 'operator' | 'ta';
  readonly user: string;
  readonly name: string;
  /** The servers that the user shared with Dockhand at sign-in. Whether they are a TA there is checked again for each page. */
  readonly servers: readonly string[];
  readonly at: number;
}

/** How long a session lasts. Milliseconds. */
export const signedInFor = 12 * 3_600_000;

/** The name of a user in the audit log. */
export const nameInAudit = (visitor: Visitor): string =>
  visitor.kind === 'operator' ? 'operator' : visitor.user;
