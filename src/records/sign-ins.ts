/** Sign-ins that were ended. Sessions live in cookies, so an ended one has to be recorded to survive a restart. */
export interface SignInRecords {
  /** Ends a sign-in. `until` is when it would expire, `now` the current time; Unix milliseconds. */
  readonly end: (id: string, until: number, now: number) => Promise<void>;
  readonly isEnded: (id: string) => Promise<boolean>;
}
