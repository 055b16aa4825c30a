/** The lessons on this machine, and functions that read them. */

export { type LessonChanges, lessonChanges } from './changes.ts';
export type { BrokenLesson, InstalledLesson, LessonWithTree, Library } from './installed-lesson.ts';
export { inspectLesson, type LessonInspection, loadLesson } from './load-lesson.ts';
export { openLibrary } from './open-library.ts';
export { readTree } from './read-tree.ts';
export { ReloadingLibrary } from './reloading-library.ts';
