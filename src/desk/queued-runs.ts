import type { Logger } from 'pino';
import type { Records, Submission } from '../records/records.ts';

/** How long a mark may wait for others. Milliseconds. */
const gatherFor = 50;

/** The runs whose job is in the queue, written down many at a time. */
export interface QueuedRuns {
  readonly add: (submission: Submission) => void;
  readonly close: () => Promise<void>;
}

/**
 * That a run was queued is no promise to anybody: until it is written down the run counts as recorded only, and the
 * repair round adds its job once more, which changes nothing. So a student does not wait for it, and a hundred that come
 * in one second cost a few commits instead of a hundred.
 */
export function openQueuedRuns(records: Records, log: Logger): QueuedRuns {
  let gathered: { readonly id: string; readonly run: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const runs = gathered;
    gathered = [];
    if (runs.length === 0) return;
    try {
      await records.submissions.markQueued(runs);
    } catch (error) {
      log.warn({ err: error, runs: runs.length }, 'that these were queued was not written down');
    }
  };
  return {
    add: ({ id, run }) => {
      gathered.push({ id, run });
      timer ??= setTimeout(() => void write(), gatherFor);
    },
    close: write,
  };
}
