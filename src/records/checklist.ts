import type { Student } from './student.ts';

/** How an item of a checklist was ticked. */
export interface ChecklistTick {
  /** The item's {@link itemKey}. */
  readonly item: string;
  readonly at: number;
  /** hand: by the student. output: by the output of a program. pull-request: by a pull request that was checked. */
  readonly by: 'hand' | 'output' | 'pull-request';
  /** The version in the output or the URL of the pull request; null for a tick by hand. */
  readonly proof: string | null;
}

/** Items of a lesson's checklist that were ticked by something other than a verification or a file. */
export interface ChecklistRecords {
  readonly ticks: (student: Student, lesson: string) => Promise<readonly ChecklistTick[]>;
  readonly tick: (student: Student, lesson: string, tick: ChecklistTick) => Promise<void>;
  /** Removes a tick. */
  readonly untick: (student: Student, lesson: string, item: string) => Promise<void>;
}
