import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import type { VerifyQueue } from '../../src/queue/verify-queue.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { VerdictMessage } from '../../src/submission/job.ts';
import { seededRandom } from '../check/random-inputs.ts';
import { variation } from '../growth/variations.ts';
import { newPrefix, redisUrl, silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { answer, lessonsDir, theLesson } from './support/lesson.ts';
import { boxesDir } from './support/real-box.ts';

/** 20 variations with DOCKHAND_FULL=1, else a sample. DOCKHAND_SEED repeats a run. */
const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_129);
const random = seededRandom(seed);
const variations = Array.from({ length: full ? 20 : 3 }, () => variation(random));
const patience = full ? 1_500_000 : 240_000;

const prefix = newPrefix();
let queue: VerifyQueue;
let worker: ChildProcess;
const verdicts = new Map<string, VerdictMessage['verdict']>();
beforeAll(() => {
  queue = new BullmqVerifyQueue({ url: redisUrl(), prefix, log: silent });
  queue.consumeVerdicts(async ({ submission, verdict }) => void verdicts.set(submission, verdict));
  // `dockhand worker` as an operator starts it, without jest's own options for Node and with short time limits.
  const { NODE_OPTIONS: _jest, ...env } = process.env;
  worker = spawn(process.execPath, [join(import.meta.dirname, '../../bin/dockhand.js'), 'worker'], {
    env: {
      ...env,
      ...{ REDIS_URL: redisUrl(), QUEUE_PREFIX: prefix, LESSONS_DIR: lessonsDir, SANDBOX_BOXES: boxesDir() },
      ...{ SANDBOX_BUILD_SECONDS: '60', SANDBOX_READY_SECONDS: '20', LOG_LEVEL: 'error' },
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
});
const ended = (): boolean => worker.exitCode !== null || worker.signalCode !== null;
afterAll(async () => {
  if (!ended()) {
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    worker.kill('SIGTERM');
    await gone;
  }
  await queue.close();
}, 60_000);

async function hand(submission: string, files: Readonly<Record<string, string>>): Promise<string> {
  const { slug, digest } = (await theLesson()).lesson;
  await queue.add({ v: 1, submission, run: 1, lesson: { slug, digest }, files: digestOfFiles(files) }, files);
  return submission;
}

test(
  `variations of hostile files as jobs: each ends in a verdict, an honest one between them passes, and the worker lives on (seed ${seed})`,
  async () => {
    const half = Math.ceil(variations.length / 2);
    const handed: string[] = [];
    for (const [n, { files }] of variations.slice(0, half).entries()) handed.push(await hand(`s${n}`, files));
    const honest = await hand('honest', await answer());
    for (const [n, { files }] of variations.slice(half).entries())
      handed.push(await hand(`s${half + n}`, files));
    await until(
      () => ended() || [...handed, honest].every((one) => verdicts.has(one)),
      (done) => done,
      patience,
    );
    expect(ended()).toBe(false);
    for (const [n, submission] of handed.entries()) {
      const { outcome, reason } = verdicts.get(submission) ?? {};
      // Files that cannot be parsed at all are an error on our side; anything else is the student's.
      expect({ what: variations[n]?.name, outcome, reason }).toMatchObject(
        outcome === 'error'
          ? { reason: 'unreadable' }
          : { outcome: expect.stringMatching(/^(passed|failed)$/) },
      );
    }
    expect(verdicts.get(honest)).toMatchObject({ outcome: 'passed', reason: null });
  },
  patience + 60_000,
);
