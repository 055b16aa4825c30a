import type { CheckReport } from '../../../check/model/report.ts';
import type { FileNames, FileProblem } from '../../../intake/intake-result.ts';
import type { Lesson } from '../../../lesson/lesson.ts';
import type { SubmittedFiles } from '../../../submission/files.ts';

/** A file that an answer is about: just sent, or remembered for `ageMs` milliseconds. */
export interface UsedFile {
  readonly path: string;
  readonly ageMs: number | null;
}

/** The files that an answer is about, with their origin. */
export interface GatheredFiles {
  readonly files: SubmittedFiles;
  readonly used: readonly UsedFile[];
  /** Files of the lesson that were neither sent nor remembered. */
  readonly absent: readonly string[];
  /** Whether the set of files is complete: a file that is missing here is missing from the student's folder. */
  readonly complete: boolean;
}

/** The result of the instant check, with everything that the answer shows. */
export interface CheckResult {
  readonly guild: string;
  readonly lesson: Lesson;
  readonly names: FileNames;
  readonly report: CheckReport;
  readonly used: readonly UsedFile[];
  readonly absent: readonly string[];
  readonly problems: readonly FileProblem[];
  /** The record ID of the change to the remembered files, which can be undone. */
  readonly change: string | null;
  /** The submitted lines of a remembered file, when only a part of it was sent. */
  readonly lines: { readonly path: string; readonly from: number; readonly to: number } | null;
  /** Somebody else's message that was checked; null for the asker's own files. Files of such a message are not remembered. */
  readonly ofMessage: string | null;
  /** The files come from the fix form, so the ones on the student's computer are unchanged. */
  readonly fixed: boolean;
}
