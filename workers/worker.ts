import { DelayedError, type Job, Queue, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { Logger } from 'pino';
import { connectToWait } from '../src/queue/connection.ts';
import { timeOf } from '../src/queue/queue-inspector.ts';
import { cancelSchema, redisKeys } from '../src/queue/redis-keys.ts';
import {
  jobId,
  type Progress,
  queueNames,
  type VerdictMessage,
  type VerifyJob,
  verifyJobSchema,
} from '../src/submission/job.ts';
import type { Verdict } from '../src/submission/verdict.ts';
import { readingMarks } from './job/reading-marks.ts';
import { wedgedBoxes } from './job/silent-boxes.ts';
import { claimStudent } from './job/student-claim.ts';
import { throttled } from './job/throttled-progress.ts';
import { inspectBoxes } from './sandbox/boxes.ts';
import { InfrastructureError, JobCancelled } from './sandbox/failures.ts';
import type { Limits } from './sandbox/limits.ts';
import { errorVerdict } from './verdict/error-verdict.ts';
import { openLessonSource } from './verification/lesson-source.ts';
import type { VerificationTask } from './verification/run-verification.ts';
import { openVerifierPool, type VerifierPool } from './verification/verifier-pool.ts';

export interface WorkerOptions {
  /** Short, unique: it is shown in /queue. */
  readonly id: string;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly lessonsDir: string;
  /** The folder with one folder per box. */
  readonly boxesDir: string;
  readonly proxy: string | null;
  readonly checker: string;
  readonly limits: Limits;
  readonly log: Logger;
  /** What a stop leaves to jobs that run, before they are handed back. Milliseconds. */
  readonly graceMs?: number;
  /** Told how long a job waited for its box, to be measured. Milliseconds. */
  readonly boxWaited?: (ms: number) => void;
  /** How often the worker says that it lives. Milliseconds. */
  readonly signEveryMs?: number;
  /** A box that answers nothing for this long is called silent. Milliseconds. */
  readonly boxPatienceMs?: number;
  /** A job whose worker does not say so for this long counts as lost and is given to another. Milliseconds. */
  readonly lockMs?: number;
  /** How jobs are carried out: in processes of their own (verification/verifier-pool.ts), unless a test plays it. */
  readonly verifiers?: VerifierPool;
}

export interface VerifyWorker {
  readonly ready: Promise<void>;
  /** Takes no new job, lets those that run end within the grace, hands the others back. */
  readonly close: () => Promise<void>;
}

/** Long enough for an event loop that is busy for a while: it is renewed every half of it. */
const usualLockMs = 30_000;
/** A lesson that no worker has: the job is handed on this often before its student is told. */
const mostHandOvers = 12;

/** A student's second job looks again after this long whether her first is over. Milliseconds. */
const busyMs = 1_000;

/** A verdict comes back at least once: the bot's consumer may be away for long. */
const verdictJobOptions = {
  attempts: 1_000,
  backoff: { type: 'fixed', delay: 5_000 },
  removeOnComplete: true,
} as const;

/** Takes verifications from the queue and carries them out in the boxes of a folder, as many at a time as there are boxes. */
export function startWorker(options: WorkerOptions): VerifyWorker {
  const { id, prefix, log, limits, lockMs = usualLockMs } = options;
  const names = redisKeys(prefix);
  const connection = connectToWait(options.redisUrl);
  const listening = connectToWait(options.redisUrl);
  const verdicts = new Queue<VerdictMessage>(queueNames.verdicts, { connection, prefix });
  const running = new Map<string, AbortController>();
  const shelf = openLessonSource(options.lessonsDir, log);
  const verifiers = options.verifiers ?? openVerifierPool(options.lessonsDir, meansOf(options));

  const worker = new Worker<unknown>(queueNames.verify, process, {
    connection,
    prefix,
    name: id,
    autorun: false,
    concurrency: 1,
    lockDuration: lockMs,
    stalledInterval: lockMs / 2,
    maxStalledCount: 2,
    drainDelay: 2,
  });
  const complain = (error: Error): void => log.warn({ err: error }, 'Redis is away; the worker keeps trying');
  connection.on('error', complain);
  listening.on('error', complain);
  verdicts.on('error', complain);
  worker.on('error', complain);
  worker.on('stalled', (job: string) => log.warn({ job }, 'a job stalled and was given out again'));

  listening.on('message', (channel: string, text: string) => {
    if (channel === names.drains) {
      if (text === id) sign().catch(() => undefined);
      return;
    }
    const message = cancelSchema.safeParse(parsed(text)).data;
    if (message !== undefined) running.get(jobId(message))?.abort(new JobCancelled(message.why));
  });

  let boxes = 0;
  const wedged = wedgedBoxes(options.boxPatienceMs);
  let draining = false;
  const startedAt = Date.now();
  /** A teaching assistant may have told this worker to take no more, or to begin again. */
  const lookWhetherToDrain = async (): Promise<void> => {
    const wanted = (await connection.hexists(names.drained, id)) === 1;
    if (wanted === draining) return;
    draining = wanted;
    log.info({ draining }, draining ? 'takes no more jobs, as it was told' : 'takes jobs again');
    if (draining) await worker.pause(true);
    else await worker.resume();
  };
  const sign = async (): Promise<void> => {
    const seen = await inspectBoxes(options.boxesDir, limits);
    if (connection.status === 'ready') await lookWhetherToDrain();
    // A box that begins its next life answers nothing for some seconds and is still one to count on.
    boxes = Math.max(seen.length, 0);
    const wanted = Math.max(1, boxes);
    if (worker.concurrency !== wanted) worker.concurrency = wanted;
    if (connection.status !== 'ready') return;
    // A subscriber asks nothing, so it would not notice that the other end is gone.
    if (listening.status === 'ready') listening.ping().catch(() => undefined);
    const text = JSON.stringify({
      id,
      boxes,
      silent: wedged(seen),
      state: draining ? 'draining' : 'working',
      startedAt,
      disks: [...new Set(seen.flatMap(({ status }) => status?.disk ?? []))],
      jobs: [...running.keys()],
      longestMs: (limits.jobSeconds * limits.busyTimes + limits.boxWaitSeconds) * 1_000 + lockMs,
      at: await timeOf(connection),
    });
    await connection.hset(names.workers, id, text);
  };
  const heartbeat = setInterval(() => {
    sign().catch((error: unknown) => log.debug({ err: error }, 'no sign of life could be given'));
  }, options.signEveryMs ?? 5_000);

  const ready = (async () => {
    await listening.subscribe(names.cancel, names.drains);
    await sign();
    await worker.waitUntilReady();
    worker.run().catch((error: unknown) => log.error({ err: error }, 'the worker stopped by itself'));
    log.info({ id, boxes, lessons: await shelf.slugs() }, 'the worker waits for jobs');
  })();

  return {
    ready,
    close: async () => {
      clearInterval(heartbeat);
      const grace = setTimeout(() => {
        for (const control of running.values()) control.abort(new JobCancelled('stopped'));
      }, options.graceMs ?? 25_000);
      // Redis may be away: then closing must not wait for it.
      await settledWithin(worker.close(), (options.graceMs ?? 25_000) + 8_000);
      await verifiers.close();
      clearTimeout(grace);
      if (connection.status === 'ready') {
        const gone = Promise.all([connection.hdel(names.workers, id), connection.hdel(names.drained, id)]);
        await settledWithin(gone, 1_000);
      }
      await settledWithin(verdicts.close(), 1_000);
      // BullMQ's copies too: one that dials for ever would keep the process alive.
      connection.hangUp();
      listening.hangUp();
    },
  };

  async function process(job: Job<unknown>, token?: string): Promise<unknown> {
    const data = verifyJobSchema.safeParse(job.data);
    if (!data.success) {
      // An upgrade is under way: a worker of the newer version does it.
      if (isNewer(job.data) && job.attemptsStarted <= mostHandOvers) await handOn(job, job.data, token);
      log.error({ job: job.id, issues: data.error.issues }, 'a job that cannot be read was put aside');
      throw new UnrecoverableError('the job cannot be read');
    }
    const work = data.data;
    const key = jobId(work);
    // It may have been fetched while the worker was being told to take no more.
    if (draining) await handBack(job, token, log);
    const release =
      work.student === undefined ? null : await claimStudent(connection, names.busy(work.student), key);
    if (work.student !== undefined && release === null) {
      await job.moveToDelayed(Date.now() + busyMs, token);
      throw new DelayedError();
    }
    const control = new AbortController();
    running.set(key, control);
    const jobLog = log.child({ job: key, lesson: work.lesson.slug });
    const began = performance.now();
    try {
      const verdict = await carryOut(job, work, control.signal, token);
      const again =
        verdict.outcome === 'error' &&
        // It would end the next process, too.
        verdict.reason !== 'unreadable' &&
        job.attemptsMade + 1 < (job.opts.attempts ?? 1);
      jobLog.info(
        {
          outcome: verdict.outcome,
          reason: verdict.reason,
          ms: Math.round(performance.now() - began),
          again,
        },
        'a verification is over',
      );
      if (verdict.contradictions !== undefined)
        jobLog.error(
          { contradictions: verdict.contradictions, outcome: verdict.outcome },
          'the run showed something else than the check had said: a defect of the check',
        );
      if (again) throw new Error(`${verdict.reason}: ${verdict.excerpt[0] ?? ''}`);
      if (verdict.reason === 'stopped') await handBack(job, token, jobLog);
      // First the verdict, then the job's end: a crash in between judges twice, which is harmless.
      await verdicts.add(
        'verdict',
        { v: 1, submission: work.submission, run: work.run, verdict },
        {
          ...verdictJobOptions,
          jobId: key,
        },
      );
      return { outcome: verdict.outcome };
    } finally {
      running.delete(key);
      release?.();
    }
  }

  async function carryOut(
    job: Job<unknown>,
    work: VerifyJob,
    signal: AbortSignal,
    token: string | undefined,
  ): Promise<Verdict> {
    if ((await shelf.find(work.lesson)) === null) await handOn(job, work, token);
    const progress = throttled((step) => {
      const told: Progress = { v: 1, worker: id, ...step };
      job.updateProgress(told).catch((error: unknown) => log.debug({ err: error }, 'progress was lost'));
    });
    const task: VerificationTask = {
      holder: `${id}/${jobId(work)}`,
      lesson: work.lesson,
      files: (await connection.hget(names.files, jobId(work))) ?? '',
    };
    const marks = readingMarks(connection, names, { id: jobId(work), files: work.files });
    if (!(await marks.mayRead())) {
      const digests = { lesson: work.lesson.digest, checker: options.checker, box: '' };
      return errorVerdict(
        new InfrastructureError('unreadable', 'reading these files has ended a process before'),
        digests,
      );
    }
    const verdict = await verifiers
      .verify(
        task,
        { read: marks.read, boxWaited: (ms) => options.boxWaited?.(ms), progress: progress.push },
        signal,
      )
      .finally(progress.end);
    await (verdict.reason === 'unreadable' ? marks.ended : marks.read)();
    return verdict;
  }

  /** Another worker may have the lesson: the job waits a moment, which costs it no attempt. */
  async function handOn(job: Job<unknown>, work: unknown, token: string | undefined): Promise<void> {
    if (job.attemptsStarted > mostHandOvers) return;
    log.warn({ job: job.id, work }, 'this worker has not what the job needs: handed on');
    await job.moveToDelayed(Date.now() + Math.min(500 * 2 ** job.attemptsStarted, 30_000), token);
    throw new DelayedError();
  }

  async function handBack(job: Job<unknown>, token: string | undefined, jobLog: Logger): Promise<never> {
    await job.moveToWait(token);
    jobLog.info('handed back, because this worker stops');
    throw new WaitingError();
  }
}

const meansOf = ({ boxesDir, proxy, checker, limits }: WorkerOptions) => ({
  boxesDir,
  proxy,
  checker,
  limits,
});

/** A payload of a version that this worker does not know yet. */
const isNewer = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'v' in data && typeof data.v === 'number' && data.v > 1;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function settledWithin(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => undefined), over]);
  clearTimeout(timer);
}
