import type { Lesson } from '../lesson/lesson.ts';
import { handsInProject, isWholeProject } from '../lesson/manifest/requested-files.ts';

/** Whether a student's remembered files are judged as the complete set, as a verification would. */
export const areWhole = (
  { manifest }: Pick<Lesson, 'manifest'>,
  files: Readonly<Record<string, string>>,
): boolean => !handsInProject(manifest) || isWholeProject(manifest, Object.keys(files));
