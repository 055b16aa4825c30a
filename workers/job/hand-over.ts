import { DelayedError, type Job, WaitingError } from 'bullmq';
import type { Logger } from 'pino';

/** How often a job is handed on that this worker cannot do, for want of its lesson or its version: for some four minutes in all. */
const mostHandOvers = 12;

/** A student's second job looks again after this long whether her first is over. Milliseconds. */
const busyMs = 1_000;

/** A job with the token of the worker that holds it. */
export interface HeldJob {
  readonly job: Job<unknown>;
  readonly token: string | undefined;
}

/**
 * Another worker may have what this one lacks: the job waits a moment, which costs it no attempt. Returns where it has been
 * handed on too often already.
 *
 * @throws DelayedError which tells BullMQ that the job is in other hands
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
 * @throws WaitingError which tells BullMQ that the job is in other hands
 */
export async function handBack({ job, token }: HeldJob, log: Logger): Promise<never> {
  await job.moveToWait(token);
  log.info({ event: 'worker.job-handed-back', job: job.id }, 'handed back: this worker takes no more jobs');
  throw new WaitingError();
}

/**
 * Delays a job while another one of the same student runs.
 *
 * @throws DelayedError which tells BullMQ that the job is in other hands
 */
export async function postpone({ job, token }: HeldJob): Promise<never> {
  await job.moveToDelayed(Date.now() + busyMs, token);
  throw new DelayedError();
}
