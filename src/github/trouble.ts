/** Why GitHub returned nothing usable. Times are Unix milliseconds. */
export type GitHubTrouble =
  /** It does not exist or the token has no access; GitHub does not reveal which. */
  | { readonly kind: 'not-found' }
  /** It exists, but its owner does not allow access by applications. */
  | { readonly kind: 'not-allowed' }
  /** The operator's token is invalid or expired. */
  | { readonly kind: 'token-refused' }
  /** A rate limit was exceeded; `until` is its end if GitHub gives it. */
  | { readonly kind: 'rate-limited'; readonly until: number | null }
  /** GitHub is down or unreachable. */
  | { readonly kind: 'away' }
  | { readonly kind: 'slow' }
  /** A redirect to another host, which is not followed. */
  | { readonly kind: 'elsewhere' }
  /** The response is too large or not a valid response of GitHub's. */
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
