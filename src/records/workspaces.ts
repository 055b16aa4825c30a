import type { SubmittedFiles } from '../submission/files.ts';
import type { Student } from './student.ts';

/** A file that Dockhand remembers of a student, with the moment it was received (Unix milliseconds). */
export interface RememberedFile {
  readonly path: string;
  readonly text: string;
  readonly receivedAt: number;
}

/** What came of taking a change back. `gone`: it is too old, is taken back already, or is somebody else's. */
export type UndoResult =
  | {
      readonly kind: 'taken-back';
      readonly student: Student;
      /** The files that are as they were; `receivedAt` is null where there was none before. */
      readonly files: readonly { readonly path: string; readonly receivedAt: number | null }[];
    }
  /** She has sent this file again since. */
  | { readonly kind: 'newer'; readonly path: string }
  | { readonly kind: 'gone' };

/** Lines of one of a student's files that are not the file itself. */
export interface FileFragment {
  readonly id: string;
  readonly student: Student;
  readonly lesson: string;
  readonly path: string;
  readonly text: string;
}

/** What a student works on: the latest version of each file, and how to undo a change. */
export interface WorkspaceRecords {
  /** The student's latest files for a lesson. */
  readonly files: (student: Student, lesson: string) => Promise<readonly RememberedFile[]>;
  /**
   * Lays new files over the remembered ones, without those at the `gone` paths; returns the id of that change, null when nothing is
   * another than before.
   */
  readonly remember: (
    student: Student,
    lesson: string,
    files: SubmittedFiles,
    at: number,
    gone?: readonly string[],
  ) => Promise<string | null>;
  /** Takes a change of a student's files back, once. Only the last ten of each lesson can be. */
  readonly undo: (user: string, change: string) => Promise<UndoResult>;
  /** Keeps lines of a file until their sender says where they belong; returns their id. */
  readonly keepFragment: (piece: Omit<FileFragment, 'id'>, at: number) => Promise<string>;
  readonly fragment: (id: string) => Promise<FileFragment | null>;
  readonly forget: (student: Student, lesson: string) => Promise<void>;
}
