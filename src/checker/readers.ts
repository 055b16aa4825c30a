import { openChecker } from '../check/check.ts';
import type { CheckReport, StudentFiles } from '../check/report.ts';
import { sortForm, sortMessage } from '../intake/sort.ts';
import type { Attached, FileNames, Sent, Sorted } from '../intake/sorted.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { FileTree } from '../lesson/tree.ts';

/** Everything that makes something of a student's text, as a checker process serves it (reading.ts asks for it). */
export interface Readers {
  readonly check: (lesson: Lesson, tree: FileTree, student: StudentFiles) => CheckReport;
  readonly sortMessage: (message: Sent, names: FileNames) => Sorted;
  readonly sortForm: (
    texts: Readonly<Record<string, string>>,
    uploads: readonly Attached[],
    names: FileNames,
  ) => Sorted;
}

export async function openReaders(): Promise<Readers> {
  const checker = await openChecker();
  return {
    check: (lesson, tree, student) => checker({ student, lesson, tree }),
    sortMessage,
    sortForm,
  };
}
