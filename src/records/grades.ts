import type { Extension, Override, Policy } from '../grading/policy.ts';
import type { Student } from './student.ts';

/** How a lesson is graded: its policy, extensions and overrides. */
export interface GradeRecords {
  /** The default policy when none was set. */
  readonly policy: (guild: string, lesson: string) => Promise<Policy>;
  readonly savePolicy: (guild: string, lesson: string, policy: Policy) => Promise<void>;
  readonly extensions: (guild: string, lesson: string) => Promise<ReadonlyMap<string, Extension>>;
  readonly extend: (student: Student, lesson: string, extension: Extension) => Promise<void>;
  readonly overrides: (guild: string, lesson: string) => Promise<ReadonlyMap<string, Override>>;
  /** Null removes the override. */
  readonly override: (student: Student, lesson: string, override: Override | null) => Promise<void>;
}
