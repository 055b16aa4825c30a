import { z } from 'zod';
import { idSchema } from '../submission/job.ts';

/** The names in Redis that bot and workers share, all under the installation's prefix. BullMQ's own queues stand beside them. */
export const keys = (prefix: string) => ({
  /** JSON of a student's files under their digest. */
  files: (digest: string): string => `${prefix}:files:${digest}`,
  /** Hash: worker id → its sign of life. */
  workers: `${prefix}:workers`,
  /** List of the last durations of a verification in milliseconds, newest first. */
  durations: `${prefix}:durations`,
  /** Channel that carries {@link cancelSchema}: BullMQ's own cancel does not leave its process. */
  cancel: `${prefix}:cancel`,
});

/** A file blob outlives the longest queue and every retry; the records have the files for good. Seconds. */
export const filesExpireAfter = 7 * 24 * 3600;

/** A worker that gave no sign for this long is gone. Milliseconds. */
export const workerGoneAfter = 20_000;

export const cancelSchema = z.strictObject({
  v: z.literal(1),
  submission: idSchema,
  run: z.int().min(1),
  why: z.enum(['by-student', 'by-ta', 'superseded']),
});
export type CancelMessage = z.output<typeof cancelSchema>;

export const workerSignSchema = z.strictObject({
  id: z.string().min(1),
  boxes: z.int().min(0),
  jobs: z.array(z.string()),
  at: z.number(),
});
