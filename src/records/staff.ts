/** Who has acted as a teaching assistant. */
export interface StaffRecords {
  /** Records that somebody acts as a teaching assistant and is not counted among the students from now on. */
  readonly record: (guild: string, user: string) => Promise<void>;
  readonly all: (guild: string) => Promise<ReadonlySet<string>>;
}
