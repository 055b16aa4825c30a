import type { SubmittedFiles } from '../submission/files.ts';
import type { Student } from './student.ts';

/** A file that Dockhand remembers for a student, with the time it was received (Unix milliseconds). */
export interface RememberedFile {
  readonly path: string;
  readonly text: string;
  readonly receivedAt: number;
}

/** The result of undoing a change. `gone`: it is too old, already undone, or somebody else's. */
export type UndoResult =
  | {
      readonly kind: 'taken-back';
      readonly student: Student;
      /** The restored files; `receivedAt` is null for a file that did not exist before. */
      readonly files: readonly { readonly path: string; readonly receivedAt: number | null }[];
    }
  /** The student has sent this file again since. */
  | { readonly kind: 'newer'; readonly path: string }
  | { readonly kind: 'gone' };

/** Lines of a student's file that are not the whole file. */
export interface FileFragment {
  readonly id: string;
  readonly student: Student;
  readonly lesson: string;
  readonly path: string;
  readonly text: string;
}

/** A student's workspace: the latest version of each file, and how to undo changes. */
export interface WorkspaceRecords {
  /** The student's latest files for a lesson. */
  readonly files: (student: Student, lesson: string) => Promise<readonly RememberedFile[]>;
  /**
   * Merges new files over the remembered ones and removes those at the `gone` paths. Returns the ID of the change, or null when
   * nothing changed.
   */
  readonly remember: (
    student: Student,
    lesson: string,
    files: SubmittedFiles,
    at: number,
    gone?: readonly string[],
  ) => Promise<string | null>;
  /** Undoes a change of a student's files, once. Only the last ten changes of each lesson can be undone. */
  readonly undo: (user: string, change: string) => Promise<UndoResult>;
  /** Keeps lines of a file until the sender says where they belong; returns their ID. */
  readonly keepFragment: (piece: Omit<FileFragment, 'id'>, at: number) => Promise<string>;
  readonly fragment: (id: string) => Promise<FileFragment | null>;
  readonly forget: (student: Student, lesson: string) => Promise<void>;
}
