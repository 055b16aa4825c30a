import type { Student } from './student.ts';

/** What a box of a checklist was ticked with. */
export interface ChecklistTick {
  /** The item, by {@link itemKey} of the lesson. */
  readonly item: string;
  readonly at: number;
  /** hand: the student's word. output: what a program printed. pull-request: one that was checked. */
  readonly by: 'hand' | 'output' | 'pull-request';
  /** The version that was printed, the address of the pull request; null for a tick by hand. */
  readonly proof: string | null;
}

/** Boxes of a lesson's checklist that something other than a verification or a file ticked. */
export interface ChecklistRecords {
  readonly ticks: (student: Student, lesson: string) => Promise<readonly ChecklistTick[]>;
  readonly tick: (student: Student, lesson: string, tick: ChecklistTick) => Promise<void>;
  /** Takes a tick back. */
  readonly untick: (student: Student, lesson: string, item: string) => Promise<void>;
}
