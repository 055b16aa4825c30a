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

/** The job that carries a submission's current run. */
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

/** Where a submission joins the queue; what the caller leaves out is read from the records. */
export interface QueueEntryOptions {
  /** How many turns the student had in the last hour. */
  readonly turns?: number;
  /** The position of her submission that this one replaces. */
  readonly position?: InheritedPosition | null;
}

/** Whether a submission may be queued now. `turns`: how many the student had in the last hour. */
export type Admission =
  | { readonly kind: 'admitted'; readonly turns: number }
  | { readonly kind: 'refused'; readonly refusal: SubmissionRefusal };

export interface SubmissionQueueParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  /** How many may wait; one more is refused. */
  readonly mostWaiting: number;
  readonly log: Logger;
}

/** Decides who may join the queue, and where. All but `enqueue` is asked before anything is recorded. */
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

  /** The submission of a student that is under way with these very files: sent again, they are no newer version. */
  async sameUnderway(
    student: Student,
    lesson: Submission['lesson'],
    filesDigest: string,
  ): Promise<Submission | null> {
    const underway = await this.#records.backlog.pendingOf(student, lesson.slug);
    // Of her own only the newest still counts.
    const newest = underway.filter(isHers).at(-1);
    return newest?.filesDigest === filesDigest && newest.lesson.digest === lesson.digest ? newest : null;
  }

  /**
   * Submissions of a student that a newer one takes the place of: they have no verdict, and nobody works on them. What a
   * teaching assistant has verified again is not among them.
   */
  async replaceable(student: Student, lesson: string): Promise<readonly Submission[]> {
    const underway = (await this.#records.backlog.pendingOf(student, lesson)).filter(isHers);
    const states = await Promise.all(underway.map(({ id, run }) => this.#queue.state(id, run)));
    return underway.filter((_, n) => states[n]?.state === 'waiting' || states[n]?.state === 'gone');
  }

  /** Refuses what is too soon, too often or too much. What is about to be replaced takes no turn and no place. */
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

  /** A submission is judged, so its files need not lie in Redis any longer. What is lost here, a repair round finds. */
  async release({ id, run }: Pick<Submission, 'id' | 'run'>): Promise<void> {
    await this.#queue.release(id, run).catch(() => undefined);
  }

  /** Marks these as replaced by newer work; returns the queue position of one that had one. */
  async supersede(all: readonly Submission[]): Promise<InheritedPosition | null> {
    let position: InheritedPosition | null = null;
    for (const older of all) {
      // The oldest one has been waiting for the longest.
      position ??= await this.#queue.inheritablePosition(older.id, older.run);
      await this.#queue.cancel(older.id, older.run, 'superseded');
      const verdict = deskVerdict('superseded', older.lesson.digest);
      await this.#records.submissions.judge(older.id, older.run, verdict, Date.now());
      // The answer to the newer one says it: no message of its own.
      await this.#records.submissions.markNotified(older.id, older.run, Date.now());
      await this.release(older);
    }
    return position;
  }

  /** Files, then the job, then the record of it: a crash in between is repaired by doing it again. */
  async enqueue(submission: Submission, { turns, position }: QueueEntryOptions = {}): Promise<void> {
    const had = turns ?? (await this.#turnsBefore(submission));
    await this.#queue.add(jobOf(submission), submission.files, had, position);
    this.#queuedRuns.add(submission);
  }

  /** Records what was queued. */
  close(): Promise<void> {
    return this.#queuedRuns.close();
  }

  /** How many turns the student had in the hour before this one: fewer go first. */
  async #turnsBefore({ student, lesson, receivedAt }: Submission): Promise<number> {
    const turns = await this.#records.submissions.turnsSince(student, lesson.slug, receivedAt - fairWindowMs);
    return turns.filter((at) => at < receivedAt).length;
  }
}
