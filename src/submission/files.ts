import { createHash } from 'node:crypto';
import { z } from 'zod';
import { projectLimits } from './project-limits.ts';

/** The size limit of one of a student's files, except in a student's own project. Bytes. */
export const fileLimitBytes = 64 * 1024;

/** The size limit of a zip with a student's files. Bytes. */
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

/**
 * The ID of a form field for a file other than the three usual ones. It contains the path, so that forms of different lessons are
 * not confused.
 */
export const furtherField = (path: string): string => `file:${path}`;
