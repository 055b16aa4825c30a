import { trialTurn } from '../queue/queue-controls.ts';
import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import type { Desk, StaffControls } from './desk.ts';
import { jobOf } from './submission-queue.ts';

export interface StaffControlsParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly enqueue: (submission: Submission) => Promise<void>;
  readonly cancel: Desk['cancel'];
}

/**
 * What a teaching assistant can do about what waits, runs or was put aside. Each of them leaves its trace in the records.
 * Workers are the queue's own business: its controls are used as they are.
 */
export function staffControls({ records, queue, enqueue, cancel }: StaffControlsParts): StaffControls {
  return {
    pause: () => queue.pause(),
    resume: () => queue.resume(),
    drain: (worker) => queue.drain(worker),
    undrain: (worker) => queue.undrain(worker),
    promote: async (submission) =>
      submission.state !== 'judged' && (await queue.promote(submission.id, submission.run)),
    retry: (submission) => retry(submission, { records, enqueue }),
    tryOut: (submission, run, lesson) =>
      queue.add(jobOf({ ...submission, run, lesson }), submission.files, trialTurn),
    clearWaiting: (guild) => clearWaiting(guild, { records, queue, cancel }),
    parked: (guild, limit) => records.backlog.parked(guild, limit),
    oldestWaiting: () => oldestWaiting({ records, queue }),
  };
}

async function retry(
  submission: Submission,
  { records, enqueue }: Pick<StaffControlsParts, 'records' | 'enqueue'>,
): Promise<Submission | null> {
  // One whose files were deleted, by her or by time, has nothing to verify.
  if (submission.state !== 'judged' || Object.keys(submission.files).length === 0) return null;
  const again = await records.submissions.restart(submission.id, submission.run);
  if (again === null) return null;
  try {
    await enqueue(again);
  } catch (error) {
    // It is recorded: the repair round queues it when Redis is back.
    if (!(error instanceof QueueAway)) throw error;
  }
  return again;
}

async function clearWaiting(
  guild: string,
  { records, queue, cancel }: Pick<StaffControlsParts, 'records' | 'queue' | 'cancel'>,
): Promise<number> {
  let cleared = 0;
  for (const submission of await records.backlog.pendingIn(guild)) {
    // The queue knows best: that a job was queued is written down a moment after it may have begun.
    const job = await queue.state(submission.id, submission.run);
    if (job.state === 'running' || job.state === 'done') continue;
    if (await cancel(submission, 'by-ta')) cleared += 1;
  }
  return cleared;
}

async function oldestWaiting({
  records,
  queue,
}: Pick<StaffControlsParts, 'records' | 'queue'>): Promise<number | null> {
  const running = new Set((await queue.overview()).running.map(({ submission }) => submission));
  const oldest = await records.backlog.oldestPending(running.size + 1);
  return oldest.find(({ id }) => !running.has(id))?.receivedAt ?? null;
}
