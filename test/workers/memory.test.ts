import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { VerdictMessage } from '../../src/submission/job.ts';
import { newPrefix, redisUrl, silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { answer, boxesDir, changed, lessonsDir, theLesson } from './support/real-box.ts';

/** What docs/security.md promises of the worker, in megabytes. */
const promised = 150;

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** `dockhand worker` as an operator starts it, in a process of its own. */
async function worker(prefix: string): Promise<ChildProcess> {
  const dockhand = join(import.meta.dirname, '../../bin/dockhand.js');
  // Not jest's own options for Node: they are none of the worker's.
  const { NODE_OPTIONS: _jest, ...env } = process.env;
  const child = spawn(process.execPath, [dockhand, 'worker'], {
    env: {
      ...env,
      REDIS_URL: redisUrl(),
      QUEUE_PREFIX: prefix,
      LESSONS_DIR: lessonsDir,
      SANDBOX_BOXES: boxesDir(),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  endings.push(async () => {
    if (child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  });
  return child;
}

/** The most memory that a process ever had, in megabytes. */
async function peakOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** Lines without end, and one line that never ends. */
const lines = `yes ${'x'.repeat(100)}`;
const endless = 'cat /dev/zero';
/** In a build the engine itself clips what a step prints at some megabytes, so this one ends by itself. */
const inAStep = (command: string) => `${command} | head -c 200000000; exit 9`;
const server = 'exec uv run python manage.py runserver 0.0.0.0:8000';
const inBuild = (files: Record<string, string>, command: string) =>
  changed(files, 'Dockerfile', ['EXPOSE 8000', `RUN ${command}\nEXPOSE 8000`]);
const inContainer = (files: Record<string, string>, command: string) =>
  changed(files, 'entrypoint.sh', [server, `exec ${command}`]);

async function verified(answers: readonly Record<string, string>[]) {
  const prefix = newPrefix();
  const queue = openVerifyQueue({ url: redisUrl(), prefix, log: silent });
  endings.push(() => queue.close());
  const verdicts: VerdictMessage[] = [];
  queue.consumeVerdicts(async (message) => {
    verdicts.push(message);
  });
  const child = await worker(prefix);
  const { lesson } = await theLesson();
  for (const [n, files] of answers.entries()) {
    const submission = `m${n}${prefix.slice(-8)}`;
    const { slug, digest } = lesson;
    await queue.add(
      { v: 1, submission, run: 1, lesson: { slug, digest }, files: digestOfFiles(files) },
      files,
    );
  }
  await until(
    () => verdicts.length,
    (count) => count === answers.length,
    110_000 * answers.length,
  );
  const sorted = verdicts.sort((a, b) => (a.submission < b.submission ? -1 : 1));
  return { reasons: sorted.map(({ verdict }) => verdict.reason), peak: await peakOf(child) };
}

describe('a worker’s memory', () => {
  // Without what bin/dockhand.js gives Node (seen: 634 MB at the start, for the WebAssembly compiler) this is red.
  test('stays within what is promised while students print without end', async () => {
    const right = await answer();
    const { reasons, peak } = await verified([
      inBuild(right, inAStep(lines)),
      inContainer(right, lines),
      inBuild(right, inAStep(endless)),
      inContainer(right, endless),
      right,
    ]);
    expect(reasons).toEqual(['build-failed', 'too-much-output', 'build-failed', 'too-much-output', null]);
    expect(peak).toBeLessThan(promised);
  }, 600_000);
});
