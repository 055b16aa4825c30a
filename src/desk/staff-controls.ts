import { trialTurn } from '../queue/queue-controls.ts';
import type { VerifyQueue } from '../queue/verify-queue.ts';
import { QueueAway } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import type { Desk, StaffControls } from './desk.ts';
import { jobOf } from './submission-queue.ts';

/** What a teaching assistant can do about what waits, runs or was put aside. Each lever leaves its trace in the records. */
export function staffControls(options: {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly enqueue: (submission: Submission) => Promise<void>;
  readonly cancel: Desk['cancel'];
}): StaffControls {
  const { records, queue, enqueue, cancel } = options;
  return {
    pause: () => queue.pause(),
    resume: () => queue.resume(),
    drain: (worker) => queue.drain(worker),
    undrain: (worker) => queue.undrain(worker),
    promote: async (submission) =>
      submission.state !== 'judged' && (await queue.promote(submission.id, submission.run)),

    retry: async (submission) => {
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
    },

    tryOut: (submission, run, lesson) =>
      queue.add(jobOf({ ...submission, run, lesson }), submission.files, trialTurn),

    clearWaiting: async (guild) => {
      let cleared = 0;
      for (const submission of await records.backlog.pendingIn(guild)) {
        // The queue knows best: that a job was queued is written down a moment after it may have begun.
        const job = await queue.state(submission.id, submission.run);
        if (job.state === 'running' || job.state === 'done') continue;
        if (await cancel(submission, 'by-ta')) cleared += 1;
      }
      return cleared;
    },

    parked: (guild, limit) => records.backlog.parked(guild, limit),

    oldestWaiting: async () => {
      const running = new Set((await queue.overview()).running.map(({ submission }) => submission));
      const oldest = await records.backlog.oldestPending(running.size + 1);
      return oldest.find(({ id }) => !running.has(id))?.receivedAt ?? null;
    },
  };
}
