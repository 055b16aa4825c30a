import type { Logger } from 'pino';
import type { Records, Submission } from '../records/records.ts';
import { Batcher } from '../timing/coalescing.ts';

/** How long a run may wait to be recorded with others. Milliseconds. */
const gatherMs = 50;

type QueuedRun = Pick<Submission, 'id' | 'run'>;

/**
 * Records in batches which runs have a job in the queue. This need not be durable: until it is recorded, the run counts as
 * received only, and the repair round adds its job again, which is idempotent. So students do not wait for it, and a hundred
 * submissions in one second cost a few commits instead of a hundred.
 */
export class QueuedRuns {
  readonly #batcher: Batcher<QueuedRun>;

  constructor(records: Pick<Records, 'submissions'>, log: Logger) {
    this.#batcher = new Batcher(gatherMs, async (runs) => {
      try {
        await records.submissions.markQueued(runs);
      } catch (error) {
        log.warn(
          { event: 'desk.queued-runs-not-recorded', err: error, runs: runs.length },
          'could not record that these runs are queued',
        );
      }
    });
  }

  add({ id, run }: QueuedRun): void {
    this.#batcher.add({ id, run });
  }

  /** Records what was added, without waiting for more. */
  close(): Promise<void> {
    return this.#batcher.flush();
  }
}
