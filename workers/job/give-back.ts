import { DelayedError, type Job, WaitingError } from 'bullmq';
import type { Logger } from 'pino';

/** How often a job may be handed on when a worker lacks its lesson or its version: about four minutes in all. */
const mostHandOvers = 12;

/** When a student has a job running, their next job is tried again after this long. Milliseconds. */
const busyMs = 1_000;

/** A job with the token of the worker that holds it. */
export interface HeldJob {
  readonly job: Job<unknown>;
  readonly token: string | undefined;
}

/**
 * Delays a job that this worker lacks the means for, so that another worker can take it; this costs it no attempt. Returns if the job has
 * already been handed on too often.
 *
 * @throws DelayedError, which tells BullMQ that the job was moved
 */
export async function handOn({ job, token }: HeldJob, work: unknown, log: Logger): Promise<void> {
  if (job.attemptsStarted > mostHandOvers) return;
  log.warn(
    { event: 'worker.job-handed-on', job: job.id, work },
    'this worker lacks what the job needs; another one may have it',
  );
  await job.moveToDelayed(Date.now() + Math.min(500 * 2 ** job.attemptsStarted, 30_000), token);
  throw new DelayedError();
}

/**
 * Returns a job to the front of the queue, because this worker stops or drains.
 *
 * @throws WaitingError, which tells BullMQ that the job was moved
 */
export async function handBack({ job, token }: HeldJob, log: Logger): Promise<never> {
  await job.moveToWait(token);
  log.info({ event: 'worker.job-handed-back', job: job.id }, 'handed back: this worker takes no more jobs');
  throw new WaitingError();
}

/**
 * Delays a job while another job of the same student runs.
 *
 * @throws DelayedError, which tells BullMQ that the job was moved
 */
export async function postpone({ job, token }: HeldJob): Promise<never> {
  await job.moveToDelayed(Date.now() + busyMs, token);
  throw new DelayedError();
}
