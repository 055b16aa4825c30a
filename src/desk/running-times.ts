import type { Submission } from '../records/records.ts';
import { jobId } from '../submission/job.ts';

/**
 * How long each job has been running, by a clock that nobody can set: an operator who corrects the time must not make
 * every running verification look a day old. It begins when this process first sees it run.
 */
export interface RunningTimes {
  /** Milliseconds; 0 when it does not run. */
  readonly runningFor: (submission: Submission, runs: boolean) => number;
  readonly forgetAllBut: (submissions: readonly Submission[]) => void;
}

const keyOf = ({ id, run }: Submission): string => jobId({ submission: id, run });

export function openRunningTimes(now: () => number = () => performance.now()): RunningTimes {
  const since = new Map<string, number>();
  return {
    runningFor: (submission, runs) => {
      const id = keyOf(submission);
      if (!runs) {
        since.delete(id);
        return 0;
      }
      const began = since.get(id) ?? now();
      since.set(id, began);
      return now() - began;
    },
    forgetAllBut: (submissions) => {
      const kept = new Set(submissions.map(keyOf));
      for (const id of since.keys()) if (!kept.has(id)) since.delete(id);
    },
  };
}
