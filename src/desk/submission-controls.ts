import { trialTurn } from '../queue/queue-controls.ts';
import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import type { Cancellation } from './cancellation.ts';
import { jobOf, type SubmissionQueue } from './submission-queue.ts';

export interface SubmissionControlsParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly submissions: SubmissionQueue;
  readonly cancellation: Cancellation;
}

/** Actions of teaching assistants on waiting, running and parked submissions. Each leaves a trace in the records. */
export class SubmissionControls {
  readonly #parts: SubmissionControlsParts;

  constructor(parts: SubmissionControlsParts) {
    this.#parts = parts;
  }

  async promote({ id, run, state }: Submission): Promise<boolean> {
    return state !== 'judged' && (await this.#parts.queue.promote(id, run));
  }

  async retry(submission: Submission): Promise<Submission | null> {
    // If its files were deleted, by the student or by pruning, there is nothing to verify.
    if (submission.state !== 'judged' || Object.keys(submission.files).length === 0) return null;
    const again = await this.#parts.records.submissions.restart(submission.id, submission.run);
    if (again === null) return null;
    try {
      await this.#parts.submissions.enqueue(again);
    } catch (error) {
      // It is recorded, so the repair round queues it when Redis is back.
      if (!(error instanceof QueueAway)) throw error;
    }
    return again;
  }

  tryOut(submission: Submission, run: number, lesson: Submission['lesson']): Promise<void> {
    return this.#parts.queue.add(jobOf({ ...submission, run, lesson }), submission.files, trialTurn);
  }

  async clearWaiting(guild: string): Promise<number> {
    const { records, queue, cancellation } = this.#parts;
    let cleared = 0;
    for (const submission of await records.backlog.pendingIn(guild)) {
      // The queue is authoritative: that a job was queued is recorded with a delay, possibly after it has begun.
      const job = await queue.state(submission.id, submission.run);
      if (job.state === 'running' || job.state === 'done') continue;
      if (await cancellation.cancel(submission, 'by-ta')) cleared += 1;
    }
    return cleared;
  }

  async oldestWaiting(): Promise<number | null> {
    const { records, queue } = this.#parts;
    const running = new Set((await queue.overview()).running.map(({ submission }) => submission));
    const oldest = await records.backlog.oldestPending(running.size + 1);
    return oldest.find(({ id }) => !running.has(id))?.receivedAt ?? null;
  }
}
