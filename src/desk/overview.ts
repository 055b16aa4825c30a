import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import type { Desk, SubmissionStatus } from './desk.ts';

/** The start of the current day in UTC, for the number of results today. */
const startOfDay = (now: number): number => now - (now % 86_400_000);

/** The state of the desk. If Redis is unreachable, it is limited to the records. */
export class DeskOverview {
  readonly #records: Records;
  readonly #queue: VerifyQueue;

  constructor(records: Records, queue: VerifyQueue) {
    this.#records = records;
    this.#queue = queue;
  }

  async statusOf(submission: Submission): Promise<SubmissionStatus> {
    // The recorded state is not used otherwise, because that a job was queued is recorded a moment later.
    if (submission.state === 'judged') return { submission, job: null };
    const job = await unlessAway(this.#queue.state(submission.id, submission.run));
    return { submission, job };
  }

  /** See {@link Desk.overview}. */
  async of(guild: string): Promise<Awaited<ReturnType<Desk['overview']>>> {
    const today = await this.#records.verdicts.outcomesSince(guild, startOfDay(Date.now()));
    return { queue: await unlessAway(this.#queue.overview()), today };
  }
}

/** An answer of the queue; null if it is unreachable. */
async function unlessAway<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof QueueAway)) throw error;
    return null;
  }
}

/** Digests of the disks from which boxes are currently created; empty if unknown. */
export const disksNow = (queue: VerifyQueue): Promise<readonly string[]> =>
  queue.workers().then(
    (signs) => [...new Set(signs.flatMap(({ disks = [] }) => disks))],
    () => [],
  );
