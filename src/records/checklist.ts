import type { Student } from './student.ts';

/** A tick in a checklist. */
export interface ChecklistTick {
  /** The item, by {@link itemKey} of the lesson. */
  readonly item: string;
  readonly at: number;
  /** hand: ticked by the student. output: a program's output. pull-request: a pull request that was checked. */
  readonly by: 'hand' | 'output' | 'pull-request';
  /** The version in the output, or the address of the pull request; null for a tick by hand. */
  readonly proof: string | null;
}

/** Boxes of a lesson's checklist that were ticked by something other than a verification or a file. */
export interface ChecklistRecords {
  readonly ticks: (student: Student, lesson: string) => Promise<readonly ChecklistTick[]>;
  readonly tick: (student: Student, lesson: string, tick: ChecklistTick) => Promise<void>;
  /** Removes a tick. */
  readonly untick: (student: Student, lesson: string, item: string) => Promise<void>;
}
