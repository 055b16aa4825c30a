import type { RosterEntry } from '../grading/roster.ts';

export interface RosterLine extends RosterEntry {
  readonly user: string | null;
  readonly linkedBy: 'list' | 'student' | 'ta' | null;
}

/** The class list: who is in the class, and which Discord account is whose. */
export interface RosterRecords {
  readonly all: (guild: string) => Promise<readonly RosterLine[]>;
  /**
   * Replaces the class list. A link that a student made herself stays, also over a list that leaves her number out;
   * other links of numbers that stay are kept unless the list names another account.
   * Returns how many entries are new, changed and gone.
   */
  readonly replace: (
    guild: string,
    lines: readonly (RosterEntry & { readonly user: string | null })[],
    at: number,
  ) => Promise<{ readonly added: number; readonly kept: number; readonly removed: number }>;
  /** Ties an account to a number. `by: student` never takes over a number that has an account. */
  readonly link: (
    guild: string,
    number: string,
    user: string,
    by: 'student' | 'ta',
    at: number,
  ) => Promise<'linked' | 'no-such-number' | 'taken' | 'has-another'>;
  readonly unlink: (guild: string, number: string) => Promise<boolean>;
  /** A student takes the link back that she made herself. The number that it was to; null when there is none. */
  readonly unlinkOwn: (guild: string, user: string) => Promise<string | null>;
}
