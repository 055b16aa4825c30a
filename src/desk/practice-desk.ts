import type { Logger } from 'pino';
import { trialTurn } from '../queue/queue-controls.ts';
import { type JobState, QueueAway, type QueuePosition, type VerifyQueue } from '../queue/verify-queue.ts';
import type { PracticeRun, Records, ReplyPlace, Student } from '../records/records.ts';
import { newId } from '../submission/ids.ts';
import type { VerifyJob } from '../submission/job.ts';
import type { Hunt } from '../submission/practice.ts';
import type { Verdict } from '../submission/verdict.ts';
import { type DeskVerdictReason, deskVerdict } from './cancelled-verdict.ts';
import type { StudentTurns } from './student-turns.ts';
import { dayMs, refuseSubmission } from './submission-limits.ts';
import { jobOf } from './submission-queue.ts';
import { VerdictNotifier } from './verdict-notifier.ts';

/** Maximum number of runs examined in a round. */
const batch = 500;
/** A job that was just added may not be visible yet, and a worker may be restarting. Milliseconds. */
const patienceMs = 30_000;
/** How long a practice run may wait in the queue. Milliseconds. */
const longestWaitMs = 20 * 60_000;
/** That waiting time plus all time limits of a job. Milliseconds. */
const longestMs = longestWaitMs + 75 * 60_000;

/** Files that a student wants to build and run for practice. */
export interface NewPractice {
  readonly student: Student;
  readonly lesson: PracticeRun['lesson'];
  readonly files: PracticeRun['files'];
  readonly hunt: Hunt;
  readonly reply: ReplyPlace | null;
}

/**
 * `away`: no worker is available, and nothing was recorded. `used-up`: the daily limit is reached; the next run is possible at the given
 * time.
 */
export type PracticeOutcome =
  | {
      readonly kind: 'queued';
      readonly practice: PracticeRun;
      readonly position: QueuePosition;
      readonly workers: number;
    }
  | { readonly kind: 'away' }
  | { readonly kind: 'used-up'; readonly perDay: number; readonly until: number };

/**
 * Practice runs use the same queue and workers as verifications, but come after all of those. They are not guaranteed: if no worker is
 * available or the job is lost, the student is told so and has to rely on the instant check. Nothing is retried.
 */
export interface PracticeDesk {
  /** Starts a run within the daily limit, and cancels the student's other practice runs. */
  readonly start: (work: NewPractice) => Promise<PracticeOutcome>;
  readonly status: (id: string) => Promise<PracticeStatus | null>;
  readonly replyAt: (id: string, reply: ReplyPlace) => Promise<void>;
  /** False if the run has already ended. */
  readonly cancel: (practice: PracticeRun) => Promise<boolean>;
  /** Cancels all practice runs of a student. */
  readonly cancelAllOf: (student: Student) => Promise<void>;
  /** See {@link Desk.notifyWith}. */
  readonly notifyWith: (
    notify: (practice: PracticeRun) => Promise<void>,
    owns?: (guild: string) => boolean,
  ) => void;
}

export interface PracticeStatus {
  readonly submission: PracticeRun;
  /** Null if the run has ended or the queue is unreachable. */
  readonly job: JobState | null;
}

export interface QueuedPracticeParts {
  readonly records: Records;
  readonly queue: VerifyQueue;
  readonly log: Logger;
  /** Maximum number of runs per student in 24 hours. */
  readonly perDay: number;
  readonly turns: StudentTurns;
}

/** Omits the student, so that a practice run does not prevent their verification from running at the same time. */
const practiceJob = (practice: PracticeRun): VerifyJob => {
  const { student: _, ...job } = jobOf(practice);
  return job;
};

/** {@link PracticeDesk} over the records and the queue. */
export class QueuedPractice implements PracticeDesk {
  readonly #parts: QueuedPracticeParts;
  readonly #notifier: VerdictNotifier<PracticeRun>;

