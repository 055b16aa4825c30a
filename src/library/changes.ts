import type { BrokenLesson, InstalledLesson, Library } from './installed-lesson.ts';

/** What became of lessons between two readings of their folder. */
export interface LessonChanges {
  readonly added: readonly InstalledLesson[];
  /** Something of them that a verdict depends on is another. */
  readonly corrected: readonly InstalledLesson[];
  readonly removed: readonly InstalledLesson[];
  /** Those that cannot be used since. */
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
