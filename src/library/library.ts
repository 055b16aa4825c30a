/** The lessons on this machine: what they are, and what reads them. */

export type { BrokenLesson, Library, Shelved, ShelvedLesson } from './installed-lesson.ts';
export { loadLesson } from './load-lesson.ts';
export { openLibrary } from './open-library.ts';
export { readTree } from './read-tree.ts';
export { type LiveLibrary, openLiveLibrary } from './reloading-library.ts';
