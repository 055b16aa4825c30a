import { z } from 'zod';

/**
 * What a lesson's manifest (`manifest.yaml` beside `lesson.md`) adds to its Markdown:
 * what a verification has to find, and which aim proves which TODO.
 */

/** The aims that Dockhand's check knows how to see. A manifest maps each TODO to one or more of them. */
export const aims = [
  'installer-available', // uv is there before its first use
  'dependencies-copied-first', // the layer that installs depends on the dependency files, not on the source
  'dependencies-installed', // `uv sync` runs where pyproject.toml is
  'exact-versions', // … with the lock file respected (--frozen, --locked, UV_FROZEN …)
  'project-directory', // the folder with manage.py is where the entrypoint runs
  'entrypoint-script', // the script is in the image, executable, runnable, migrates and listens on all addresses
  'entrypoint-used', // the image starts by it
] as const;
export type Aim = (typeof aims)[number];

const megabytes = z.number().positive();

export const manifestSchema = z.strictObject({
  /** Short name used in ids, paths and settings: lower case, digits and dashes. */
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** The Markdown file, relative to the manifest. */
  lesson: z.string().default('lesson.md'),
  /** Name of the image the student builds. */
  image: z.string().min(1),
  /** The port the container publishes. */
  port: z.int().min(1).max(65535),
  /** What the browser asks for. */
  probe: z.strictObject({
    path: z.string().startsWith('/'),
    host: z.string().default('localhost'),
    status: z.int().default(200),
    /** An empty list is a right answer unless this is false. */
    allowEmpty: z.boolean().default(true),
  }),
  /** The size that the lesson tells its students to expect, in MB (10⁶ bytes). */
  imageSize: z.strictObject({
    min: megabytes,
    max: megabytes,
    /** What the official base image weighs in it: with it, an image on a stand-in is judged by what was put on top. */
    base: megabytes.optional(),
  }),
  /** Base images that may be built upon: name without a tag, or with one. */
  baseImages: z.array(z.string().min(1)).min(1),
  /** The tree the student's files go on top of, and the lesson's own answer: folders beside the manifest. */
  backend: z.string().default('backend'),
  solution: z.string().default('solution'),
  /** Files of the student that count, with the role each one has. */
  files: z
    .strictObject({
      dockerfile: z.string().default('Dockerfile'),
      dockerignore: z.string().default('.dockerignore'),
      entrypoint: z.string().default('entrypoint.sh'),
    })
    .prefault({}),
  /** The project's own facts, which the check asks the simulated image about. */
  project: z.strictObject({
    /** Folder with manage.py, relative to the context. */
    directory: z.string(),
    manage: z.string().default('manage.py'),
    dependencyFiles: z.array(z.string()).min(1),
  }),
  /** Has the image run once more, against a PostgreSQL that it has to migrate; left out, it runs with what it brings. */
  postgres: z
    .strictObject({
      /** The image of the server, such as `postgres:16-alpine`. */
      image: z.string().min(1),
      /** The name that the server has for the student's container. */
      host: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,62}$/)
        .default('db'),
      /** The variables by which the project's settings are told where it is. */
      variables: z
        .strictObject({
          host: z.string().default('DATABASE_HOST'),
          port: z.string().default('DATABASE_PORT'),
          name: z.string().default('DATABASE_NAME'),
          user: z.string().default('DATABASE_USER'),
          password: z.string().default('DATABASE_PASSWORD'),
        })
        .prefault({}),
    })
    .nullable()
    .default(null),
  /** How often one student may have her work verified. */
  turns: z
    .strictObject({
      /** Seconds between two verifications; 0 for none. */
      cooldownSeconds: z.int().min(0).max(86_400).default(0),
      /** Verifications in 24 hours; null for as many as she likes. */
      perDay: z.int().min(1).max(1_000).nullable().default(null),
    })
    .prefault({}),
  /** What a grade needs. */
  grade: z
    .strictObject({
      /** How a student's verifications came out stays when she has her data deleted. */
      keepsResults: z.boolean().default(true),
    })
    .prefault({}),
  todos: z
    .array(
      z.strictObject({
        n: z.int().min(0),
        aims: z.array(z.enum(aims)).min(1),
        /** Advice only: told, never a reason to fail. */
        required: z.boolean().default(true),
      }),
    )
    .default([]),
});
export type Manifest = z.output<typeof manifestSchema>;
