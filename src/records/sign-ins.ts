/** Sign-ins that were ended early. A session is stored in its cookie, so ended ones have to be recorded permanently. */
export interface SignInRecords {
  /** Ends a sign-in. `until` is when it would have expired, `now` the current time; Unix milliseconds. */
  readonly end: (id: string, until: number, now: number) => Promise<void>;
  readonly isEnded: (id: string) => Promise<boolean>;
}
