import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import type { Desk, SubmissionStatus } from './desk.ts';

/** The start of the current day in UTC, for "done today". */
const startOfDay = (now: number): number => now - (now % 86_400_000);

/** Views of the desk; while Redis is away, limited to what is in the records. */
export class DeskOverview {
  readonly #records: Records;
  readonly #queue: VerifyQueue;

  constructor(records: Records, queue: VerifyQueue) {
    this.#records = records;
    this.#queue = queue;
  }

  async statusOf(submission: Submission): Promise<SubmissionStatus> {
    // Not decided by the state `queued`, which is recorded with a delay.
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

/** An answer of the queue; null while it is away. */
async function unlessAway<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof QueueAway)) throw error;
    return null;
  }
}

/** The disks that boxes are created from now; none while no worker has reported them. */
export const disksNow = (queue: VerifyQueue): Promise<readonly string[]> =>
  queue.workers().then(
    (signs) => [...new Set(signs.flatMap(({ disks = [] }) => disks))],
    () => [],
  );
