/** An action of a teaching assistant. Times are Unix milliseconds. */
export interface AuditEntry {
  readonly guild: string;
  readonly at: number;
  /** A user's id, or `operator` for a user who signed in to the staff pages with the token. */
  readonly who: string;
  /** `queue.pause`, `grade.override` … */
  readonly action: string;
  /** The user or thing affected; null if all are. */
  readonly whom: string | null;
  readonly details: Readonly<Record<string, string | number | null>>;
  readonly reason: string | null;
}

/** The actions of teaching assistants. Entries are added, but never changed. */
export interface AuditRecords {
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Newest first. `whom`: only actions on this user or thing. */
  readonly entries: (
    guild: string,
    options: { readonly limit: number; readonly whom?: string },
  ) => Promise<readonly AuditEntry[]>;
}
