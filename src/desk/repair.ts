import type { Logger } from 'pino';
import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import { calledOff } from './called-off.ts';
import type { Line } from './line.ts';

const batch = 500;

/** A run that was queued this recently is left alone: its job may be on its way. Milliseconds. */
const patience = 30_000;

/**
 * Mends what broke between recording, queueing and judging: what was recorded but not queued is queued, a job that
 * the queue lost is added again, and one that it gave up on gets a verdict of ours. Does nothing while Redis is away.
 */
export async function repair(options: {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly line: Line;
  readonly log: Logger;
}): Promise<void> {
  const { records, queue, line, log } = options;
  try {
    for (const submission of await records.unqueued(batch)) {
      if (await giveWay(submission)) continue;
      await line.enqueue(submission);
      log.info({ submission: submission.id }, 'queued what was recorded only');
    }
    for (const submission of await records.unjudged(batch)) {
      if (Date.now() - submission.receivedAt < patience) continue;
      const job = await queue.state(submission.id, submission.run);
      if (job.state === 'failed') {
        if (await queue.verdictWaits(submission.id, submission.run)) continue;
        log.error({ submission: submission.id, why: job.why }, 'a job was given up without a verdict');
        await records.judge(
          submission.id,
          submission.run,
          calledOff('worker-lost', submission.lesson.digest),
          Date.now(),
        );
      } else if (job.state === 'gone' || job.state === 'done') {
        if (await queue.verdictWaits(submission.id, submission.run)) continue;
        // A finished job whose verdict is nowhere is run again under a new number: its old id is taken.
        const again = job.state === 'done' ? await records.newRun(submission.id) : submission;
        await line.enqueue(again);
        log.warn({ submission: submission.id, run: again.run }, 'queued again what the queue had lost');
      }
    }
  } catch (error) {
    if (error instanceof QueueAway) return;
    log.error({ err: error }, 'the repair round failed and is tried again in a minute');
  }

  /** Of several of a student that were recorded while Redis was away, the newest one stands in line. */
  async function giveWay(submission: Submission): Promise<boolean> {
    const { student, lesson, receivedAt } = submission;
    const underway = await records.underwayOf(student, lesson.slug);
    if (underway.some((other) => other.receivedAt > receivedAt)) {
      await line.supersede(submission);
      return true;
    }
    for (const older of await line.replaceable(student, lesson.slug))
      if (older.receivedAt < receivedAt) await line.supersede(older);
    return false;
  }
}
