import { z } from 'zod';
import { idSchema } from '../submission/job.ts';
import { cancelRequests } from '../submission/verdict.ts';

/** The Redis keys and channels shared by bots and workers, with the installation's prefix. BullMQ's queues use the same prefix. */
export const redisKeys = (prefix: string) => ({
  /** Hash: job id → JSON of its files. Deleted when the run is judged. */
  files: `${prefix}:files`,
  /** The current job of a student's verification, of which only one runs at a time. */
  busy: (student: string): string => `${prefix}:busy:${student}`,
  /** The worker that is reading a job's files. If a worker finds another one there, that one died while reading them. */
  reading: (job: string): string => `${prefix}:reading:${job}`,
  /** Digest of files that ended a verification process. For some time they are not read again. */
  unreadable: (files: string): string => `${prefix}:unreadable:${files}`,
  /** The bot that is notifying a student of a verdict. */
  notifying: (job: string): string => `${prefix}:telling:${job}`,
  /** Hash: worker ID → its heartbeat. */
  workers: `${prefix}:workers`,
  /** List of recent durations of verifications in milliseconds, newest first. */
  durations: `${prefix}:durations`,
  /** Channel for {@link cancelSchema}, because BullMQ's own cancellation only works within a process. */
  cancel: `${prefix}:cancel`,
  /** Hash: id of a worker that must not take new jobs → when it was told so (Unix milliseconds). */
  drained: `${prefix}:drained`,
  /** Channel that makes workers read {@link drained} at once. */
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

/** Not strict, so that heartbeats of a newer version with additional fields are accepted during an upgrade. */
export const workerSignSchema = z.object({
  id: z.string().min(1),
  boxes: z.int().min(0),
  silent: z.int().min(0).default(0),
  state: z.enum(['working', 'draining']).default('working'),
  startedAt: z.number().default(0),
  longestMs: z.number().default(75 * 60_000),
  /** Digests of the disks from which its boxes were created. */
  disks: z.array(z.string()).default([]),
  /** Lessons by slug; absent until they have been read, and for workers of earlier versions. */
  lessons: z.record(z.string(), z.array(z.string())).optional(),
  jobs: z.array(z.string()),
  at: z.number(),
});
