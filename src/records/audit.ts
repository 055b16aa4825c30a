/** What a teaching assistant did. Moments are Unix milliseconds. */
export interface AuditEntry {
  readonly guild: string;
  readonly at: number;
  /** A user's id, or `operator` for one who is signed in to the page by its token. */
  readonly who: string;
  /** `queue.pause`, `grade.override` … */
  readonly action: string;
  /** The user or thing affected; null where it was all of them. */
  readonly whom: string | null;
  readonly details: Readonly<Record<string, string | number | null>>;
  readonly reason: string | null;
}

/** What teaching assistants did. Entries are added, never changed. */
export interface AuditRecords {
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** The newest first. `whom`: only what was done to this one. */
  readonly entries: (
    guild: string,
    options: { readonly limit: number; readonly whom?: string },
  ) => Promise<readonly AuditEntry[]>;
}
