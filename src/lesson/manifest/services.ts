import { z } from 'zod';

/** The most services beside the student's container in a lesson without a Compose file: no more than one page can explain. */
const mostServices = 4;

const word = z.string().max(1_000);

const serviceSchema = z.strictObject({
  image: z.string().min(1).max(200).describe('The image that it runs, such as `postgres:16-alpine`.'),
  environment: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, 'it has to be the name of a variable'), word)
    .default({})
    .describe('Variables that it is given.'),
  command: z.array(word).max(50).default([]).describe('What takes the place of the image’s CMD.'),
  healthcheck: z
    .union([word.min(1), z.array(word.min(1)).min(1).max(50)])
    .nullable()
    .default(null)
    .describe(
      'A command that succeeds in it once it is ready: a line for its shell, or a list of words. Left out, the image’s own; an image without one is ready once it runs.',
    ),
});
export type LessonService = z.output<typeof serviceSchema>;

/** Services that run beside a student's container, by the host name at which it reaches them. */
export const servicesSchema = z
  .record(
    z
      .string()
      .regex(
        /^(?!localhost$)[a-z][a-z0-9-]{0,62}$/,
        'the name of a service is lower case letters, digits and dashes, and not localhost',
      ),
    serviceSchema,
  )
  .refine((services) => Object.keys(services).length <= mostServices, `there are at most ${mostServices}`)
  .default({})
  .describe(
    'Programs that run beside the student’s container, such as a database: each under the name by which the container reaches it. They are ready before it starts, and have no way out.',
  );
