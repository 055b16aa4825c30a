import { z } from 'zod';
import type { StudentFilesList } from './student-files.ts';

/** The manifest's options for a lesson with a Compose file, besides its assertions. */
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

/** Whether students write a Compose file: its services are then run instead of a single container. */
export const hasComposeFile = ({ studentFiles }: { readonly studentFiles?: StudentFilesList }): boolean =>
  studentFiles?.some(({ role }) => role === 'compose') === true;

/** The default file names of `docker compose`, in its order of precedence. */
const usualNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/**
 * Path of the Compose file that is used: the lesson's name for it, else one of the default names in the same folder. Null in a
 * lesson without a Compose file; in a lesson without a manifest (null), whatever Compose file the student brings.
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
