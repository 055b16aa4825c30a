export interface StaffPost {
  readonly channel: string;
  readonly message: string;
}

/** Messages in staff channels that are kept up to date, so that they are found again after a restart. */
export interface StaffPostRecords {
  readonly get: (guild: string, kind: string) => Promise<StaffPost | null>;
  readonly save: (guild: string, kind: string, post: StaffPost | null) => Promise<void>;
}
