import type { Extension, Override, Policy } from '../grading/policy.ts';
import type { Student } from './student.ts';

/** The grading of lessons: policies, extensions and overrides. */
export interface GradeRecords {
  /** The default policy if none has been set. */
  readonly policy: (guild: string, lesson: string) => Promise<Policy>;
  readonly savePolicy: (guild: string, lesson: string, policy: Policy) => Promise<void>;
  readonly extensions: (guild: string, lesson: string) => Promise<ReadonlyMap<string, Extension>>;
  readonly extend: (student: Student, lesson: string, extension: Extension) => Promise<void>;
  readonly overrides: (guild: string, lesson: string) => Promise<ReadonlyMap<string, Override>>;
  /** Null removes the override. */
  readonly override: (student: Student, lesson: string, override: Override | null) => Promise<void>;
}
