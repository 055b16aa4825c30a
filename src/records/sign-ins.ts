/** Sign-ins that were ended. A session lives in its cookie, so an ended one has to be remembered where no restart forgets it. */
export interface SignInRecords {
  /** Ends a sign-in. `until` is when it would expire, `now` the current time; Unix milliseconds. */
  readonly end: (id: string, until: number, now: number) => Promise<void>;
  readonly isEnded: (id: string) => Promise<boolean>;
}
