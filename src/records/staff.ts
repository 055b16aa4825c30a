/** Users who have acted as teaching assistants. */
export interface StaffRecords {
  /** Records a user who acts as a teaching assistant, and from now on does not count as a student. */
  readonly record: (guild: string, user: string) => Promise<void>;
  readonly all: (guild: string) => Promise<ReadonlySet<string>>;
}
