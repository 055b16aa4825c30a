import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { VerdictMessage } from '../../src/submission/job.ts';
import { newPrefix, redisUrl, silent } from '../support/redis.ts';
import { sampleOf, seed } from '../support/sample.ts';
import { until } from '../support/until.ts';
import { answer, changed, lessonsDir, theLesson } from './support/lesson.ts';
import { boxesDir } from './support/real-box.ts';

/** The worker's memory limit in docs/security.md, in megabytes. */
const promised = 150;
/** The limit of the process that runs one verification. */
const promisedOfProcess = 250;

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** `dockhand worker` as an operator starts it, in a process of its own. */
async function worker(prefix: string): Promise<ChildProcess> {
  const dockhand = join(import.meta.dirname, '../../bin/dockhand.js');
  // Without jest's own options for Node, which the worker does not have.
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
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  });
  return child;
}

/** A process's peak memory, in megabytes. */
async function peakOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** Watches another process's children, five times a second; returns the highest memory that one of them had, in megabytes. */
function watchProcesses({ pid }: ChildProcess): () => number {
  let most = 0;
  const timer = setInterval(() => {
    const children = readText(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
    for (const each of children) {
      const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(readText(`/proc/${each}/status`))?.[1] ?? 0) / 1024;
      most = Math.max(most, peak);
    }
  }, 200);
  endings.push(async () => clearInterval(timer));
  return () => most;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended.
    return '';
  }
}

/** Endless lines, and one endless line. */
const lines = `yes ${'x'.repeat(100)}`;
const endless = 'cat /dev/zero';
/** In a build the engine itself truncates a step's output at some megabytes, so this one ends by itself. */
const inAStep = (command: string) => `${command} | head -c 200000000; exit 9`;
const server = 'exec uv run python manage.py runserver 0.0.0.0:8000';
const inBuild = (files: Record<string, string>, command: string) =>
  changed(files, 'Dockerfile', ['EXPOSE 8000', `RUN ${command}\nEXPOSE 8000`]);
const inContainer = (files: Record<string, string>, command: string) =>
  changed(files, 'entrypoint.sh', [server, `exec ${command}`]);

async function verified(answers: readonly Record<string, string>[]) {
  const prefix = newPrefix();
  const queue = new BullmqVerifyQueue({ url: redisUrl(), prefix, log: silent });
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
  const processes = watchProcesses(child);
  await until(
    () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('the worker has died');
      return verdicts.length;
    },
    (count) => count === answers.length,
    110_000 * answers.length,
  );
  const sorted = verdicts.sort((a, b) => (a.submission < b.submission ? -1 : 1));
  const found = sorted.map(({ verdict }) => verdict);
  const processPeak = processes();
  return {
    verdicts: found,
    reasons: found.map(({ reason }) => reason),
    peak: await peakOf(child),
    processPeak,
  };
}

/** Results in one variable of 33 MB: 33 MB of configuration, and 67 MB of history. */
const growing = `ENV A=aaaaaaaaaaaaaaaa\n${'ENV A=$A$A\n'.repeat(21)}`;
/** Many steps whose names contain a variable that is not too large by itself. */
const named = `ENV A=aaaaaaaaaaaaaaaa\n${'ENV A=$A$A\n'.repeat(14)}${'WORKDIR /$A\n'.repeat(100)}`;

describe('a worker’s memory', () => {
  test('a worker reads of an image’s configuration no more than it may', async () => {
    const right = await answer();
    const withLines = (lines: string) => changed(right, 'Dockerfile', ['EXPOSE 8000', `${lines}EXPOSE 8000`]);
    const { reasons, verdicts, peak, processPeak } = await verified([
      withLines(growing),
      withLines(named),
      right,
    ]);
    expect(reasons).toEqual(['image-configuration-too-large', 'image-configuration-too-large', null]);
    expect(verdicts[0]).toMatchObject({ outcome: 'failed', file: 'Dockerfile' });
    const lines = (withLines(growing).Dockerfile ?? '').split('\n');
    expect(lines[(verdicts[0]?.line ?? 0) - 1]).toBe('ENV A=$A$A');
    expect(peak).toBeLessThan(promised);
    // The process that runs a verification; without the limit it took 500 MB.
    expect(processPeak).toBeLessThan(promisedOfProcess);
  }, 600_000);

  // Fails without the options that bin/dockhand.js gives Node (634 MB were seen at the start, for the WebAssembly compiler).
  test(`stays within what is promised while students print without end, seed ${seed}`, async () => {
    const right = await answer();
    // One in a build and one in a container, with lines or a single line; all four with DOCKHAND_FULL=1.
    const printing = [
      ...sampleOf([lines, endless], 1).map((command) => ({
        files: inBuild(right, inAStep(command)),
        reason: 'build-failed',
      })),
      ...sampleOf([endless, lines], 1).map((command) => ({
        files: inContainer(right, command),
        reason: 'too-much-output',
      })),
    ];
    const { reasons, peak } = await verified([...printing.map(({ files }) => files), right]);
    expect(reasons).toEqual([...printing.map(({ reason }) => reason), null]);
    expect(peak).toBeLessThan(promised);
  }, 600_000);
});
