import { type Queue, UnrecoverableError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type CancelMessage, redisKeys } from '../../src/queue/redis-keys.ts';
import {
  isForeign,
  jobId,
  type Progress,
  type VerdictMessage,
  type VerifyJob,
  verdictVersion,
  verifyJobSchema,
} from '../../src/submission/job.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { LatestThrottle } from '../../src/timing/coalescing.ts';
import { StepSpans } from '../../src/tracing/span.ts';
import { InfrastructureError, JobCancelled } from '../sandbox/failures.ts';
import { errorVerdict } from '../verdict/error-verdict.ts';
import type { LessonSource } from '../verification/lesson-source.ts';
import type { PhaseProgress } from '../verification/phase-recorder.ts';
import type { VerifierPool } from '../verification/verifier-pool.ts';
import { type HeldJob, handBack, handOn, postpone } from './give-back.ts';
import { readingMarks } from './reading-marks.ts';
import { claimStudent } from './student-claim.ts';

/** Progress is sent at most about once a second; a new phase is sent at once. Milliseconds. */
const progressEveryMs = 1_000;

/** How often a job whose files Redis has lost is delayed: a minute and a half in all, enough for the bot to restore them. */
const mostWaitsForFiles = 7;

/** A verdict is delivered at least once. The bot, which consumes them, may be away for a long time. */
const verdictJobOptions = {
  attempts: 1_000,
  backoff: { type: 'fixed', delay: 5_000 },
  removeOnComplete: true,
} as const;

/** A processor's dependencies. */
export interface JobProcessorParts {
  /** The worker's id, as /queue shows it. */
  readonly worker: string;
  /** The installation's prefix in Redis. */
  readonly prefix: string;
  readonly redis: Redis;
  readonly verdicts: Queue<VerdictMessage>;
  readonly lessons: LessonSource;
  readonly verifiers: VerifierPool;
  /** Digest of the checker, recorded in each verdict. */
  readonly checker: string;
  /** Whether the worker is draining. */
  readonly isDraining: () => boolean;
  /** Called with how long a job has waited for its box. Milliseconds. */
  readonly boxWaited?: ((ms: number) => void) | undefined;
  readonly log: Logger;
}

/** Carries out the jobs that BullMQ gives to this worker, from reading the payload to sending the verdict. */
export class JobProcessor {
  readonly #parts: JobProcessorParts;
  readonly #names: ReturnType<typeof redisKeys>;
  readonly #running = new Map<string, AbortController>();

  constructor(parts: JobProcessorParts) {
    this.#parts = parts;
    this.#names = redisKeys(parts.prefix);
  }

