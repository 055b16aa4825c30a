import type { Desk, SubmissionStatus } from '../../desk/desk.ts';
import type { VerificationProgress } from '../render/verification/verify.ts';

/** What a waiting student needs to know about the queue; `workers` is null while that is unknown. */
export interface QueueSigns {
  readonly workers: number | null;
  readonly paused: boolean;
}

const unknownSigns: QueueSigns = { workers: null, paused: false };

/** The number of active workers, and whether the queue is paused, from an overview. */
export const queueSignsOf = ({ queue }: Pick<Awaited<ReturnType<Desk['overview']>>, 'queue'>): QueueSigns =>
  queue === null ? unknownSigns : { workers: queue.workers.length, paused: queue.paused };

/** The progress of a submission without a verdict; null once it has one. */
export function progressOf(
  {
    submission,
    job,
  }: Pick<SubmissionStatus, 'job'> & { readonly submission: Pick<SubmissionStatus['submission'], 'state'> },
  signs: QueueSigns = unknownSigns,
): VerificationProgress | null {
  if (submission.state === 'judged') return null;
  if (job === null || job.state === 'gone' || job.state === 'failed') return { state: 'recorded' };
  if (job.state === 'waiting') return { state: 'waiting', place: job.place, ...signs };
  return { state: 'running', progress: job.state === 'running' ? job.progress : null };
}

/** How long the queue signs are cached. Milliseconds. */
const signsAgeMs = 3_000;

/** Reads the workers and pauses of the queue, at most every few seconds however many students wait. */
export class QueueSignsReader {
  readonly #desk: Pick<Desk, 'overview'>;
  #readAt = 0;
  #signs: Promise<QueueSigns> = Promise.resolve(unknownSigns);

  constructor(desk: Pick<Desk, 'overview'>) {
    this.#desk = desk;
  }

  read(guild: string): Promise<QueueSigns> {
    if (Date.now() - this.#readAt > signsAgeMs) {
      this.#readAt = Date.now();
      this.#signs = this.#desk.overview(guild).then(queueSignsOf);
    }
    return this.#signs;
  }
}
