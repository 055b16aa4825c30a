import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { InheritedPosition, VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Student, Submission } from '../records/records.ts';
import { jobVersion, type VerifyJob } from '../submission/job.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import { QueuedRuns } from './queued-runs.ts';
import {
  dayMs,
  fairWindowMs,
  refuseSubmission,
  type SubmissionLimits,
  type SubmissionRefusal,
} from './rate-limit.ts';

/** The job for a submission's current run. */
export const jobOf = (
  submission: Pick<Submission, 'id' | 'run' | 'lesson' | 'filesDigest' | 'student'>,
): VerifyJob => ({
  v: jobVersion,
  submission: submission.id,
  run: submission.run,
  lesson: submission.lesson,
  files: submission.filesDigest,
  student: unnamed(submission.student),
});

const isHers = ({ runBy }: Submission): boolean => runBy === 'student';

const unnamed = ({ guild, user }: Student): string =>
  createHash('sha256').update(`${guild}/${user}`).digest('hex').slice(0, 16);

/** How a submission joins the queue; missing values are read from the records. */
export interface QueueEntryOptions {
  /** The student's turns in the last hour. */
  readonly turns?: number;
  /** The position of the same student's submission that this one replaces. */
  readonly position?: InheritedPosition | null;
}

/** Whether a submission may be queued now. `turns`: the student's turns in the last hour. */
export type Admission =
  | { readonly kind: 'admitted'; readonly turns: number }
  | { readonly kind: 'refused'; readonly refusal: SubmissionRefusal };

export interface SubmissionQueueParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  /** How many may wait; further submissions are refused. */
  readonly mostWaiting: number;
  readonly log: Logger;
}

/** Decides who may join the queue, and at which position. All methods but `enqueue` are called before anything is recorded. */
export class SubmissionQueue {
  readonly #records: Records;
  readonly #queue: VerifyQueue;
  readonly #mostWaiting: number;
  readonly #queuedRuns: QueuedRuns;

  constructor({ records, queue, mostWaiting, log }: SubmissionQueueParts) {
    this.#records = records;
    this.#queue = queue;
    this.#mostWaiting = mostWaiting;
    this.#queuedRuns = new QueuedRuns(records, log);
  }

  /** The student's submission in progress with the same files: sending them again does not make a newer version. */
  async sameUnderway(
    student: Student,
    lesson: Submission['lesson'],
    filesDigest: string,
  ): Promise<Submission | null> {
    const underway = await this.#records.backlog.pendingOf(student, lesson.slug);
    // Of the student's own submissions only the newest counts.
    const newest = underway.filter(isHers).at(-1);
    return newest?.filesDigest === filesDigest && newest.lesson.digest === lesson.digest ? newest : null;
  }

  /**
   * Submissions of a student that a newer one replaces: those without a verdict that nobody is working on. Runs started by a
   * teaching assistant are excluded.
   */
  async replaceable(student: Student, lesson: string): Promise<readonly Submission[]> {
    const underway = (await this.#records.backlog.pendingOf(student, lesson)).filter(isHers);
    const states = await Promise.all(underway.map(({ id, run }) => this.#queue.state(id, run)));
    return underway.filter((_, n) => states[n]?.state === 'waiting' || states[n]?.state === 'gone');
  }

  /** Refuses what is too soon, too often or too much. Submissions that are about to be replaced do not count. */
  async admit(
    student: Student,
    lesson: string,
    limits: SubmissionLimits,
    replaced: readonly Submission[],
  ): Promise<Admission> {
    const now = Date.now();
    const all = await this.#records.submissions.turnsSince(student, lesson, now - dayMs);
    const free = new Set(replaced.map(({ receivedAt }) => receivedAt));
    const had = all.filter((at) => !free.has(at));
    const refusal = refuseSubmission(had, limits, now);
    if (refusal !== null) return { kind: 'refused', refusal };
    const turns = had.filter((at) => at > now - fairWindowMs).length;
    if (replaced.length > 0 || !Number.isFinite(this.#mostWaiting)) return { kind: 'admitted', turns };
    const counts = await this.#queue.counts();
    const waiting = counts.waiting + counts.delayed;
    return waiting >= this.#mostWaiting
      ? { kind: 'refused', refusal: { kind: 'queue-full', waiting } }
      : { kind: 'admitted', turns };
  }

  /** Deletes a judged submission's files from Redis. If that fails, a repair round catches up. */
  async release({ id, run }: Pick<Submission, 'id' | 'run'>): Promise<void> {
    await this.#queue.release(id, run).catch(() => undefined);
  }

  /** Marks submissions as replaced; returns the queue position of one that had one. */
  async supersede(all: readonly Submission[]): Promise<InheritedPosition | null> {
    let position: InheritedPosition | null = null;
    for (const older of all) {
      // The oldest one has waited the longest.
      position ??= await this.#queue.inheritablePosition(older.id, older.run);
      await this.#queue.cancel(older.id, older.run, 'superseded');
      const verdict = deskVerdict('superseded', older.lesson.digest);
      await this.#records.submissions.judge(older.id, older.run, verdict, Date.now());
      // The answer to the newer one mentions it, so it needs no message of its own.
      await this.#records.submissions.markNotified(older.id, older.run, Date.now());
      await this.release(older);
    }
    return position;
  }

  /** Stores the files, adds the job, then records it: a crash in between is repaired by doing it again. */
  async enqueue(submission: Submission, { turns, position }: QueueEntryOptions = {}): Promise<void> {
    const had = turns ?? (await this.#turnsBefore(submission));
    await this.#queue.add(jobOf(submission), submission.files, had, position);
    this.#queuedRuns.add(submission);
  }

  /** Records what was queued. */
  close(): Promise<void> {
    return this.#queuedRuns.close();
  }

  /** The student's turns in the hour before this one; students with fewer go first. */
  async #turnsBefore({ student, lesson, receivedAt }: Submission): Promise<number> {
    const turns = await this.#records.submissions.turnsSince(student, lesson.slug, receivedAt - fairWindowMs);
    return turns.filter((at) => at < receivedAt).length;
  }
}
