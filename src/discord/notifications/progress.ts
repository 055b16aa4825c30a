import type { Desk, SubmissionStatus } from '../../desk/desk.ts';
import type { VerificationProgress } from '../render/verify.ts';

/** The progress of a submission without a verdict; null when it has one. `workers`: how many there are, null when unknown. */
export function progressOf(
  { submission, job }: SubmissionStatus,
  workers: number | null = null,
): VerificationProgress | null {
  if (submission.state === 'judged') return null;
  if (job === null || job.state === 'gone' || job.state === 'failed') return { state: 'recorded' };
  if (job.state === 'waiting') return { state: 'waiting', place: job.place, workers };
  return { state: 'running', progress: job.state === 'running' ? job.progress : null };
}

/** For how long the number of workers is taken from memory. Milliseconds. */
const workerCountAgeMs = 3_000;

/** How many workers there are, looked up at most every few seconds, however many students wait. */
export class WorkerCount {
  readonly #desk: Pick<Desk, 'overview'>;
  #readAt = 0;
  #count: Promise<number | null> = Promise.resolve(null);

  constructor(desk: Pick<Desk, 'overview'>) {
    this.#desk = desk;
  }

  /** Null when the queue is away. */
  read(guild: string): Promise<number | null> {
    if (Date.now() - this.#readAt > workerCountAgeMs) {
      this.#readAt = Date.now();
      this.#count = this.#desk.overview(guild).then(({ queue }) => queue?.workers.length ?? null);
    }
    return this.#count;
  }
}