  /** Ids of the running jobs. */
  get running(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Cancels the job that a message names, if it runs on this worker. */
  cancel(message: CancelMessage): void {
    this.#running.get(jobId(message))?.abort(new JobCancelled(message.why));
  }

  /** Cancels every running job because the worker stops; they are handed back to the queue. */
  stopAll(): void {
    for (const control of this.#running.values()) control.abort(new JobCancelled('stopped'));
  }

  /** @throws DelayedError, WaitingError when the job goes to another worker; any other error when it should be retried */
  async process(held: HeldJob): Promise<{ readonly outcome: Verdict['outcome'] }> {
    const work = await this.#read(held);
    // The job may have been fetched just before the worker was drained.
    if (this.#parts.isDraining()) await handBack(held, this.#parts.log);
    const key = jobId(work);
    const release = await this.#claim(held, work);
    const control = new AbortController();
    this.#running.set(key, control);
    try {
      return await this.#carryOut(held, work, control.signal);
    } finally {
      this.#running.delete(key);
      release();
    }
  }

  async #read(held: HeldJob): Promise<VerifyJob> {
    const { job } = held;
    const { log } = this.#parts;
    const parsed = verifyJobSchema.safeParse(job.data);
    if (parsed.success) return parsed.data;
    // An upgrade is under way: either a worker of the job's version takes it, or the bot queues it again in its own version.
    if (isForeign(job.data)) await handOn(held, job.data, log);
    const { issues } = parsed.error;
    log.error({ event: 'worker.job-unreadable', job: job.id, issues }, 'put aside a job that cannot be read');
    throw new UnrecoverableError('the job cannot be read');
  }

  /** Claims the job's student; returns a function that ends the claim. */
  async #claim(held: HeldJob, work: VerifyJob): Promise<() => void> {
    if (work.student === undefined) return () => undefined;
    const { redis } = this.#parts;
    return (await claimStudent(redis, this.#names.busy(work.student), jobId(work))) ?? postpone(held);
  }

  async #carryOut(held: HeldJob, work: VerifyJob, signal: AbortSignal) {
    const key = jobId(work);
    const log = this.#parts.log.child({ job: key, lesson: work.lesson.slug });
    const began = performance.now();
    const verdict = await this.#verify(held, work, signal);
    const { outcome, reason, contradictions } = verdict;
    const again = mayBeTriedAgain(held, verdict);
    const ms = Math.round(performance.now() - began);
    log.info({ event: 'worker.verification-over', outcome, reason, ms, again }, 'a verification is over');
    if (contradictions !== undefined)
      log.error(
        { event: 'worker.check-contradicted', contradictions, outcome },
        'the run showed something else than the check had said: a defect of the check',
      );
    if (again) throw new Error(`${reason}: ${verdict.excerpt[0] ?? ''}`);
    if (reason === 'stopped') await handBack(held, log);
    // The verdict goes first, then the job ends: a crash in between verifies the job twice, which is harmless.
    const message = { v: verdictVersion, submission: work.submission, run: work.run, verdict } as const;
    await this.#parts.verdicts.add('verdict', message, { ...verdictJobOptions, jobId: key });
    return { outcome };
  }

  async #verify(held: HeldJob, work: VerifyJob, signal: AbortSignal): Promise<Verdict> {
    const { lessons, redis, checker, verifiers, worker, log, boxWaited } = this.#parts;
    const lessonsDir = await lessons.folderOf(work.lesson);
    if (lessonsDir === null) await handOn(held, work, log);
    const key = jobId(work);
    const kept = await redis.hget(this.#names.files, key);
    // Redis lost them; the bot restores them from the records.
    if (kept === null && held.job.attemptsStarted <= mostWaitsForFiles) await handOn(held, work, log);
    const files = kept ?? '';
    const marks = readingMarks(redis, this.#names, { id: key, files: work.files });
    if (!(await marks.mayRead())) {
      const digests = { lesson: work.lesson.digest, checker, box: '' };
      const error = new InfrastructureError('unreadable', 'reading these files has ended a process before');
      return errorVerdict(error, digests);
    }
    const progress = this.#progress(held);
    const phases = new StepSpans();
    phases.enter('waiting for a box');
    const lesson = { ...work.lesson, ...(lessonsDir === null ? {} : { dir: lessonsDir }) };
    const task = { holder: `${worker}/${key}`, lesson, files };
    const listener = {
      read: marks.read,
      boxWaited: (ms: number) => boxWaited?.(ms),
      progress: (step: PhaseProgress) => {
        phases.enter(step.phase);
        progress.push(step);
      },
    };
    const verdict = await verifiers.verify(task, listener, signal).finally(() => progress.end());
    phases.end(verdict.outcome !== 'passed');
    await (verdict.reason === 'unreadable' ? marks.ended : marks.read)();
    return verdict;
  }

  #progress({ job }: HeldJob): LatestThrottle<PhaseProgress> {
    const { worker, log } = this.#parts;
    const send = (step: PhaseProgress): void => {
      const progress: Progress = { v: 1, worker, ...step };
      job
        .updateProgress(progress)
        .catch((error: unknown) =>
          log.debug({ event: 'worker.progress-lost', err: error }, 'could not report progress'),
        );
    };
    return new LatestThrottle(progressEveryMs, send, ({ phase }, last) => phase !== last?.phase);
  }
}

/** What ended one process would end the next one too. */
const mayBeTriedAgain = ({ job }: HeldJob, { outcome, reason }: Verdict): boolean =>
  outcome === 'error' && reason !== 'unreadable' && job.attemptsMade + 1 < (job.opts.attempts ?? 1);
