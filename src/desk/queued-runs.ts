import type { Logger } from 'pino';
import type { Records, Submission } from '../records/records.ts';
import { Batcher } from '../timing/coalescing.ts';

/** How long to wait for further runs before they are recorded together. Milliseconds. */
const gatherMs = 50;

type QueuedRun = Pick<Submission, 'id' | 'run'>;

/**
 * Records in batches which runs have a job in the queue. Nothing depends on this at once: a run that is still recorded as received is only
 * queued again by the repair round, which has no effect. So students need not wait for it, and a hundred submissions in a second take a few
 * commits instead of a hundred.
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

  /** Records the remaining runs at once. */
  close(): Promise<void> {
    return this.#batcher.flush();
  }
}
