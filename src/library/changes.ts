import type { BrokenLesson, InstalledLesson, Library } from './installed-lesson.ts';

/** Differences between two readings of a folder of lessons. */
export interface LessonChanges {
  readonly added: readonly InstalledLesson[];
  /** Lessons in which something has changed that verdicts depend on. */
  readonly corrected: readonly InstalledLesson[];
  readonly removed: readonly InstalledLesson[];
  /** Lessons that can no longer be used. */
  readonly broken: readonly BrokenLesson[];
}

export function lessonChanges(before: Library, after: Library): LessonChanges {
  const digestBefore = ({ lesson }: InstalledLesson) => before.get(lesson.slug)?.lesson.digest;
  return {
    added: after.all.filter((each) => digestBefore(each) === undefined),
    corrected: after.all.filter(
      (each) => digestBefore(each) !== undefined && digestBefore(each) !== each.lesson.digest,
    ),
    removed: before.all.filter(({ lesson }) => after.get(lesson.slug) === undefined),
    broken: after.broken.filter(
      ({ path, reason }) => !before.broken.some((known) => known.path === path && known.reason === reason),
    ),
  };
}
