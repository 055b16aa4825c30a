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
  /** Called when there is a new standing verdict of which the student has not been notified. */
  readonly onJudged: () => void;
}

/** Cancels submissions: in the records at once, and in the queue as soon as it is reachable. */
export class Cancellation {
  readonly #parts: CancellationParts;
  /** Submissions cancelled in the records while Redis was unreachable. Their jobs still have to be removed. */
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
    // A worker that has the job sends a verdict too. It arrives later and is only recorded as history.
    const verdict = deskVerdict(why, submission.lesson.digest);
    const judged = await records.submissions.judge(submission.id, submission.run, verdict, Date.now());
    if (judged) onJudged();
    await submissions.release(submission);
    return judged;
  }

  /** Removes jobs from the queue that were cancelled while it was unreachable. */
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
   * Removes a job from the queue or stops its worker; false if its verdict is already on the way. If Redis is unreachable, the job is only
   * cancelled in the records and removed by the next repair round.
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
