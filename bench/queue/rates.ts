import { type ConnectionOptions, Queue, Worker } from 'bullmq';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { verifyJobOptions } from '../../src/queue/job-producer.ts';
import { connectToWait } from '../../src/queue/redis-connection.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { VerifyJob } from '../../src/submission/job.ts';
import type { RedisServer } from '../../test/faults/support/redis-server.ts';
import { files, job, silent } from './jobs.ts';

interface QueuedWork {
  readonly files: Readonly<Record<string, string>>;
  readonly job: VerifyJob;
}

type AddWork = (work: QueuedWork) => Promise<unknown>;
type Side = 'ours' | 'raw';
type PerSide = Record<Side, number>;

/** How many jobs are added or processed concurrently. */
const atOnce = 20;
/** How many jobs one side adds before the other has its turn. */
const slice = 100;
/** A bot runs for weeks: what counts is the speed of both once Node has compiled them. */
const warmUp = 2;
const counted = 15;

/**
 * Jobs a second, added by twenty at a time and then processed by a worker that does nothing; ours and plain BullMQ in turns. Adds
 * alternate in short slices, and so does who begins, so that the machine's load affects both alike.
 */
export async function rates(
  redis: RedisServer,
  connection: ConnectionOptions,
  jobs: number,
): Promise<Record<'add' | 'process', PerSide>> {
  const all = Array.from({ length: jobs }, (_, n) => workOf(n));
  const spent = { ours: 0, raw: 0 };
  const worked = { ours: 0, raw: 0 };
  for (let round = 0; round < warmUp + counted; round += 1) {
    const prefixes = { ours: `ours-${round}`, raw: `raw-${round}` };
    const queue = new BullmqVerifyQueue({ url: redis.url, prefix: prefixes.ours, log: silent });
    const raw = new Queue('verify', { connection, prefix: prefixes.raw });
    await Promise.all([queue.ping(), raw.waitUntilReady()]);
    const added = await addedInTurns(all, {
      ours: (work) => queue.add(work.job, work.files),
      raw: (work) =>
        raw.add('verify', work.job, { ...verifyJobOptions, priority: 1, jobId: `${work.job.submission}-1` }),
    });
    for (const side of inTurn(round)) {
      const took = await processed(redis.url, prefixes[side], jobs);
      if (round < warmUp) continue;
      spent[side] += added[side];
      worked[side] += took;
    }
    await raw.close();
    await queue.close();
    await redis.ask.flushall();
  }
  const perSecond = (ms: number): number => (jobs * counted * 1_000) / ms;
  return {
    add: { ours: perSecond(spent.ours), raw: perSecond(spent.raw) },
    process: { ours: perSecond(worked.ours), raw: perSecond(worked.raw) },
  };
}

/** Which side begins, and which comes second. */
const inTurn = (turn: number): readonly Side[] => (turn % 2 === 0 ? ['ours', 'raw'] : ['raw', 'ours']);

function workOf(n: number): QueuedWork {
  const own = { ...files, Dockerfile: `${files.Dockerfile}# ${n}\n` };
  return { files: own, job: { ...job(`s${n}`), files: digestOfFiles(own) } };
}

/** Milliseconds that each side spent adding all jobs. */
async function addedInTurns(all: readonly QueuedWork[], add: Record<Side, AddWork>): Promise<PerSide> {
  const spent = { ours: 0, raw: 0 };
  for (let from = 0; from < all.length; from += slice)
    for (const side of inTurn(from / slice))
      spent[side] += await timedAdds(all.slice(from, from + slice), add[side]);
  return spent;
}

async function timedAdds(part: readonly QueuedWork[], add: AddWork): Promise<number> {
  const began = performance.now();
  const left = part.values();
  const one = async (): Promise<void> => {
    for (const each of left) await add(each);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return performance.now() - began;
}

/** Milliseconds until a worker has seen every job of a queue. */
async function processed(url: string, prefix: string, jobs: number): Promise<number> {
  const { promise: over, resolve: finish } = Promise.withResolvers<void>();
  let done = 0;
  const from = performance.now();
  const worker = new Worker(
    'verify',
    async () => {
      done += 1;
      if (done === jobs) finish();
    },
    { connection: connectToWait(url), prefix, concurrency: atOnce },
  );
  await over;
  const took = performance.now() - from;
  await worker.close(true);
  return took;
}
