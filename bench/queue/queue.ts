import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, Worker } from 'bullmq';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { verifyJobOptions } from '../../src/queue/job-producer.ts';
import { connectToWait } from '../../src/queue/redis-connection.ts';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { startRedis } from '../../test/faults/support/redis-server.ts';
import { files, job, silent } from './jobs.ts';
import { rates } from './rates.ts';

/**
 * `node bench/queue/queue.ts`: what the queue layer costs beside BullMQ itself, in the same run on the same Redis, in
 * turns, so that a busy machine is as busy for both. BullMQ gets the same jobs with the same options, so what differs
 * is ours: files, checks, time limits. The last line is JSON.
 */
const quantile = (all: readonly number[], q: number): number => {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
};
const round = (n: number): number => Math.round(n * 100) / 100;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const redis = await startRedis({ fsync: 'everysec' });
const folder = await mkdtemp(join(tmpdir(), 'dockhand-bench-'));
const connection = connectToWait(redis.url);
connection.on('error', () => undefined);

/** From submission until an idle worker has the job, one at a time, ours and plain BullMQ in turns. */
async function start(times: number): Promise<{ readonly ours: number[]; readonly raw: number[] }> {
  const queue = new BullmqVerifyQueue({ url: redis.url, prefix: 'ours', log: silent });
  const raw = new Queue('verify', { connection, prefix: 'raw' });
  let began = (_: number): void => undefined;
  const worker = (prefix: string) =>
    new Worker('verify', async () => began(performance.now()), {
      connection: connectToWait(redis.url),
      prefix,
      concurrency: 1,
    });
  const workers = [worker('ours'), worker('raw')];
  await Promise.all(workers.map((one) => one.waitUntilReady()));
  const once = async (add: () => Promise<unknown>): Promise<number> => {
    const started = new Promise<number>((resolve) => {
      began = resolve;
    });
    const from = performance.now();
    await Promise.all([add(), started]);
    const took = (await started) - from;
    // The worker is idle again before the next job comes.
    await new Promise((resolve) => setTimeout(resolve, 10));
    return took;
  };
  const result = { ours: [] as number[], raw: [] as number[] };
  for (let n = 0; n < times; n += 1) {
    result.ours.push(await once(() => queue.add(job(`s${n}`), files)));
    result.raw.push(
      await once(() =>
        raw.add('verify', job(`s${n}`), { ...verifyJobOptions, priority: 1, jobId: `s${n}-1` }),
      ),
    );
  }
  await Promise.all(workers.map((one) => one.close(true)));
  await raw.close();
  await queue.close();
  return result;
}

/** The whole promise: recorded with full sync and then queued, while a number of submissions arrive each second. Milliseconds each. */
async function promises(perSecond: number, seconds: number): Promise<number[]> {
  const records = await openRecords(join(folder, 'records.sqlite3'));
  const queue = new BullmqVerifyQueue({ url: redis.url, prefix: 'promise', log: silent });
  const desk = VerificationDesk.open({ records, queue, log: silent, mostWaiting: 100_000 });
  const took: number[] = [];
  const handIn = async (n: number): Promise<void> => {
    const from = performance.now();
    await desk.submit({
      student: { guild: '100000000000000001', user: String(200_000_000_000_000_000n + BigInt(n)) },
      lesson: { slug: 'backend-docker', digest: 'd' },
      files,
      reply: null,
    });
    took.push(performance.now() - from);
  };
  for (let n = 0; n < 20; n += 1) await handIn(1_000_000 + n);
  took.length = 0;
  const all: Promise<void>[] = [];
  const from = performance.now();
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = from + (n * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    all.push(handIn(n));
  }
  await Promise.all(all);
  await desk.close();
  await queue.close();
  await records.close();
  return took;
}

/** Position and estimate of one job, and the overview, with that many waiting. Milliseconds each. */
async function answers(waiting: number): Promise<Record<'place' | 'overview', number[]>> {
  const prefix = `w${waiting}`;
  const queue = new BullmqVerifyQueue({ url: redis.url, prefix, log: silent });
  const now = Date.now();
  await redis.ask.hset(
    redisKeys(prefix).workers,
    'w',
    JSON.stringify({ id: 'w', boxes: 4, jobs: [], at: now + 600_000 }),
  );
  await redis.ask.rpush(
    redisKeys(prefix).durations,
    ...Array.from({ length: 50 }, (_, n) => 20_000 + 500 * n),
  );
  for (let n = 0; n < waiting; n += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, waiting - n) }, (_, m) => queue.add(job(`s${n + m}`), files)),
    );
  }
  const timed = async (ask: () => Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await ask();
    return performance.now() - from;
  };
  const result = { place: [] as number[], overview: [] as number[] };
  for (let n = 0; n < 200; n += 1) {
    const id = `s${Math.floor((n * waiting) / 200)}`;
    result.place.push(await timed(() => queue.state(id, 1)));
    result.overview.push(await timed(() => queue.overview()));
  }
  await queue.close();
  return result;
}

const started = await start(300);
say(
  `submission to job start: p50 ${round(quantile(started.ours, 0.5))} ms, BullMQ ${round(quantile(started.raw, 0.5))} ms`,
);
const rate = await rates(redis, connection, 1_000);
for (const what of ['add', 'process'] as const)
  say(`${what}: ${Math.round(rate[what].ours)} jobs/s, BullMQ ${Math.round(rate[what].raw)} jobs/s`);
const promise = await promises(100, 10);
say(
  `promised, at 100 a second: p50 ${round(quantile(promise, 0.5))} ms, p99 ${round(quantile(promise, 0.99))} ms`,
);
const few = await answers(10);
const many = await answers(10_000);
for (const [name, times] of [
  ['10', few],
  ['10,000', many],
] as const)
  say(
    `with ${name} waiting: place p50 ${round(quantile(times.place, 0.5))} p99 ${round(quantile(times.place, 0.99))} ms, overview p50 ${round(quantile(times.overview, 0.5))} p99 ${round(quantile(times.overview, 0.99))} ms`,
  );

connection.hangUp();
await redis.close();
await rm(folder, { recursive: true, force: true });
const line = {
  startP50: round(quantile(started.ours, 0.5)),
  startP50Raw: round(quantile(started.raw, 0.5)),
  startRatio: round(quantile(started.ours, 0.5) / quantile(started.raw, 0.5)),
  addRatio: round(rate.add.ours / rate.add.raw),
  processRatio: round(rate.process.ours / rate.process.raw),
  promiseP99: round(quantile(promise, 0.99)),
  placeP50: round(quantile(many.place, 0.5)),
  placeP99: round(quantile(many.place, 0.99)),
  overviewP50: round(quantile(many.overview, 0.5)),
  overviewP99: round(quantile(many.overview, 0.99)),
};
process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit(0));
