import { z } from 'zod';

/** The files that a student hands in, by what each is for. */
export const studentFilesSchema = z
  .array(
    z.strictObject({
      role: z
        .enum(['dockerfile', 'dockerignore', 'entrypoint', 'other'])
        .describe('What the file is for. `other` is anything that the Dockerfile copies or reads.'),
      name: z
        .string()
        .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/, 'it has to be a path inside the project')
        .describe('Its path in the build context.'),
      needed: z.boolean().default(true).describe('False for a file that a right answer may do without.'),
      language: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,20}$/)
        .optional()
        .describe('What it is written in, as a code block names it.'),
    }),
  )
  .min(1)
  .optional()
  .describe('The files that a student hands in. Left out: those of `files`, all of them.');
