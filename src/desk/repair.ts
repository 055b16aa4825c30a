import type { Logger } from 'pino';
import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import type { RunningTimes } from './running-times.ts';
import type { SubmissionQueue } from './submission-queue.ts';

const batch = 500;

/** A run that was queued this recently is left alone: its job may be on its way. Milliseconds. */
const patience = 30_000;

/** All clocks of a job together, where no worker says how long its own are. Milliseconds. */
const longestJob = 75 * 60_000;

/** A moment in the future is none: the clock was set back, and patience would have no end. */
const isFresh = ({ receivedAt }: Submission): boolean => {
  const age = Date.now() - receivedAt;
  return age >= 0 && age < patience;
};

/**
 * Mends what broke between recording, queueing and judging: what was recorded but not queued is queued, a job that
 * the queue lost is added again, and one that it gave up on gets a verdict of ours. Does nothing while Redis is away.
 */
export async function repair(options: {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly line: SubmissionQueue;
  readonly log: Logger;
  readonly sweeper: RunningTimes;
}): Promise<void> {
  const { records, queue, line, log, sweeper } = options;
  try {
    for (const submission of await records.backlog.unqueued(batch)) {
      if (!(await queueUp(submission))) continue;
      log.info({ submission: submission.id }, 'queued what was recorded only');
    }
    const hurried = await queue.hurryDelayed();
    if (hurried > 0)
      log.warn({ jobs: hurried }, 'waited for a moment that is far off: the clock was set back');
    const longest = Math.max(...(await queue.workers()).map(({ longestMs }) => longestMs ?? longestJob), 0);
    const unjudged = await records.backlog.unjudged(batch);
    sweeper.forgetAllBut(unjudged);
    for (const submission of unjudged) {
      if (isFresh(submission)) continue;
      await mend(submission, longest || longestJob);
    }
    await letGoOfTheJudged();
  } catch (error) {
    if (error instanceof QueueAway) return;
    log.error({ err: error }, 'the repair round failed and is tried again in a minute');
  }

  async function mend(submission: Submission, longest: number): Promise<void> {
    const { id, run } = submission;
    const job = await queue.state(id, run);
    const since = sweeper.runningFor(submission, job.state === 'running');
    if (job.state === 'running' && since > longest) {
      log.error({ submission: id, ms: Math.round(since) }, 'a job ran for longer than all its clocks');
      await queue.cancel(id, run, 'by-ta');
      await giveUp(submission);
    } else if (job.state === 'failed') {
      if (await isJudgedSoon(submission)) return;
      log.error({ submission: id, why: job.why }, 'a job was given up without a verdict');
      await giveUp(submission);
    } else if (job.state === 'gone' || job.state === 'done') {
      if (await isJudgedSoon(submission)) return;
      // A finished job whose verdict is nowhere is run again under a new number: its old id is taken.
      const again = job.state === 'done' ? await records.submissions.newRun(id) : submission;
      await line.enqueue(again);
      log.warn({ submission: id, run: again.run }, 'queued again what the queue had lost');
    }
  }

  /** Its verdict waits, or was recorded since this round began. In this order: a verdict leaves the queue once it is recorded. */
  async function isJudgedSoon({ id, run }: Submission): Promise<boolean> {
    if (await queue.hasPendingVerdict(id, run)) return true;
    const now = await records.submissions.get(id);
    return now === null || now.state === 'judged' || now.run !== run;
  }

  /** Redis may have been away, or this process dead, when a verdict was recorded: its files leave now. */
  async function letGoOfTheJudged(): Promise<void> {
    for (const { submission: id, run } of await queue.heldRuns()) {
      const now = await records.submissions.get(id);
      if (now === null || now.state === 'judged' || now.run !== run) await line.letGo({ id, run });
    }
  }

  async function giveUp(submission: Submission): Promise<void> {
    const { id, run, lesson } = submission;
    await records.submissions.judge(id, run, deskVerdict('worker-lost', lesson.digest), Date.now());
    await line.letGo(submission);
  }

  /** Of several of a student that were recorded while Redis was away, the newest one stands in line. */
  async function queueUp(submission: Submission): Promise<boolean> {
    const { student, lesson, receivedAt } = submission;
    const underway = await records.backlog.pendingOf(student, lesson.slug);
    if (underway.some((other) => other.receivedAt > receivedAt)) {
      await line.supersede([submission]);
      return false;
    }
    const waiting = await line.replaceable(student, lesson.slug);
    const spot = await line.supersede(waiting.filter((older) => older.receivedAt < receivedAt));
    await line.enqueue(submission, { spot });
    return true;
  }
}
