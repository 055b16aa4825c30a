import type { FileTree } from '../lesson/file-tree.ts';
import type { Lesson } from '../lesson/lesson.ts';

/** A lesson with its files on this machine. */
export interface InstalledLesson {
  readonly lesson: Lesson;
  /** The lesson's digest on a machine whose set-up has not made the lock file. */
  readonly digestWithoutLock?: string;
  /** The lesson's backend as a build context has it; empty for a bare Markdown file, and where students hand in a project. */
  readonly tree: FileTree;
  /** Absolute path of the folder with the manifest; null for a bare Markdown file. */
  readonly folder: string | null;
  /** Absolute path of the tree over which a student's files are laid; null when there is none. */
  readonly backend: string | null;
  /** Absolute path of the lesson's own answer; null when there is none. */
  readonly solution: string | null;
}

/** The parts of a lesson that an answer to a student needs. */
export type LessonWithTree = Pick<InstalledLesson, 'lesson' | 'tree'>;

/** A lesson that could not be loaded. */
export interface BrokenLesson {
  readonly path: string;
  /** One sentence: what is wrong, where, and what to do. */
  readonly reason: string;
  /** The slug of the previous version, which stays in force; null when there is none. */
  readonly inForce: string | null;
}

/** The lessons of one folder. */
export interface Library {
  /** The lesson of that name; undefined when the library has none. */
  get(slug: string): InstalledLesson | undefined;
  /** All that can be used, by slug. */
  readonly all: readonly InstalledLesson[];
  readonly broken: readonly BrokenLesson[];
  /** The same lessons by their folder, or their Markdown file. */
  readonly byPath: ReadonlyMap<string, InstalledLesson>;
}
