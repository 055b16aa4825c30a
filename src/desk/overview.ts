import { QueueAway, type VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Submission } from '../records/records.ts';
import type { Desk, SubmissionStatus } from './desk.ts';

/** The start of the current day in UTC, for "done today". */
const startOfDay = (now: number): number => now - (now % 86_400_000);

/** What can be seen at the desk; while Redis is away, as far as the records know it. */
export function looks({
  records,
  queue,
}: {
  readonly records: Records;
  readonly queue: VerifyQueue;
}): Pick<Desk, 'overview'> & { readonly standingOf: (submission: Submission) => Promise<SubmissionStatus> } {
  return {
    standingOf: async (submission) => {
      // Not by its own state: that a job was queued is written down a moment later.
      if (submission.state === 'judged') return { submission, job: null };
      try {
        return { submission, job: await queue.state(submission.id, submission.run) };
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        return { submission, job: null };
      }
    },
    overview: async (guild) => {
      const today = await records.verdicts.outcomesSince(guild, startOfDay(Date.now()));
      try {
        return { queue: await queue.overview(), today };
      } catch (error) {
        if (!(error instanceof QueueAway)) throw error;
        return { queue: null, today };
      }
    },
  };
}

/** The disks that boxes are laid from now; none while nobody says. */
export const disksNow = (queue: VerifyQueue): Promise<readonly string[]> =>
  queue.workers().then(
    (signs) => [...new Set(signs.flatMap(({ disks = [] }) => disks))],
    () => [],
  );
