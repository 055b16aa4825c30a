/** Why GitHub returned nothing usable. Moments are Unix milliseconds. */
export type GitHubTrouble =
  /** It does not exist, or the token may not see it; GitHub does not say which. */
  | { readonly kind: 'not-found' }
  /** It exists, but its owner does not allow access by programs. */
  | { readonly kind: 'not-allowed' }
  /** The operator's token is not (or no longer) valid. */
  | { readonly kind: 'token-refused' }
  /** The rate limit is exceeded; `until` if GitHub says when it ends. */
  | { readonly kind: 'rate-limited'; readonly until: number | null }
  /** GitHub is down or unreachable. */
  | { readonly kind: 'away' }
  | { readonly kind: 'slow' }
  /** It redirected to another host, which is not followed. */
  | { readonly kind: 'elsewhere' }
  /** The response was too large, or was not a valid GitHub response. */
  | { readonly kind: 'unreadable' };

/** A {@link GitHubTrouble} as an exception. It does not contain the request, whose headers include the token. */
export class GitHubFailure extends Error {
  override readonly name = 'GitHubFailure';
  readonly trouble: GitHubTrouble;
  constructor(trouble: GitHubTrouble) {
    super(`GitHub: ${trouble.kind}`);
    this.trouble = trouble;
  }
}
