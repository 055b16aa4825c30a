import type { CheckInput } from '../check/check.ts';
import type { CheckReport } from '../check/report.ts';
import type { Attached, FileNames, Sent, Sorted } from '../intake/sorted.ts';
import { CheckerEnded, Unreadable } from './failures.ts';
import type { Pool } from './pool.ts';

/** Whose text it is. */
export interface Whose {
  readonly guild: string;
  readonly user: string;
}

/**
 * Everything that makes something of a student's text. It happens in a process of its own, which may die of it.
 * Each throws {@link Unreadable} for a text that ended one, and `TooMuchAtOnce` for whom too much waits.
 */
export interface Reading {
  readonly check: (input: CheckInput, whose: Whose) => Promise<CheckReport>;
  readonly sortMessage: (message: Sent, names: FileNames, whose: Whose) => Promise<Sorted>;
  readonly sortForm: (
    texts: Readonly<Record<string, string>>,
    uploads: readonly Attached[],
    names: FileNames,
    whose: Whose,
  ) => Promise<Sorted>;
}

export const readerProcess = new URL('reader-process.ts', import.meta.url);

export function openReading(pool: Pool): Reading {
  const ask = async <T>(call: Parameters<Pool['call']>[0], { guild, user }: Whose): Promise<T> => {
    try {
      return (await pool.call(call, `${guild}/${user}`)) as T;
    } catch (error) {
      throw error instanceof CheckerEnded ? new Unreadable(error.why) : error;
    }
  };
  return {
    check: ({ student, lesson, tree }, whose) =>
      ask({ name: 'check', kept: [lesson, tree], args: [student] }, whose),
    sortMessage: (message, names, whose) => ask({ name: 'sortMessage', args: [message, names] }, whose),
    sortForm: (texts, uploads, names, whose) =>
      ask({ name: 'sortForm', args: [texts, uploads, names] }, whose),
  };
}
