/**
 * `node bench/scale/scale.ts [students…]`: classes of 30, 300, 3,000 and 30,000 before one deadline. How long they wait and how many
 * boxes they need is played in time that is only counted, with the durations of deadline.ts. What it costs Redis is measured: every
 * verification of the busiest half hour goes through the real queue and the real worker on a real Redis, all of them waiting first,
 * as they would if no box came. docs/capacity.md has the figures. The last line is JSON.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { loadLesson } from '../../src/library/library.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import { startRedis } from '../../test/faults/support/redis-server.ts';
import { verdictOf } from '../../test/support/verdicts.ts';
import { readLimits } from '../../workers/sandbox/limits.ts';
import { VerifyWorker } from '../../workers/worker.ts';
import { arrivals, boxesFor, play, random, verificationsPerStudent } from './deadline.ts';

const classes = process.argv.slice(2).map(Number);
const sizes = classes.length > 0 ? classes : [30, 300, 3_000, 30_000];
const silent = pino({ level: 'silent' });
const lessonsDir = join(import.meta.dirname, '../../lessons');
const slug = 'backend-docker';
const { lesson } = await loadLesson(join(lessonsDir, slug));
const solution = {
  Dockerfile: 'FROM python:3.11-slim\n'.repeat(60),
  'entrypoint.sh': '#!/bin/sh\n'.repeat(20),
};

interface Cost {
  readonly verifications: number;
  readonly bytesPerWaiting: number;
  readonly commandsPerVerification: number;
  readonly secondsToAdd: number;
  readonly secondsToVerify: number;
}

/** `count` verifications through the real queue and a real worker whose verdict is always "passed", at once. */
async function cost(count: number): Promise<Cost> {
  const redis = await startRedis({ fsync: 'everysec' });
  const boxesDir = await mkdtemp(join(tmpdir(), 'dockhand-scale-'));
  for (let n = 1; n <= 16; n += 1) await mkdir(join(boxesDir, `box-${n}`));
  const prefix = 'scale';
  const queue = new BullmqVerifyQueue({ url: redis.url, prefix, log: silent });
  const stat = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(await redis.ask.info())?.[1] ?? Number.NaN);
  try {
    await queue.ping();
    const [memory, commands] = [await stat('used_memory'), await stat('total_commands_processed')];
    const began = performance.now();
    for (let n = 0; n < count; n += 20)
      await Promise.all(Array.from({ length: Math.min(20, count - n) }, (_, m) => add(queue, n + m)));
    const added = performance.now();
    const waiting = await stat('used_memory');
    let judged = 0;
    const over = new Promise<void>((resolve) => {
      queue.consumeVerdicts(async ({ submission, run }) => {
        await queue.release(submission, run);
        judged += 1;
        if (judged === count) resolve();
      });
    });
    const worker = new VerifyWorker({
      ...{ id: 'scale', redisUrl: redis.url, prefix, lessonsDir, boxesDir, proxy: null, checker: 'scale' },
      ...{ limits: readLimits({}), log: silent, signEveryMs: 5_000 },
      verifiers: { verify: async () => verdictOf('passed'), close: async () => undefined },
    });
    await over;
    const ended = performance.now();
    const spent = (await stat('total_commands_processed')) - commands;
    await worker.close();
    return {
      verifications: count,
      bytesPerWaiting: Math.round((waiting - memory) / count),
      commandsPerVerification: Math.round(spent / count),
      secondsToAdd: (added - began) / 1_000,
      secondsToVerify: (ended - added) / 1_000,
    };
  } finally {
    await queue.close();
    await redis.close();
    await rm(boxesDir, { recursive: true, force: true });
  }
}

function add(queue: BullmqVerifyQueue, n: number): Promise<void> {
  const files = { ...solution, Dockerfile: `${solution.Dockerfile}# ${n}\n` };
  const job = { v: 1, submission: `s${n}`, run: 1, lesson: { slug, digest: lesson.digest } } as const;
  return queue.add({ ...job, files: digestOfFiles(files) }, files);
}

const rows = [];
for (const students of sizes) {
  const all = arrivals(students, random(students));
  const boxes = boxesFor(students);
  const { waits, longestLine, verifications } = play(all, boxes);
  const half = play(all, Math.max(1, Math.floor(boxes / 2)));
  const measured = await cost(Math.ceil(students * verificationsPerStudent * 0.25));
  const row = { students, verifications, boxes, waits, longestLine, halfAsMany: half.waits, redis: measured };
  rows.push(row);
  process.stderr.write(
    `${students} students, ${verifications} verifications, ${boxes} boxes: waits p50 ${Math.round(waits.p50)} s, p95 ${Math.round(waits.p95)} s, longest ${Math.round(waits.longest)} s, line ${longestLine}; with half as many p95 ${Math.round(half.waits.p95)} s. ` +
      `Redis: ${measured.bytesPerWaiting} bytes for each that waits, ${measured.commandsPerVerification} commands for each; ${Math.round(measured.verifications / measured.secondsToAdd)} added and ${Math.round(measured.verifications / measured.secondsToVerify)} verified a second\n`,
  );
}
process.stdout.write(`${JSON.stringify(rows)}\n`, () => process.exit(0));
