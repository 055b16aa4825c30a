import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { InheritedPosition, VerifyQueue } from '../queue/verify-queue.ts';
import type { Records, Student, Submission } from '../records/records.ts';
import { jobVersion, type VerifyJob } from '../submission/job.ts';
import { deskVerdict } from './cancelled-verdict.ts';
import { QueuedRuns } from './queued-runs.ts';
import {
  dayMs,
  refuseSubmission,
  type SubmissionLimits,
  type SubmissionRefusal,
} from './submission-limits.ts';

/** Only verifications within this time put a student behind others in the queue. Milliseconds. */
const fairWindowMs = 3_600_000;

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

const isByStudent = ({ runBy }: Submission): boolean => runBy === 'student';

const unnamed = ({ guild, user }: Student): string =>
  createHash('sha256').update(`${guild}/${user}`).digest('hex').slice(0, 16);

/** Where a submission enters the queue. Omitted values are read from the records. */
export interface QueueEntryOptions {
  /** The number of the student's verifications in the last hour. */
  readonly turns?: number;
  /** The position of the submission that this one replaces. */
  readonly position?: InheritedPosition | null;
}

/** Whether a submission may be queued. `turns`: the number of the student's verifications in the last hour. */
export type Admission =
  | { readonly kind: 'admitted'; readonly turns: number }
  | { readonly kind: 'refused'; readonly refusal: SubmissionRefusal };

export interface SubmissionQueueParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  /** Maximum number of waiting submissions; further ones are refused. */
  readonly mostWaiting: number;
  readonly log: Logger;
}

/** Decides which submissions may enter the queue, and where. All methods but `enqueue` are called before anything is recorded. */
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

  /**
   * The student's submission in progress with the same files, if it is the newest; submitting the same files again is not a new version.
   */
  async sameUnderway(
    student: Student,
    lesson: Submission['lesson'],
    filesDigest: string,
  ): Promise<Submission | null> {
    const underway = await this.#records.backlog.pendingOf(student, lesson.slug);
    // Of the student's own submissions, only the newest counts.
    const newest = underway.filter(isByStudent).at(-1);
    return newest?.filesDigest === filesDigest && newest.lesson.digest === lesson.digest ? newest : null;
  }

  /**
   * The submissions of a student that a newer one replaces: those without a verdict that are not running. Those that a teaching assistant
   * has started again are not included.
   */
  async replaceable(student: Student, lesson: string): Promise<readonly Submission[]> {
    const underway = (await this.#records.backlog.pendingOf(student, lesson)).filter(isByStudent);
    const states = await Promise.all(underway.map(({ id, run }) => this.#queue.state(id, run)));
    return underway.filter((_, n) => states[n]?.state === 'waiting' || states[n]?.state === 'gone');
  }

  /**
   * Refuses submissions that come too soon or too often, or if the queue is full. Submissions about to be replaced do not count towards the
   * limits.
   */
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

  /** Deletes the files of a judged run from Redis. If this fails, a repair round does it later. */
  async release({ id, run }: Pick<Submission, 'id' | 'run'>): Promise<void> {
    await this.#queue.release(id, run).catch(() => undefined);
  }

  /** Marks submissions as superseded. Returns the queue position of the first that had one. */
  async supersede(all: readonly Submission[]): Promise<InheritedPosition | null> {
    let position: InheritedPosition | null = null;
    for (const older of all) {
      // The oldest one has waited the longest.
      position ??= await this.#queue.inheritablePosition(older.id, older.run);
      await this.#queue.cancel(older.id, older.run, 'superseded');
      const verdict = deskVerdict('superseded', older.lesson.digest);
      await this.#records.submissions.judge(older.id, older.run, verdict, Date.now());
      // The answer to the newer submission mentions this, so there is no separate notification.
      await this.#records.submissions.markNotified(older.id, older.run, Date.now());
      await this.release(older);
    }
    return position;
  }

  /** Stores the files, adds the job and then records that it is queued. After a crash in between, all of this is repeated. */
  async enqueue(submission: Submission, { turns, position }: QueueEntryOptions = {}): Promise<void> {
    const had = turns ?? (await this.#turnsBefore(submission));
    await this.#queue.add(jobOf(submission), submission.files, had, position);
    this.#queuedRuns.add(submission);
  }

  /** Records all queued runs. */
  close(): Promise<void> {
    return this.#queuedRuns.close();
  }

  /** The number of the student's verifications in the hour before this submission. Students with fewer come first. */
  async #turnsBefore({ student, lesson, receivedAt }: Submission): Promise<number> {
    const turns = await this.#records.submissions.turnsSince(student, lesson.slug, receivedAt - fairWindowMs);
    return turns.filter((at) => at < receivedAt).length;
  }
}
