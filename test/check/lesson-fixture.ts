import { join } from 'node:path';
import { type Checker, openChecker } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import type { FileTree } from '../../src/lesson/file-tree.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { lessonIn } from '../../src/lesson/lesson-in.ts';
import { loadLesson } from '../../src/library/library.ts';
import { readStudentFiles } from '../../src/library/student-files.ts';
import type { Locale } from '../../src/wording/wording.ts';

/** The lesson to check against, with its own answer. */
export interface LessonFixture {
  readonly lesson: Lesson;
  readonly tree: FileTree;
  readonly answer: Readonly<Record<string, string>>;
  readonly checker: Checker;
  /** Checks the complete files of a student. */
  check(files: Readonly<Record<string, string>>): CheckReport;
  /** Checks files of which others have not been sent yet. */
  checkSent(files: Readonly<Record<string, string>>): CheckReport;
}

const lessons = join(import.meta.dirname, '../../lessons');

/** @param locale the student's: reports have the titles that the student reads */
export async function openLessonFixture(
  locale: Locale = 'en',
  slug = 'backend-docker',
): Promise<LessonFixture> {
  const { lesson, tree, solution } = await loadLesson(join(lessons, slug));
  const shown = lessonIn(lesson, locale);
  const checker = await openChecker();
  const { files: answer } = await readStudentFiles(solution ?? '', lesson.manifest?.files);
  return {
    lesson,
    tree,
    answer,
    checker,
    check: (files) => checker({ student: { files, complete: true }, lesson: shown, tree }),
    checkSent: (files) => checker({ student: { files, complete: false }, lesson: shown, tree }),
  };
}

/** A lesson without a manifest has no TODOs, only Docker's own findings. */
export const lessonWithoutManifest: Lesson = {
  slug: 'bare',
  title: 'Bare',
  objectives: [],
  parts: [],
  todos: [],
  otherHints: [],
  checklist: [],
  instructions: [],
  commands: [],
  template: null,
  manifest: null,
  digest: '',
};
