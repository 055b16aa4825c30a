import type { CheckReport } from '../../../check/model/report.ts';
import type { FileNames, FileProblem } from '../../../intake/intake-result.ts';
import type { Lesson } from '../../../lesson/lesson.ts';
import type { SubmittedFiles } from '../../../submission/files.ts';

/** A file that an answer is about: just sent, or remembered for that long (milliseconds). */
export interface UsedFile {
  readonly path: string;
  readonly ageMs: number | null;
}

/** The files an answer is about, and where each one comes from. */
export interface GatheredFiles {
  readonly files: SubmittedFiles;
  readonly used: readonly UsedFile[];
  /** Files of the lesson that are neither sent nor remembered. */
  readonly absent: readonly string[];
  /** Whether nothing else comes: what is not among the files is not in the student's folder. */
  readonly complete: boolean;
}

/** What the instant check found, with everything its answer says. */
export interface CheckResult {
  readonly guild: string;
  readonly lesson: Lesson;
  readonly names: FileNames;
  readonly report: CheckReport;
  readonly used: readonly UsedFile[];
  readonly absent: readonly string[];
  readonly problems: readonly FileProblem[];
  /** What changed in the files that are remembered, by its id in the records: it can be taken back. */
  readonly change: string | null;
  /** The lines that were sent of a file that is remembered, when it was not a whole file. */
  readonly lines: { readonly path: string; readonly from: number; readonly to: number } | null;
  /** The message of somebody else that it is about; null for the asker's own files. Nothing of it is remembered. */
  readonly ofMessage: string | null;
  /** The files came out of the form for a fix: those on her computer are as they were. */
  readonly fixed: boolean;
}
