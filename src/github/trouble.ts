/** Why GitHub returned nothing usable. Moments are Unix milliseconds. */
export type GitHubTrouble =
  /** There is none, or the token may not see it: GitHub does not say which. */
  | { readonly kind: 'not-found' }
  /** It is there, and its owner lets no program in. */
  | { readonly kind: 'not-allowed' }
  /** The operator's token is not (or no longer) valid. */
  | { readonly kind: 'token-refused' }
  /** Too much was asked; `until` where GitHub says when it answers again. */
  | { readonly kind: 'rate-limited'; readonly until: number | null }
  /** It is down or unreachable. */
  | { readonly kind: 'away' }
  | { readonly kind: 'slow' }
  /** It sent us to another host, where we do not go. */
  | { readonly kind: 'elsewhere' }
  /** It answered more than we read, or something that is not an answer of GitHub's. */
  | { readonly kind: 'unreadable' };

/** What {@link GitHubTrouble} names, thrown on the way. It holds no request: those have the token in their headers. */
export class GitHubFailure extends Error {
  override readonly name = 'GitHubFailure';
  readonly trouble: GitHubTrouble;
  constructor(trouble: GitHubTrouble) {
    super(`GitHub: ${trouble.kind}`);
    this.trouble = trouble;
  }
}
