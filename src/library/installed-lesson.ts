import type { FileTree } from '../lesson/file-tree.ts';
import type { Lesson } from '../lesson/lesson.ts';

/** A lesson and its files on this machine. */
export interface InstalledLesson {
  readonly lesson: Lesson;
  /** The lesson's digest without its lock file, as on a machine where set-up has not created one. */
  readonly digestWithoutLock?: string;
  /** The lesson's backend as in a build context; empty for a bare Markdown file, and if students hand in the whole project. */
  readonly tree: FileTree;
  /** Absolute path of the folder with the manifest; null for a bare Markdown file. */
  readonly folder: string | null;
  /** Absolute path of the tree on which a student's files are placed; null if there is none. */
  readonly backend: string | null;
  /** Absolute path of the lesson's solution; null if there is none. */
  readonly solution: string | null;
}

/** The parts of a lesson that are needed to answer a student. */
export type LessonWithTree = Pick<InstalledLesson, 'lesson' | 'tree'>;

/** A lesson that could not be loaded. */
export interface BrokenLesson {
  readonly path: string;
  /** One sentence that says what is wrong, where, and what to do. */
  readonly reason: string;
  /** The slug of the previous version, which is still used; null if there is none. */
  readonly inForce: string | null;
}

/** The lessons of one folder. */
export interface Library {
  /** The lesson with that slug; undefined if there is none. */
  get(slug: string): InstalledLesson | undefined;
  /** All usable lessons, sorted by slug. */
  readonly all: readonly InstalledLesson[];
  readonly broken: readonly BrokenLesson[];
  /** The same lessons by path of their folder or Markdown file. */
  readonly byPath: ReadonlyMap<string, InstalledLesson>;
}
