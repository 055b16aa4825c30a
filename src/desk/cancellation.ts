import type { Logger } from 'pino';
import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import type { SubmissionQueue } from './submission-queue.ts';

type Why = 'by-student' | 'by-ta';

export interface CancellationParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly submissions: SubmissionQueue;
  readonly log: Logger;
  /** Called when a verdict stands whose student has not been notified yet. */
  readonly onJudged: () => void;
}

/** Cancels submissions: in the records immediately, in the queue as soon as it answers. */
export class Cancellation {
  readonly #parts: CancellationParts;
  /** Submissions cancelled in the records while Redis was away; their jobs still have to be removed. */
  readonly #recordedOnly = new Map<string, { readonly submission: Submission; readonly why: Why }>();

  constructor(parts: CancellationParts) {
    this.#parts = parts;
  }

  /** See {@link Desk.cancel}. */
  async cancel(
    submission: Submission,
    why: Why,
    { evenStaffs = false }: { readonly evenStaffs?: boolean } = {},
  ): Promise<boolean> {
    const { records, submissions, onJudged } = this.#parts;
    if (submission.state === 'judged') return false;
    if (why === 'by-student' && submission.runBy === 'ta' && !evenStaffs) return false;
    if (!(await this.#takeOut(submission, why))) return false;
    // A worker that has the job sends its own verdict later; that only goes into the history.
    const verdict = deskVerdict(why, submission.lesson.digest);
    const judged = await records.submissions.judge(submission.id, submission.run, verdict, Date.now());
    if (judged) onJudged();
    await submissions.release(submission);
    return judged;
  }

  /** Removes from the queue what was cancelled while it was away. */
  async catchUp(): Promise<void> {
    for (const [id, { submission, why }] of this.#recordedOnly) {
      try {
        await this.#parts.queue.cancel(id, submission.run, why);
        this.#recordedOnly.delete(id);
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        return;
      }
    }
  }

  /**
   * Removes a job from the queue or stops its worker; false when its verdict is already on its way. While Redis is away the
   * cancellation is only recorded, and the repair round removes the job.
   */
  async #takeOut(submission: Submission, why: Why): Promise<boolean> {
    const { queue, log } = this.#parts;
    try {
      const { state } = await queue.state(submission.id, submission.run);
      if (state === 'done') return false;
      if (state !== 'gone') await queue.cancel(submission.id, submission.run, why);
    } catch (error) {
      if (!(error instanceof QueueAway)) throw error;
      this.#recordedOnly.set(submission.id, { submission, why });
      log.warn(
        { event: 'desk.cancelled-in-records-only', submission: submission.id, err: error },
        'cancelled in the records only',
      );
    }
    return true;
  }
}
