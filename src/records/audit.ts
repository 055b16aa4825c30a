/** An action of a teaching assistant. Times are Unix milliseconds. */
export interface AuditEntry {
  readonly guild: string;
  readonly at: number;
  /** A user ID, or `operator` for somebody signed in to the page with the operator token. */
  readonly who: string;
  /** `queue.pause`, `grade.override` … */
  readonly action: string;
  /** The affected user or object; null for an action that affects all. */
  readonly whom: string | null;
  readonly details: Readonly<Record<string, string | number | null>>;
  readonly reason: string | null;
}

/** The audit log. Entries are added, never changed. */
export interface AuditRecords {
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Newest first. `whom`: only actions that affect this user or object. */
  readonly entries: (
    guild: string,
    options: { readonly limit: number; readonly whom?: string },
  ) => Promise<readonly AuditEntry[]>;
}
