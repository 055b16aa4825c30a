import { z } from 'zod';

/** A path in a container: absolute, without `..`, and not the root. */
const mountPoint = String.raw`(?!\/+$)(?!.*\/\.\.?(?:\/|$))\/[^:\s]+`;

/** The options of the lesson's `docker run`. */
export const runSchema = z
  .strictObject({
    environment: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/), z.string())
      .default({})
      .describe('Variables that the container is given, as `docker run -e` does.'),
    arguments: z
      .array(z.string())
      .default([])
      .describe('What stands behind the image’s name: it takes the place of CMD.'),
    user: z.string().min(1).nullable().default(null).describe('The user, as `docker run -u` names it.'),
    volumes: z
      .array(
        z
          .string()
          .regex(
            new RegExp(`^[A-Za-z0-9][\\w.-]{0,62}:${mountPoint}$`),
            'it has to be a volume’s name and a folder in the container, such as data:/app/data; no folder of the machine is mounted',
          ),
      )
      .max(8)
      .default([])
      .describe(
        'Volumes with a name, as `docker run -v` takes them: `data:/app/data`. Each is there again in a fresh container of the same verification, and gone after it.',
      ),
  })
  .prefault({})
  .describe('How the container is run.');

/** The options of the lesson's `docker build`. */
export const buildSchema = z
  .strictObject({
    arguments: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/), z.string())
      .default({})
      .describe('Values for ARG, as `docker build --build-arg` gives them.'),
    target: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('The stage that is built; left out, the last one.'),
    writes: z
      .array(
        z
          .string()
          .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\]+$/, 'it has to be a path inside the project'),
      )
      .max(50)
      .default([])
      .describe(
        'Files that the project’s own build writes, beside its package.json: `dist/index.html`. The check cannot run the build, so it takes them from here.',
      ),
  })
  .prefault({})
  .describe('How the image is built.');
