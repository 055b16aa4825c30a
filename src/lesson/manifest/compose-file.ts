import { z } from 'zod';
import type { StudentFilesList } from './student-files.ts';

/** What a lesson with a Compose file says besides its assertions. */
export const composeSchema = z
  .strictObject({
    images: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Images that services may run without building them. A name without a tag stands for all tags.',
      ),
  })
  .prefault({})
  .describe(
    'What the services of a lesson’s Compose file may use. The file itself is among `studentFiles`; its services are run in the sandbox.',
  );

/** Whether a lesson's work is a Compose file: its services are run, in place of one container. */
export const hasComposeFile = ({ studentFiles }: { readonly studentFiles?: StudentFilesList }): boolean =>
  studentFiles?.some(({ role }) => role === 'compose') === true;

/** The names that `docker compose` looks for, in its order. */
const usualNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/**
 * Path of the Compose file that counts: the lesson's name for it, else one of those that Compose finds by itself in the same
 * folder. Null in a lesson without one; a lesson without a manifest (null) has one where a student brings it.
 */
export function composePathIn(
  lesson: { readonly studentFiles?: StudentFilesList } | null,
  isThere: (path: string) => boolean,
): string | null {
  if (lesson === null) return usualNames.find(isThere) ?? null;
  const listed = lesson.studentFiles?.find(({ role }) => role === 'compose')?.name;
  if (listed === undefined || isThere(listed)) return listed ?? null;
  const folder = listed.slice(0, listed.lastIndexOf('/') + 1);
  return usualNames.map((name) => folder + name).find(isThere) ?? listed;
}
