import type { RosterEntry } from '../grading/roster.ts';

export interface RosterLine extends RosterEntry {
  readonly user: string | null;
  readonly linkedBy: 'list' | 'student' | 'ta' | null;
}

/** The class list: who is in the class, and which Discord account belongs to whom. */
export interface RosterRecords {
  readonly all: (guild: string) => Promise<readonly RosterLine[]>;
  /**
   * Replaces the class list. A link that a student made stays, even if the list leaves out the number. Other links of numbers
   * that remain are kept unless the list names another account. Returns how many entries are new, changed and removed.
   */
  readonly replace: (
    guild: string,
    lines: readonly (RosterEntry & { readonly user: string | null })[],
    at: number,
  ) => Promise<{ readonly added: number; readonly kept: number; readonly removed: number }>;
  /** Links an account to a number. `by: student` never takes over a number that already has an account. */
  readonly link: (
    guild: string,
    number: string,
    user: string,
    by: 'student' | 'ta',
    at: number,
  ) => Promise<'linked' | 'no-such-number' | 'taken' | 'has-another'>;
  readonly unlink: (guild: string, number: string) => Promise<boolean>;
  /** Removes a link that the student made. Returns the number that it was for, or null if there was none. */
  readonly unlinkOwn: (guild: string, user: string) => Promise<string | null>;
}
