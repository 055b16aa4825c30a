import { z } from 'zod';

/** The possible roles of a student's file. */
export const studentRoles = [
  'dockerfile',
  'dockerignore',
  'entrypoint',
  'script',
  'nginx',
  'requirements',
  'package',
  'compose',
  'workflow',
  'other',
] as const;

/** The files that a student submits, by role. */
export const studentFilesSchema = z
  .array(
    z.strictObject({
      role: z
        .enum(studentRoles)
        .describe(
          'What the file is for. The first three are what Docker and the container read; the others are recognised in what a student pastes by name and by what they hold; `other` is recognised by its name alone.',
        ),
      name: z
        .string()
        .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/, 'it has to be a path inside the project')
        .max(90)
        .describe('Its path in the build context.'),
      needed: z.boolean().default(true).describe('False for a file that a right answer may do without.'),
      language: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,20}$/)
        .optional()
        .describe('What it is written in, as a code block names it.'),
      where: z
        .string()
        .min(1)
        .max(80)
        .optional()
        .describe(
          'Where it goes, in the lesson’s own words, shown beside its name: `beside the Dockerfile`.',
        ),
    }),
  )
  .min(1)
  .optional()
  .describe('The files that a student hands in. Left out: those of `files`, all of them.');
export type StudentFilesList = z.output<typeof studentFilesSchema>;
