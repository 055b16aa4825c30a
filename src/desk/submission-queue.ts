import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { InheritedPosition, VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Student, Submission } from '../records/records.ts';
import type { VerifyJob } from '../submission/job.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import { openQueuedRuns } from './queued-runs.ts';
import {
  dayMs,
  fairWindowMs,
  refuseSubmission,
  type SubmissionLimits,
  SubmissionRefused,
} from './rate-limit.ts';

/** The job that carries a submission's current run. */
export const jobOf = (submission: Submission): VerifyJob => ({
  v: 1,
  submission: submission.id,
  run: submission.run,
  lesson: submission.lesson,
  files: submission.filesDigest,
  student: unnamed(submission.student),
});

const isHers = ({ runBy }: Submission): boolean => runBy === 'student';

const unnamed = ({ guild, user }: Student): string =>
  createHash('sha256').update(`${guild}/${user}`).digest('hex').slice(0, 16);

/** Where a submission joins the line; what is not said is asked. */
export interface QueueEntryOptions {
  /** How many turns the student had in the last hour. */
  readonly turn?: number;
  /** The place of her submission that this one replaces. */
  readonly spot?: InheritedPosition | null;
}

/** Who may stand in line, and where. All but `enqueue` of it is asked before anything is recorded. */
export interface SubmissionQueue {
  /** The submission of a student that is under way with these very files: sent again, they are no newer version. */
  readonly sameUnderway: (
    student: Student,
    lesson: Submission['lesson'],
    filesDigest: string,
  ) => Promise<Submission | null>;
  /**
   * Submissions of a student that a newer one takes the place of: they have no verdict, and nobody works on them. What a
   * teaching assistant has verified again is not among them.
   */
  readonly replaceable: (student: Student, lesson: string) => Promise<readonly Submission[]>;
  /**
   * Refuses what is too soon, too often or too much. What is about to be replaced takes no turn and no place.
   * Gives how many turns the student had in the last hour.
   */
  readonly admit: (
    student: Student,
    lesson: string,
    rules: SubmissionLimits,
    replaced: readonly Submission[],
  ) => Promise<number>;
  /** A submission is judged, so its files need not lie in Redis any longer. What is lost here, a repair round finds. */
  readonly letGo: (submission: Pick<Submission, 'id' | 'run'>) => Promise<void>;
  /** Newer work takes the place of these; gives that place, when one of them had one. */
  readonly supersede: (older: readonly Submission[]) => Promise<InheritedPosition | null>;
  /** Files, then the job, then the record of it: a crash in between is repaired by doing it again. */
  readonly enqueue: (submission: Submission, how?: QueueEntryOptions) => Promise<void>;
  /** Writes down what was queued. */
  readonly close: () => Promise<void>;
}

export function openSubmissionQueue(options: {
  readonly records: Records;
  readonly queue: VerifyQueue;
  /** How many may wait; one more is refused. */
  readonly mostWaiting: number;
  readonly log: Logger;
}): SubmissionQueue {
  const { records, queue, mostWaiting, log } = options;

  /** How many turns the student had in the hour before this one: fewer go first. */
  const turnOf = async ({ student, lesson, receivedAt }: Submission): Promise<number> => {
    const turns = await records.submissions.turnsSince(student, lesson.slug, receivedAt - fairWindowMs);
    return turns.filter((at) => at < receivedAt).length;
  };

  const letGo: SubmissionQueue['letGo'] = ({ id, run }) => queue.release(id, run).catch(() => undefined);

  const marks = openQueuedRuns(records, log);

  return {
    letGo,
    sameUnderway: async (student, lesson, filesDigest) => {
      const underway = await records.backlog.pendingOf(student, lesson.slug);
      // Of her own only the newest still counts.
      const newest = underway.filter(isHers).at(-1);
      return newest?.filesDigest === filesDigest && newest.lesson.digest === lesson.digest ? newest : null;
    },

    replaceable: async (student, lesson) => {
      const underway = (await records.backlog.pendingOf(student, lesson)).filter(isHers);
      const states = await Promise.all(underway.map(({ id, run }) => queue.state(id, run)));
      return underway.filter((_, n) => states[n]?.state === 'waiting' || states[n]?.state === 'gone');
    },

    admit: async (student, lesson, rules, replaced) => {
      const now = Date.now();
      const turns = await records.submissions.turnsSince(student, lesson, now - dayMs);
      const free = new Set(replaced.map(({ receivedAt }) => receivedAt));
      const had = turns.filter((at) => !free.has(at));
      const refusal = refuseSubmission(had, rules, now);
      if (refusal !== null) throw new SubmissionRefused(refusal);
      const lately = had.filter((at) => at > now - fairWindowMs).length;
      if (replaced.length > 0 || !Number.isFinite(mostWaiting)) return lately;
      const counts = await queue.counts();
      const waiting = counts.waiting + counts.delayed;
      if (waiting >= mostWaiting) throw new SubmissionRefused({ kind: 'queue-full', waiting });
      return lately;
    },

    supersede: async (all) => {
      let spot: InheritedPosition | null = null;
      for (const older of all) {
        // The oldest one has been waiting for the longest.
        spot ??= await queue.inheritablePosition(older.id, older.run);
        await queue.cancel(older.id, older.run, 'superseded');
        await records.submissions.judge(
          older.id,
          older.run,
          deskVerdict('superseded', older.lesson.digest),
          Date.now(),
        );
        // The answer to the newer one says it: no message of its own.
        await records.submissions.markNotified(older.id, older.run, Date.now());
        await letGo(older);
      }
      return spot;
    },

    enqueue: async (submission, { turn, spot } = {}) => {
      await queue.add(jobOf(submission), submission.files, turn ?? (await turnOf(submission)), spot);
      marks.add(submission);
    },
    close: () => marks.close(),
  };
}
