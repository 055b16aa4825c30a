/** The lessons on this machine: what they are, and what reads them. */
export { type LiveLibrary, openLiveLibrary } from './live-library.ts';
export { loadLesson } from './load-lesson.ts';
export { openLibrary } from './open-library.ts';
export { readTree } from './read-tree.ts';
export type { BrokenLesson, Library, Shelved, ShelvedLesson } from './shelf.ts';
