import { type Job, Queue, QueueEvents, Worker } from 'bullmq';
import type { Logger } from 'pino';
import {
  jobId,
  type Progress,
  progressSchema,
  queueNames,
  type VerdictMessage,
  type VerifyJob,
  verdictMessageSchema,
  verifyJobSchema,
} from '../submission/job.ts';
import { answerWithin, connectToAsk, connectToWait, inTime } from './connection.ts';
import { estimate } from './eta.ts';
import { type CancelMessage, filesExpireAfter, keys, workerGoneAfter, workerSignSchema } from './keys.ts';
import type { JobState, Place, RunningJob, VerifyQueue, WaitingJob, WorkerSign } from './verify-queue.ts';

/** How a verification is tried: an infrastructure error gets two more attempts, on any worker. */
export const verifyJobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2_000 },
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600 },
} as const;

const durationsKept = 50;

/**
 * Opens the bot's side of the queues. Opening does not wait for Redis: while it is away every question throws
 * QueueAway in time, and consuming goes on by itself when it is back.
 */
export function openVerifyQueue(options: {
  readonly url: string;
  readonly prefix: string;
  readonly log: Logger;
}): VerifyQueue {
  const { url, prefix, log } = options;
  const names = keys(prefix);
  const redis = connectToAsk(url);
  const listening = connectToWait(url);
  const queue = new Queue<VerifyJob>(queueNames.verify, { connection: redis, prefix });
  const verdicts = new Queue<VerdictMessage>(queueNames.verdicts, { connection: redis, prefix });
  const events = new QueueEvents(queueNames.verify, { connection: listening, prefix });
  const consumers: { readonly worker: Worker; readonly connection: ReturnType<typeof connectToWait> }[] = [];

  const complain = onceInAWhile((error) => log.warn({ err: error }, 'Redis is away; Dockhand keeps trying'));
  redis.on('error', complain);
  listening.on('error', complain);
  queue.on('error', complain);
  verdicts.on('error', complain);
  events.on('error', complain);

  const durations = async (): Promise<readonly number[]> =>
    (await redis.lrange(names.durations, 0, durationsKept - 1)).map(Number).filter((ms) => ms > 0);

  const workers = async (): Promise<readonly WorkerSign[]> => {
    const signs = Object.values(await redis.hgetall(names.workers)).flatMap((text) => readSign(text));
    return signs
      .filter((sign) => Date.now() - sign.at < workerGoneAfter)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  };

  /** BullMQ pushes on the left of its wait list and takes from the right, so the place is counted from the right. */
  const placeOf = async (id: string): Promise<Place> => {
    const wait = queue.toKey('wait');
    const [index, length, measured, signs] = await Promise.all([
      redis.lpos(wait, id),
      redis.llen(wait),
      durations(),
      workers(),
    ]);
    const position = index === null ? 1 : length - index;
    const slots = signs.reduce((sum, sign) => sum + sign.boxes, 0);
    return { position, etaMs: estimate(position, slots, measured) };
  };

  const stateOf = async (id: string): Promise<JobState> => {
    const job = await queue.getJob(id);
    if (job === undefined) return { state: 'gone' };
    const state = await job.getState();
    switch (state) {
      case 'completed':
        return { state: 'done' };
      case 'failed':
        return { state: 'failed', why: job.failedReason ?? '' };
      case 'active': {
        const progress = readProgress(job);
        return {
          state: 'running',
          since: job.processedOn ?? job.timestamp,
          progress,
          worker: progress?.worker ?? null,
        };
      }
      case 'unknown':
        return { state: 'gone' };
      default:
        return { state: 'waiting', since: job.timestamp, place: await placeOf(id) };
    }
  };

  return {
    add: (job, files) =>
      inTime(
        (async () => {
          await redis.set(names.files(job.files), JSON.stringify(files), 'EX', filesExpireAfter);
          await queue.add('verify', verifyJobSchema.parse(job), { ...verifyJobOptions, jobId: jobId(job) });
        })(),
      ),

    state: (submission, run) => inTime(stateOf(jobId({ submission, run }))),

    overview: () =>
      inTime(
        (async () => {
          const [paused, waiting, next, active, signs] = await Promise.all([
            queue.isPaused(),
            queue.getJobCountByTypes('waiting', 'prioritized', 'delayed'),
            queue.getJobs(['waiting'], 0, 9, true),
            queue.getActive(0, 49),
            workers(),
          ]);
          return {
            paused,
            waiting,
            next: next.flatMap((job) => waitingJob(job)),
            running: active.flatMap((job) => runningJob(job)),
            workers: signs,
          };
        })(),
      ),

    cancel: (submission, run, why) =>
      inTime(
        (async () => {
          const id = jobId({ submission, run });
          const job = await queue.getJob(id);
          if (job === undefined || (await job.isCompleted()) || (await job.isFailed())) return false;
          // A job that a worker took between the question and the removal cannot be removed: then its worker is told.
          if ((await queue.remove(id)) === 1) return true;
          const message: CancelMessage = { v: 1, submission, run, why };
          await redis.publish(names.cancel, JSON.stringify(message));
          return true;
        })(),
      ),

    onProgress: (listener) => {
      const hear = ({ jobId: id, data }: { readonly jobId: string; readonly data: unknown }): void => {
        const progress = progressSchema.safeParse(data);
        const [submission, run] = id.split('-');
        if (progress.success && submission !== undefined) listener(submission, Number(run), progress.data);
      };
      events.on('progress', hear);
      return () => {
        events.off('progress', hear);
      };
    },

    onMoved: (listener) => {
      events.on('active', listener);
      events.on('removed', listener);
      return () => {
        events.off('active', listener);
        events.off('removed', listener);
      };
    },

    verdictWaits: (submission, run) =>
      inTime(
        (async () => {
          const job = await verdicts.getJob(jobId({ submission, run }));
          return job !== undefined && !(await job.isFailed());
        })(),
      ),

    consumeVerdicts: (handler) => {
      const connection = connectToWait(url);
      const worker = new Worker<VerdictMessage>(
        queueNames.verdicts,
        async (job) => {
          const message = verdictMessageSchema.safeParse(job.data);
          if (!message.success) {
            log.error(
              { job: job.id, issues: message.error.issues },
              'a verdict that cannot be read was put aside',
            );
            return;
          }
          await handler(message.data);
          const took = message.data.verdict.phases.reduce((sum, phase) => sum + phase.ms, 0);
          await rememberDuration(took);
        },
        { connection, prefix, concurrency: 10, removeOnComplete: { count: 0 } },
      );
      worker.on('error', complain);
      connection.on('error', complain);
      consumers.push({ worker, connection });
    },

    ping: async () => {
      try {
        return (await inTime(redis.ping())) === 'PONG';
      } catch {
        return false;
      }
    },

    close: async () => {
      // Each gets a moment to end its calls; a Redis that is away must not keep the bot from going.
      const closing = [
        ...consumers.map(({ worker }) => worker.close()),
        events.close(),
        queue.close(),
        verdicts.close(),
      ];
      await Promise.race([
        Promise.allSettled(closing),
        new Promise((resolve) => setTimeout(resolve, answerWithin).unref()),
      ]);
      for (const connection of [redis, listening, ...consumers.map((each) => each.connection)])
        connection.hangUp();
    },
  };

  /** An estimate's raw material: losing one is no loss, so a Redis that just went away is not an error here. */
  async function rememberDuration(ms: number): Promise<void> {
    if (ms <= 0) return;
    await redis
      .multi()
      .lpush(names.durations, String(Math.round(ms)))
      .ltrim(names.durations, 0, durationsKept - 1)
      .exec()
      .catch(complain);
  }
}

function readSign(text: string): readonly WorkerSign[] {
  try {
    return [workerSignSchema.parse(JSON.parse(text))];
  } catch {
    // A sign that another version wrote says nothing to this one.
    return [];
  }
}

function readProgress(job: Job<VerifyJob>): Progress | null {
  const progress = progressSchema.safeParse(job.progress);
  return progress.success ? progress.data : null;
}

function waitingJob(job: Job<VerifyJob> | undefined): readonly WaitingJob[] {
  const data = verifyJobSchema.safeParse(job?.data);
  if (job === undefined || !data.success) return [];
  return [{ submission: data.data.submission, run: data.data.run, since: job.timestamp }];
}

function runningJob(job: Job<VerifyJob> | undefined): readonly RunningJob[] {
  const data = verifyJobSchema.safeParse(job?.data);
  if (job === undefined || !data.success) return [];
  const { submission, run } = data.data;
  return [{ submission, run, since: job.processedOn ?? job.timestamp, progress: readProgress(job) }];
}

/** A Redis that is away makes every connection complain several times a second: one line every ten seconds says it all. */
function onceInAWhile(complain: (error: unknown) => void): (error: unknown) => void {
  let quietUntil = 0;
  return (error) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + 10_000;
    complain(error);
  };
}
