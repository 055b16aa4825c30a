import { z } from 'zod';
import { idSchema } from '../submission/job.ts';
import { cancelRequests } from '../submission/verdict.ts';

/** The Redis keys that bot and workers share, all under the installation's prefix. BullMQ's own queues are next to them. */
export const redisKeys = (prefix: string) => ({
  /** Hash: job ID → JSON of the files that it verifies. Deleted when the job is judged. */
  files: `${prefix}:files`,
  /** The student's running job: one at a time. */
  busy: (student: string): string => `${prefix}:busy:${student}`,
  /** The worker that is reading a job's files. A worker that finds this key knows that another one died reading them. */
  reading: (job: string): string => `${prefix}:reading:${job}`,
  /** Files, by digest, that ended a verification process; they are not read again for a while. */
  unreadable: (files: string): string => `${prefix}:unreadable:${files}`,
  /** The bot that is notifying a student of a verdict. */
  notifying: (job: string): string => `${prefix}:telling:${job}`,
  /** Hash: worker ID → its heartbeat. */
  workers: `${prefix}:workers`,
  /** List of the latest verification durations in milliseconds, newest first. */
  durations: `${prefix}:durations`,
  /** Channel for {@link cancelSchema}, because BullMQ's own cancellation works only within a process. */
  cancel: `${prefix}:cancel`,
  /** Hash: ID of a draining worker → since when (Unix milliseconds). */
  drained: `${prefix}:drained`,
  /** Channel that tells workers to read {@link drained} at once. */
  drains: `${prefix}:drains`,
});

/** A worker without a heartbeat for this long is considered gone. Milliseconds. */
export const workerGoneAfter = 20_000;

export const cancelSchema = z.strictObject({
  v: z.literal(1),
  submission: idSchema,
  run: z.int().min(1),
  why: z.enum(cancelRequests),
});
export type CancelMessage = z.output<typeof cancelSchema>;

/** Not strict: workers of a newer version may send more fields, and still have to be seen during an upgrade. */
export const workerSignSchema = z.object({
  id: z.string().min(1),
  boxes: z.int().min(0),
  silent: z.int().min(0).default(0),
  state: z.enum(['working', 'draining']).default('working'),
  startedAt: z.number().default(0),
  longestMs: z.number().default(75 * 60_000),
  /** Digests of the disks that its boxes were created from. */
  disks: z.array(z.string()).default([]),
  /** Lesson versions by slug; absent until they are loaded, and from older workers. */
  lessons: z.record(z.string(), z.array(z.string())).optional(),
  jobs: z.array(z.string()),
  at: z.number(),
});
