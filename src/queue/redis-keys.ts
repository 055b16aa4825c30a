import { z } from 'zod';
import { idSchema } from '../submission/job.ts';
import { cancelRequests } from '../submission/verdict.ts';

/** The names in Redis that bot and workers share, all under the installation's prefix. BullMQ's own queues stand beside them. */
export const redisKeys = (prefix: string) => ({
  /** Hash: job id → JSON of the files that it verifies. They leave when it is judged. */
  files: `${prefix}:files`,
  /** The job that this student's verification has at the moment: one at a time. */
  busy: (student: string): string => `${prefix}:busy:${student}`,
  /** The worker that reads a job's files at the moment. Whoever finds it there knows that one died over them. */
  reading: (job: string): string => `${prefix}:reading:${job}`,
  /** Files, by their digest, that ended a verification's process: for a while nobody reads them again. */
  unreadable: (files: string): string => `${prefix}:unreadable:${files}`,
  /** The bot that notifies a student of a verdict at the moment. */
  notifying: (job: string): string => `${prefix}:telling:${job}`,
  /** Hash: worker id → its heartbeat. */
  workers: `${prefix}:workers`,
  /** List of the last durations of a verification in milliseconds, newest first. */
  durations: `${prefix}:durations`,
  /** Channel that carries {@link cancelSchema}: BullMQ's own cancel does not leave its process. */
  cancel: `${prefix}:cancel`,
  /** Hash: id of a worker that is to take no more work → since when (Unix milliseconds). */
  drained: `${prefix}:drained`,
  /** Channel that tells workers to look at {@link drained} at once. */
  drains: `${prefix}:drains`,
});

/** A worker without a heartbeat for this long is gone. Milliseconds. */
export const workerGoneAfter = 20_000;

export const cancelSchema = z.strictObject({
  v: z.literal(1),
  submission: idSchema,
  run: z.int().min(1),
  why: z.enum(cancelRequests),
});
export type CancelMessage = z.output<typeof cancelSchema>;

/** Not strict: workers of the next version may say more, and are still seen while an upgrade is under way. */
export const workerSignSchema = z.object({
  id: z.string().min(1),
  boxes: z.int().min(0),
  silent: z.int().min(0).default(0),
  state: z.enum(['working', 'draining']).default('working'),
  startedAt: z.number().default(0),
  longestMs: z.number().default(75 * 60_000),
  /** Digests of the disks that its boxes were laid from. */
  disks: z.array(z.string()).default([]),
  /** Lessons by their slug; absent while they are not read yet, and from workers of before. */
  lessons: z.record(z.string(), z.array(z.string())).optional(),
  jobs: z.array(z.string()),
  at: z.number(),
});
