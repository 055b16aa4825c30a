import { createHash } from 'node:crypto';
import { z } from 'zod';
import { projectLimits } from './project-limits.ts';

/** The most bytes that one file of a student may have, but for those of a project of her own. */
export const fileLimitBytes = 64 * 1024;

/** The most bytes of a zip out of which a student's files are taken. */
export const zipLimitBytes = 512 * 1024;

/** A student's files: path in the build context → text. */
export const studentFilesSchema = z.record(
  z.string().min(1).max(projectLimits.pathLength),
  z.string().max(projectLimits.fileBytes),
);
export type SubmittedFiles = Readonly<Record<string, string>>;

/** SHA-256 (hex) of a student's files; the order they came in does not matter. */
export function digestOfFiles(files: SubmittedFiles): string {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/** The name of a form's field for a file besides the three. Its path is in it, so that another lesson's form mixes nothing up. */
export const furtherField = (path: string): string => `file:${path}`;
