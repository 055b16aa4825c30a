import { z } from 'zod';
import { toolchainsSchema } from '../toolchains/toolchain-names.ts';
import { usualCommand } from '../toolchains/usual-project.ts';
import { type Assertion, assertionSchema } from './assertions.ts';
import { composeSchema } from './compose-file.ts';
import { buildSchema, runSchema } from './container-options.ts';
import { requestSchema } from './expected-answer.ts';
import { pullRequestSchema } from './pull-request-options.ts';
import { servicesSchema } from './services.ts';
import { studentFilesSchema } from './student-files.ts';

/**
 * What a lesson's manifest (`manifest.yaml` beside `lesson.md`) adds to its Markdown: what a verification has to find, and which
 * aim proves which TODO.
 */

/** The aims that Dockhand's check can test. A manifest maps each TODO to one or more of them. */
export const aims = [
  'installer-available', // uv is installed before its first use
  'dependencies-copied-first', // the layer that installs depends only on the dependency files, not on the source
  'dependencies-installed', // `uv sync` runs in the folder of pyproject.toml
  'exact-versions', // … and respects the lock file (--frozen, --locked, UV_FROZEN …)
  'project-directory', // the entrypoint runs in the folder of manage.py
  'entrypoint-script', // the script is in the image and executable, it migrates and listens on all addresses
  'entrypoint-used', // the image starts with it
] as const;
export type Aim = (typeof aims)[number];

const megabytes = z.number().positive();
/** A folder of the context in normalized form: `core` for `./core/`, empty for the context itself. */
const contextFolder = z.string().transform((written) =>
  written
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/'),
);
const rungText = z.string().min(1).max(600);