  constructor(parts: QueuedPracticeParts) {
    this.#parts = parts;
    const { practice } = parts.records;
    this.#notifier = new VerdictNotifier<PracticeRun>({
      unnotified: (limit, after) => practice.unnotified(limit, after),
      markNotified: (id) => practice.forget(id),
      queue: parts.queue,
      log: parts.log,
    });
  }

  start(work: NewPractice): Promise<PracticeOutcome> {
    return this.#parts.turns.run('practice', work.student, () => this.#start(work));
  }

  async #start(work: NewPractice): Promise<PracticeOutcome> {
    const { records, queue, perDay } = this.#parts;
    if (!(await this.#isServed())) return { kind: 'away' };
    const now = Date.now();
    const had = await records.practice.turnsSince(work.student, now - dayMs);
    const refusal = refuseSubmission(had, { cooldownMs: 0, perDay }, now);
    if (refusal?.kind === 'daily-cap') return { kind: 'used-up', perDay, until: refusal.until };
    await this.cancelAllOf(work.student);
    const practice = await records.practice.create({ ...work, id: newId('h'), receivedAt: Date.now() });
    try {
      await queue.add(practiceJob(practice), practice.files, trialTurn);
      const { workers, ...position } = await queue.position(practice.id, practice.run);
      return { kind: 'queued', practice, position, workers };
    } catch (error) {
      if (!(error instanceof QueueAway)) throw error;
      await records.practice.discard(practice.id);
      return { kind: 'away' };
    }
  }

  async status(id: string): Promise<PracticeStatus | null> {
    const practice = await this.#parts.records.practice.get(id);
    if (practice === null) return null;
    return { submission: practice, job: practice.state === 'judged' ? null : await this.#jobOf(practice) };
  }

  replyAt(id: string, reply: ReplyPlace): Promise<void> {
    return this.#parts.records.practice.setReply(id, reply);
  }

  async cancel(practice: PracticeRun): Promise<boolean> {
    if (practice.state === 'judged') return false;
    return this.#end(practice, 'by-student');
  }

  async cancelAllOf(student: Student): Promise<void> {
    for (const practice of await this.#parts.records.practice.underway(batch, student))
      await this.cancel(practice);
  }

  notifyWith(...[notify, owns]: Parameters<PracticeDesk['notifyWith']>): void {
    this.#notifier.begin(notify, owns);
  }

  wake(): void {
    this.#notifier.wake();
  }

  /** Records the verdict of a worker or the desk. Ignored if the id is not that of a practice run. */
  async judge(id: string, verdict: (practice: PracticeRun) => Verdict): Promise<void> {
    const { records, queue } = this.#parts;
    const practice = await records.practice.get(id);
    if (practice !== null && (await records.practice.judge(id, verdict(practice), Date.now())))
      this.#notifier.wake();
    await queue.release(id, 1).catch(() => undefined);
  }

  /** Cancels the waiting practice runs of a class. Returns the number. */
  async clearWaiting(guild: string): Promise<number> {
    let cleared = 0;
    for (const practice of await this.#parts.records.practice.underway(batch, { guild })) {
      const job = await this.#jobOf(practice);
      if (job?.state === 'running' || job?.state === 'done') continue;
      if (await this.#end(practice, 'by-ta')) cleared += 1;
    }
    return cleared;
  }

  /** Ends runs that no worker is going to finish. Never throws. */
  async repair(): Promise<void> {
    const { records, log } = this.#parts;
    try {
      const underway = await records.practice.underway(batch);
      const isServed = underway.length === 0 || (await this.#isServed());
      for (const practice of underway) {
        if (!(await this.#isLost(practice, isServed))) continue;
        log.warn({ event: 'desk.practice-lost', submission: practice.id }, 'a run for practice was given up');
        await this.#end(practice, 'worker-lost');
      }
    } catch (error) {
      log.error(
        { event: 'desk.practice-repair-failed', err: error },
        'runs for practice could not be looked after and are looked at again in a minute',
      );
    }
  }

  /** Resolves when all notifications in progress have been sent. */
  close(): Promise<void> {
    return this.#notifier.end();
  }

  async #isLost(practice: PracticeRun, isServed: boolean): Promise<boolean> {
    const job = await this.#jobOf(practice);
    const age = Date.now() - practice.receivedAt;
    // A time in the future is ignored; it means that the clock was set back.
    if (age >= 0 && age < patienceMs) return false;
    if (job?.state === 'running') return age < 0 ? false : age > longestMs;
    if (job !== null && job.state !== 'waiting')
      return !(await this.#parts.queue.hasPendingVerdict(practice.id, practice.run));
    return !isServed || age < 0 || age > longestWaitMs;
  }

  /** Ends a run: records a verdict, and removes the job from the queue or stops its worker if the queue is reachable. */
  async #end({ id, run, lesson }: PracticeRun, why: DeskVerdictReason): Promise<boolean> {
    const { records, queue } = this.#parts;
    const request = why === 'by-student' ? why : 'by-ta';
    await queue.cancel(id, run, request).catch((error: unknown) => {
      if (!(error instanceof QueueAway)) throw error;
    });
    const ended = await records.practice.judge(id, deskVerdict(why, lesson.digest), Date.now());
    if (ended) this.#notifier.wake();
    await queue.release(id, run).catch(() => undefined);
    return ended;
  }

  /** Null if the queue is unreachable. */
  async #jobOf({ id, run }: PracticeRun): Promise<JobState | null> {
    return this.#parts.queue.state(id, run).catch((error: unknown) => {
      if (!(error instanceof QueueAway)) throw error;
      return null;
    });
  }

  /** Whether a worker is accepting jobs. */
  async #isServed(): Promise<boolean> {
    try {
      const { paused, workers } = await this.#parts.queue.overview();
      return !paused && workers.some(({ state }) => state === 'working');
    } catch (error) {
      if (!(error instanceof QueueAway)) throw error;
      return false;
    }
  }
}
