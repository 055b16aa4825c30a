import type { Logger } from 'pino';
import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import { jobId } from '../submission/job.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import type { RunningTimes } from './running-times.ts';
import type { SubmissionQueue } from './submission-queue.ts';

const batch = 500;

/** A run queued this recently is left alone: its job may be on its way. Milliseconds. */
const patience = 30_000;

/** All time limits of a job together, if no worker reports its own. Milliseconds. */
const longestJob = 75 * 60_000;

/** A time in the future does not count as fresh: the clock was set back, and the wait would never end. */
const isFresh = ({ receivedAt }: Submission): boolean => {
  const age = Date.now() - receivedAt;
  return age >= 0 && age < patience;
};

export interface RepairParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly submissions: SubmissionQueue;
  readonly runningTimes: RunningTimes;
  readonly log: Logger;
}

/**
 * Repairs failures between recording, queueing and judging. Recorded but unqueued submissions are queued; jobs that the queue
 * lost, or whose version no worker supports any more, are added again; lost files are stored again; and jobs that were given up
 * get a verdict from the desk. Does nothing while Redis is away.
 */
export class Repair {
  readonly #parts: RepairParts;

  constructor(parts: RepairParts) {
    this.#parts = parts;
  }

  /** One round. Never throws. */
  async round(): Promise<void> {
    try {
      await this.#queueTheUnqueued();
      await this.#hurryDelayed();
      await this.#mendUnjudged();
      await this.#releaseTheJudged();
    } catch (error) {
      if (error instanceof QueueAway) return;
      this.#parts.log.error(
        { event: 'desk.repair-failed', err: error },
        'the repair round failed and is tried again in a minute',
      );
    }
  }

  async #queueTheUnqueued(): Promise<void> {
    const { records, log } = this.#parts;
    for (const submission of await records.backlog.unqueued(batch)) {
      if (!(await this.#queueUp(submission))) continue;
      log.info({ event: 'desk.queued-late', submission: submission.id }, 'queued what was recorded only');
    }
  }

  async #hurryDelayed(): Promise<void> {
    const { queue, log } = this.#parts;
    const hurried = await queue.hurryDelayed();
    if (hurried === 0) return;
    log.warn(
      { event: 'desk.clock-set-back', jobs: hurried },
      'jobs waited for a moment that is far off: the clock was set back',
    );
  }

  async #mendUnjudged(): Promise<void> {
    const { records, queue, runningTimes } = this.#parts;
    const longest = Math.max(...(await queue.workers()).map(({ longestMs }) => longestMs ?? longestJob), 0);
    const unjudged = await records.backlog.unjudged(batch);
    runningTimes.forgetAllBut(unjudged);
    const old = unjudged.filter((submission) => !isFresh(submission));
    for (const submission of old) await this.#mend(submission, longest || longestJob);
    await this.#restoreFiles(old);
  }

  /** Stores missing files again. Redis may have evicted them; a job without files waits until they are there. */
  async #restoreFiles(unjudged: readonly Submission[]): Promise<void> {
    if (unjudged.length === 0) return;
    const { queue, log } = this.#parts;
    const held = new Set((await queue.heldRuns()).map(jobId));
    for (const { id, run, files } of unjudged) {
      if (held.has(jobId({ submission: id, run })) || (await this.#isOver({ id, run }))) continue;
      await queue.restoreFiles(id, run, files);
      log.warn(
        { event: 'desk.files-restored', submission: id, run },
        'put files into Redis again from the records',
      );
    }
  }

  async #mend(submission: Submission, longest: number): Promise<void> {
    const { records, queue, submissions, runningTimes, log } = this.#parts;
    const { id, run } = submission;
    const job = await queue.state(id, run);
    const ms = Math.round(runningTimes.runningFor(submission, job.state === 'running'));
    if (job.state === 'running' && ms > longest) {
      log.error(
        { event: 'desk.job-overdue', submission: id, ms },
        'a job ran for longer than all its clocks',
      );
      await queue.cancel(id, run, 'by-ta');
      await this.#giveUp(submission);
    } else if (job.state === 'failed' && job.foreign) {
      if (await this.#isJudgedSoon(submission)) return;
      const again = await records.submissions.newRun(id);
      await submissions.enqueue(again);
      log.warn(
        { event: 'desk.job-of-another-version', submission: id, run: again.run },
        'queued again in this version what another one had queued and no worker knew',
      );
    } else if (job.state === 'failed') {
      if (await this.#isJudgedSoon(submission)) return;
      log.error(
        { event: 'desk.job-given-up', submission: id, why: job.why },
        'a job was given up without a verdict',
      );
      await this.#giveUp(submission);
    } else if (job.state === 'gone' || job.state === 'done') {
      if (await this.#isJudgedSoon(submission)) return;
      // A finished job whose verdict is lost is run again under a new number, because its old ID is taken.
      const again = job.state === 'done' ? await records.submissions.newRun(id) : submission;
      await submissions.enqueue(again);
      log.warn(
        { event: 'desk.job-lost', submission: id, run: again.run },
        'queued again what the queue had lost',
      );
    }
  }

  /**
   * Whether its verdict is waiting, or was recorded since this round began. Checked in this order, because a verdict leaves the
   * queue only once it is recorded.
   */
  async #isJudgedSoon({ id, run }: Submission): Promise<boolean> {
    if (await this.#parts.queue.hasPendingVerdict(id, run)) return true;
    return this.#isOver({ id, run });
  }

  /** Deletes the files of judged runs: Redis may have been away, or this process dead, when a verdict was recorded. */
  async #releaseTheJudged(): Promise<void> {
    const { queue, submissions } = this.#parts;
    for (const { submission: id, run } of await queue.heldRuns())
      if (await this.#isOver({ id, run })) await submissions.release({ id, run });
  }

  /** Whether a run has its verdict, or is no longer the current one. */
  async #isOver({ id, run }: Pick<Submission, 'id' | 'run'>): Promise<boolean> {
    const { submissions, practice } = this.#parts.records;
    const now = (await submissions.get(id)) ?? (await practice.get(id));
    return now === null || now.state === 'judged' || now.run !== run;
  }

  async #giveUp(submission: Submission): Promise<void> {
    const { records, submissions } = this.#parts;
    const { id, run, lesson } = submission;
    await records.submissions.judge(id, run, deskVerdict('worker-lost', lesson.digest), Date.now());
    await submissions.release(submission);
  }

  /** Queues a submission. Of several of a student that were recorded while Redis was away, only the newest is queued. */
  async #queueUp(submission: Submission): Promise<boolean> {
    const { records, submissions } = this.#parts;
    const { student, lesson, receivedAt } = submission;
    const underway = await records.backlog.pendingOf(student, lesson.slug);
    if (underway.some((other) => other.receivedAt > receivedAt)) {
      await submissions.supersede([submission]);
      return false;
    }
    const waiting = await submissions.replaceable(student, lesson.slug);
    const position = await submissions.supersede(waiting.filter((older) => older.receivedAt < receivedAt));
    await submissions.enqueue(submission, { position });
    return true;
  }
}