/** The descriptions appear in editors: the JSON Schema in docs/ is generated from this schema. */
export const manifestSchema = z.strictObject({
  $schema: z
    .string()
    .optional()
    .describe('Where the JSON Schema of this file lies, for editors. Dockhand itself does not read it.'),
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'at most 40 small letters, digits and dashes, such as my-lesson')
    .describe('Short name used in ids, paths and settings: lower case, digits and dashes.'),
  lesson: z.string().default('lesson.md').describe('The Markdown file, relative to the manifest.'),
  image: z.string().min(1).describe('Name of the image the student builds.'),
  port: z
    .int()
    .min(1)
    .max(65535)
    .nullable()
    .default(null)
    .describe('The port the container publishes; left out for one that does its work and ends.'),
  probe: requestSchema.nullable().default(null).describe('What the browser asks for.'),
  run: runSchema,
  build: buildSchema,
  imageSize: z
    .strictObject({
      min: megabytes.describe('The least, in MB.'),
      max: megabytes.describe('The most, in MB.'),
      base: megabytes
        .optional()
        .describe(
          'What the official base image weighs in it: with it, an image on a stand-in is judged by what was put on top.',
        ),
    })
    .nullable()
    .default(null)
    .describe('The size that the lesson tells its students to expect, in MB (10⁶ bytes).'),
  baseImages: z
    .array(z.string().min(1))
    .min(1)
    .describe('Base images that may be built upon. A name without a tag stands for all of its tags.'),
  context: z
    .enum(['lesson', 'student'])
    .default('lesson')
    .describe(
      'Whose project the build context is: the lesson’s own tree with the student’s files on top (lesson), or all that the student hands in and nothing else (student).',
    ),
  backend: z
    .string()
    .default('backend')
    .describe(
      'The folder beside the manifest that the student’s files go on top of. With `context: student` there is none.',
    ),
  solution: z
    .string()
    .default('solution')
    .describe(
      'The folder beside the manifest with the lesson’s own answer; with `context: student`, a whole project.',
    ),
  files: z
    .strictObject({
      dockerfile: z.string().default('Dockerfile').describe('The Dockerfile.'),
      dockerignore: z
        .string()
        .default('.dockerignore')
        .describe('The file that keeps others out of the context.'),
      entrypoint: z.string().default('entrypoint.sh').describe('The script that the container starts with.'),
    })
    .prefault({})
    .describe('Files of the student that count, with the role each one has.'),
  studentFiles: studentFilesSchema,
  toolchains: toolchainsSchema,
  project: z
    .strictObject({
      directory: contextFolder.describe(
        'Folder with manage.py, relative to the context; `.` for the context itself.',
      ),
      manage: z.string().default(usualCommand).describe('The project’s command, in that folder.'),
      dependencyFiles: z
        .array(z.string())
        .min(1)
        .describe('The files that list the dependencies. A lock file among them may be made at set-up.'),
    })
    .nullable()
    .default(null)
    .describe('The facts of a Django project, which the shorthands among the aims ask about.'),
  postgres: z
    .strictObject({
      image: z.string().min(1).describe('The image of the server, such as `postgres:16-alpine`.'),
      host: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,62}$/)
        .default('db')
        .describe('The name that the server has for the student’s container.'),
      variables: z
        .strictObject({
          host: z.string().default('DATABASE_HOST').describe('Has the name of the server.'),
          port: z.string().default('DATABASE_PORT').describe('Has its port.'),
          name: z.string().default('DATABASE_NAME').describe('Has the name of the database.'),
          user: z.string().default('DATABASE_USER').describe('Has the user of the database.'),
          password: z.string().default('DATABASE_PASSWORD').describe('Has the password of that user.'),
        })
        .prefault({})
        .describe('The variables by which the project’s settings are told where it is.'),
    })
    .nullable()
    .default(null)
    .describe(
      'Has the image run once more, against a PostgreSQL that it has to migrate; left out, it runs with what it brings.',
    ),
  services: servicesSchema,
  pullRequest: pullRequestSchema,
  compose: composeSchema,
  turns: z
    .strictObject({
      cooldownSeconds: z
        .int()
        .min(0)
        .max(86_400)
        .default(0)
        .describe('Seconds between two verifications; 0 for none.'),
      perDay: z
        .int()
        .min(1)
        .max(1_000)
        .nullable()
        .default(null)
        .describe('Verifications in 24 hours; null for as many as they like.'),
    })
    .prefault({})
    .describe('How often a student may have their work verified.'),
  hints: z
    .strictObject({
      before: z
        .enum(['nothing', 'why', 'attempt'])
        .default('nothing')
        .describe(
          'What comes before an answer opens: nothing, one tap on “Why?”, or a file that is newer than the first look at the hint. Nobody is locked out: a button opens it anyway.',
        ),
    })
    .prefault({})
    .describe('How hints open.'),
  grade: z
    .strictObject({
      keepsResults: z
        .boolean()
        .default(true)
        .describe('How a student’s verifications came out stays when they have their data deleted.'),
    })
    .prefault({})
    .describe('What a grade needs.'),
  todos: z
    .array(
      z
        .strictObject({
          n: z.int().min(0).describe('The number of the TODO, as `dockhand lesson check` lists it.'),
          aims: z
            .array(z.union([z.enum(aims), assertionSchema]))
            .min(1)
            .transform((all) => ({
              aims: all.filter((aim): aim is Aim => typeof aim === 'string'),
              assertions: all.filter((aim): aim is Assertion => typeof aim !== 'string'),
            }))
            .describe(
              'What has to be so for the TODO to be done: assertions, and shorthands for a Django project.',
            ),
          required: z
            .boolean()
            .default(true)
            .describe('False for advice only: told, never a reason to fail.'),
          rungs: z
            .strictObject({
              concept: rungText.optional().describe('Why this is needed, in a sentence or two.'),
              question: rungText.optional().describe('A question that leads to the answer.'),
              gap: rungText.optional().describe('The lines of the answer with gaps in them.'),
            })
            .optional()
            .describe(
              'Steps of the hint before its answer, in Markdown; what is left out is made from the aim.',
            ),
        })
        .transform(({ aims: { aims: named, assertions }, ...todo }) => ({
          ...todo,
          aims: named,
          assertions,
        })),
    )
    .prefault([])
    .describe('Which aims prove which TODO.'),
  promises: z
    .array(assertionSchema)
    .default([])
    .describe('What has to be so besides, and belongs to no TODO.'),
});
export type Manifest = z.output<typeof manifestSchema>;
export type ManifestTodo = Manifest['todos'][number];

/** The manifest as a JSON Schema (draft 7, which editors support) of what an author writes, before defaults are filled in. */
export function manifestJsonSchema(): z.core.JSONSchema.JSONSchema {
  return {
    ...z.toJSONSchema(manifestSchema, {
      io: 'input',
      target: 'draft-7',
      override: ({ jsonSchema }) => {
        // zod's own format name, which editors do not know.
        if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
      },
    }),
    title: 'The manifest of a Dockhand lesson',
  };
}
