import type { Lesson } from '../lesson/lesson.ts';
import { handsInProject, isWholeProject } from '../lesson/manifest/requested-files.ts';

/** Whether the files that are remembered of a student are judged as all that she has, as a verification would. */
export const areWhole = (
  { manifest }: Pick<Lesson, 'manifest'>,
  files: Readonly<Record<string, string>>,
): boolean => !handsInProject(manifest) || isWholeProject(manifest, Object.keys(files));
