import type { Submission } from '../records/records.ts';
import { jobId } from '../submission/job.ts';

const keyOf = ({ id, run }: Submission): string => jobId({ submission: id, run });

/**
 * How long each job has been running, by a monotonic clock: an operator who corrects the time must not make every running
 * verification look a day old. Measured from when this process first sees it running.
 */
export class RunningTimes {
  readonly #now: () => number;
  readonly #since = new Map<string, number>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds; 0 when it is not running. */
  runningFor(submission: Submission, runs: boolean): number {
    const id = keyOf(submission);
    if (!runs) {
      this.#since.delete(id);
      return 0;
    }
    const began = this.#since.get(id) ?? this.#now();
    this.#since.set(id, began);
    return this.#now() - began;
  }

  forgetAllBut(submissions: readonly Submission[]): void {
    const kept = new Set(submissions.map(keyOf));
    for (const id of this.#since.keys()) if (!kept.has(id)) this.#since.delete(id);
  }
}
