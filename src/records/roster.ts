import type { RosterEntry } from '../grading/roster.ts';

export interface RosterLine extends RosterEntry {
  readonly user: string | null;
  readonly linkedBy: 'list' | 'student' | 'ta' | null;
}

/** The class list: the students of a class and their Discord accounts. */
export interface RosterRecords {
  readonly all: (guild: string) => Promise<readonly RosterLine[]>;
  /**
   * Replaces the class list. Links that students made themselves are kept, even if the new list omits the number. Other links are kept if
   * the new list contains the number and does not name another account. Returns how many entries were added, kept and removed.
   */
  readonly replace: (
    guild: string,
    lines: readonly (RosterEntry & { readonly user: string | null })[],
    at: number,
  ) => Promise<{ readonly added: number; readonly kept: number; readonly removed: number }>;
  /** Links an account to a number. With `by: student`, a number that is already linked is never taken over. */
  readonly link: (
    guild: string,
    number: string,
    user: string,
    by: 'student' | 'ta',
    at: number,
  ) => Promise<'linked' | 'no-such-number' | 'taken' | 'has-another'>;
  readonly unlink: (guild: string, number: string) => Promise<boolean>;
  /** Removes a link that the student made themselves. Returns the number that it was to; null if there was none. */
  readonly unlinkOwn: (guild: string, user: string) => Promise<string | null>;
}
