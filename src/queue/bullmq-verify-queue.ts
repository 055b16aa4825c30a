import { randomUUID } from 'node:crypto';
import { DelayedError, Queue, Worker } from 'bullmq';
import type { Logger } from 'pino';
import {
  idSchema,
  jobId,
  progressSchema,
  queueNames,
  runOf,
  type VerdictMessage,
  type VerifyJob,
  verdictMessageSchema,
} from '../submission/job.ts';
import { settledWithin } from '../timing/time-limit.ts';
import { answerWithin, connectToAsk, connectToWait, inTime } from './connection.ts';
import { jobFiles } from './job-files.ts';
import { openJobProducer } from './job-producer.ts';
import { queueControls } from './queue-controls.ts';
import { openEvents } from './queue-events.ts';
import { queueInspector } from './queue-inspector.ts';
import { redisKeys } from './redis-keys.ts';
import type { VerifyQueue } from './verify-queue.ts';

/** A verdict that cannot be read goes back so often: during an upgrade another bot may know more. */
const handedOn = 2;
/** Milliseconds. */
const handedOnAfter = 3_000;

/**
 * Opens the bot's side of the queues. Opening does not wait for Redis: while it is away every question throws
 * QueueAway in time, and consuming goes on by itself when it is back.
 */
export function openVerifyQueue(options: {
  readonly url: string;
  readonly prefix: string;
  readonly log: Logger;
  /** See {@link VerifyQueue.notificationClaimMs}: longer than a bot tells a verdict. */
  readonly notificationClaimMs?: number;
}): VerifyQueue {
  const { url, prefix, log, notificationClaimMs = 20_000 } = options;
  const redis = connectToAsk(url);
  const listening = connectToWait(url);
  const queue = new Queue<VerifyJob>(queueNames.verify, { connection: redis, prefix });
  const verdicts = new Queue<VerdictMessage>(queueNames.verdicts, { connection: redis, prefix });
  const events = openEvents(listening, prefix);
  const consumers: { readonly worker: Worker; readonly connection: ReturnType<typeof connectToWait> }[] = [];

  const complain = onceInAWhile((error) => log.warn({ err: error }, 'Redis is away; Dockhand keeps trying'));
  redis.on('error', complain);
  listening.on('error', complain);
  queue.on('error', complain);
  verdicts.on('error', complain);
  events.on('error', complain);

  /** This bot, beside another one of an upgrade or by mistake. */
  const self = randomUUID();
  const blobs = jobFiles(redis, prefix);
  const add = openJobProducer({ redis, queue, blobs });
  const seen = queueInspector({ redis, queue, verdicts, prefix });
  const levers = queueControls({ redis, queue, seen, prefix });

  return {
    add: (job, files, turn = 0, spot = null) =>
      inTime(
        (async () => {
          await add(job, files);
          if (turn > 0) await levers.letPass(job.submission, job.run, turn);
          if (spot !== null) await levers.moveTo(job.submission, job.run, spot);
        })(),
      ),
    inheritablePosition: (submission, run) => inTime(seen.spotOf(jobId({ submission, run }))),

    position: (submission, run) => inTime(seen.placeOf(jobId({ submission, run }))),
    state: (submission, run) => inTime(seen.stateOf(jobId({ submission, run }))),
    overview: () => inTime(seen.overview()),
    counts: () => inTime(seen.counts()),
    workers: () => inTime(seen.workers()),

    cancel: (submission, run, why) => inTime(levers.cancel(submission, run, why)),
    pause: () => inTime(levers.pause()),
    resume: () => inTime(levers.resume()),
    promote: (submission, run) => inTime(levers.promote(submission, run)),
    drain: (worker) => inTime(levers.drain(worker)),
    undrain: (worker) => inTime(levers.undrain(worker)),
    hurryDelayed: () => inTime(levers.hurryDelayed()),

    release: (submission, run) => inTime(blobs.release(jobId({ submission, run }))),
    heldRuns: () => inTime(blobs.held().then((jobs) => jobs.map(runOf))),
    notificationClaimMs,
    claimNotification: (submission, run) =>
      inTime(
        (async () => {
          const key = redisKeys(prefix).telling(jobId({ submission, run }));
          if ((await redis.set(key, self, 'PX', notificationClaimMs, 'NX')) !== null) return true;
          return (await redis.get(key)) === self;
        })(),
      ),
    releaseNotification: (submission, run) =>
      inTime(
        (async () => {
          const key = redisKeys(prefix).telling(jobId({ submission, run }));
          if ((await redis.get(key)) === self) await redis.del(key);
        })(),
      ),
    onReady: (listener) => {
      redis.on('ready', listener);
      return () => {
        redis.off('ready', listener);
      };
    },

    onProgress: (listener) => {
      const hear = ({ jobId: id, data }: { readonly jobId: string; readonly data: unknown }): void => {
        const progress = progressSchema.safeParse(data);
        if (!progress.success) return;
        const { submission, run } = runOf(id);
        listener(submission, run, progress.data);
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

    hasPendingVerdict: (submission, run) =>
      inTime(
        (async () => {
          const job = await verdicts.getJob(jobId({ submission, run }));
          return job !== undefined && !(await job.isFailed());
        })(),
      ),

    consumeVerdicts: (handler, unreadable) => {
      const connection = connectToWait(url);
      const worker = new Worker<VerdictMessage>(
        queueNames.verdicts,
        async (job, token) => {
          const message = verdictMessageSchema.safeParse(job.data);
          if (!message.success) {
            const { issues } = message.error;
            if (job.attemptsStarted <= handedOn) {
              log.warn({ job: job.id, issues }, 'a verdict that cannot be read was handed on');
              await job.moveToDelayed(Date.now() + handedOnAfter, token);
              throw new DelayedError();
            }
            log.error({ job: job.id, issues }, 'a verdict that nobody can read counts as an error of ours');
            const { submission, run } = runOf(job.id ?? '');
            if (idSchema.safeParse(submission).success && Number.isInteger(run))
              await unreadable?.(submission, run);
            return;
          }
          await handler(message.data);
          // An estimate's raw material: losing one is no loss.
          if (message.data.verdict.outcome === 'passed' || message.data.verdict.outcome === 'failed')
            await seen.rememberDuration(await slotTime(queue, job.timestamp, message.data)).catch(complain);
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
      await settledWithin(Promise.allSettled(closing), answerWithin);
      for (const connection of [redis, listening, ...consumers.map((each) => each.connection)])
        connection.hangUp();
    },
  };
}

/**
 * How long a verification kept its slot: from the moment that a worker took it until it sent the verdict, both by that
 * worker's clock; where that is not known any more, its phases together. Milliseconds.
 */
async function slotTime(
  queue: Queue<VerifyJob>,
  sentAt: number,
  { submission, run, verdict }: VerdictMessage,
): Promise<number> {
  const job = await queue.getJob(jobId({ submission, run })).catch(() => undefined);
  const took = sentAt - (job?.processedOn ?? sentAt);
  return took > 0 ? took : verdict.phases.reduce((sum, phase) => sum + phase.ms, 0);
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
