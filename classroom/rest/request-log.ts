/** A request and its response. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly body: unknown;
  /** Discord's error, when it was refused. */
  readonly error: unknown;
  readonly rateLimit: Readonly<Record<string, string>>;
}
