import { readFileSync } from 'node:fs';
import { type Checker, openChecker } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import type { FileTree } from '../../src/lesson/file-tree.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { lessonIn } from '../../src/lesson/lesson-in.ts';
import { loadLesson } from '../../src/library/library.ts';
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

const folder = new URL('../../lessons/backend-docker/', import.meta.url);

/** `locale`: the student's language, in which the checks are made: reports contain titles in it. */
export async function openLessonFixture(locale: Locale = 'en'): Promise<LessonFixture> {
  const { lesson, tree } = await loadLesson(folder.pathname);
  const shown = lessonIn(lesson, locale);
  const checker = await openChecker();
  const read = (name: string): string => readFileSync(new URL(`solution/${name}`, folder), 'utf8');
  const answer = {
    Dockerfile: read('Dockerfile'),
    '.dockerignore': read('.dockerignore'),
    'entrypoint.sh': read('entrypoint.sh'),
  };
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
