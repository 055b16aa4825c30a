import { afterEach, describe, expect, test } from '@jest/globals';
import { readSettings } from '../../../src/config/settings.ts';
import { openLibrary } from '../../../src/library/library.ts';
import { BullmqVerifyQueue } from '../../../src/queue/bullmq-verify-queue.ts';
import { digestOfFiles } from '../../../src/submission/files.ts';
import type { VerdictMessage } from '../../../src/submission/job.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { ProcessVerifierPool } from '../../../workers/verification/verifier-pool.ts';
import { VerifyWorker } from '../../../workers/worker.ts';
import { newPrefix, redisUrl, silent } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { pretendBox } from '../support/pretend-box.ts';

/** The real worker, queue and processes; the boxes and the faults that a verification meets are simulated. */
const patience = 60_000;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, patience);

async function scene(boxCount = 2) {
  const prefix = newPrefix();
  const queue = new BullmqVerifyQueue({ url: redisUrl(), prefix, log: silent });
  endings.push(() => queue.close());
  const verdicts: VerdictMessage[] = [];
  queue.consumeVerdicts(async (message) => void verdicts.push(message));
  const steps: string[] = [];
  queue.onProgress((_submission, _run, told) => void steps.push(told.step?.instruction ?? ''));
  const first = await pretendBox({ name: 'box-0' });
  const boxes = [first];
  for (let n = 1; n < boxCount; n += 1)
    boxes.push(await pretendBox({ folder: first.folder, name: `box-${n}` }));
  endings.push(() => Promise.all(boxes.map((box) => box.close())));
  const lessonsDir = readSettings({}).LESSONS_DIR;
  const { lesson } = (await openLibrary(lessonsDir)).get('backend-docker') ?? { lesson: null };
  if (lesson === null) throw new Error('the lesson is not there');
  const means = { boxesDir: first.folder, proxy: null, checker: 'planted', limits: readLimits({}) };
  let workers = 0;
  const work = async () => {
    const verifiers = new ProcessVerifierPool(lessonsDir, means, {
      module: new URL('planted-verifier.ts', import.meta.url),
      // V8's last output before a process dies would be taken for the death of the process that runs this test.
      talks: false,
    });
    const worker = new VerifyWorker({
      ...{ id: `w${++workers}`, redisUrl: redisUrl(), prefix, lessonsDir, ...means, log: silent, verifiers },
      ...{ signEveryMs: 300, graceMs: 500 },
    });
    endings.push(() => worker.close());
    await worker.ready;
    return worker;
  };
  let submissions = 0;
  const hand = async (text: string): Promise<string> => {
    const files = { Dockerfile: text };
    const submission = `s${++submissions}`;
    const { slug, digest } = lesson;
    await queue.add(
      { v: 1, submission, run: 1, lesson: { slug, digest }, files: digestOfFiles(files) },
      files,
    );
    return submission;
  };
  const verdictOn = (submission: string) =>
    until(
      () => verdicts.filter((one) => one.submission === submission),
      (found) => found.length > 0,
      patience,
    ).then((found) => found[0]?.verdict);
  return { queue, verdicts, steps, boxes, work, hand, verdictOn };
}

describe('a verification that ends its process', () => {
  test.each([
    ['hangs over her files', 'PLANTED-HANG-IN-FILES'],
    ['hangs over what her container prints', 'PLANTED-HANG-IN-OUTPUT'],
    ['takes all memory', 'PLANTED-MEMORY'],
  ])(
    '%s: it is judged once and as ours; everybody else is served meanwhile',
    async (_, plant) => {
      const { verdicts, boxes, work, hand, verdictOn } = await scene();
      await work();
      const hostile = await hand(`FROM a\n# ${plant}\n`);
      const others = [];
      for (let n = 0; n < 3; n += 1) others.push(await hand(`FROM a\n# ${n}\n`));
      for (const other of others) expect(await verdictOn(other)).toMatchObject({ outcome: 'passed' });
      expect(await verdictOn(hostile)).toMatchObject({ outcome: 'error', reason: 'unreadable' });
      // It is not given out again.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect(verdicts).toHaveLength(4);
      expect(boxes.map(({ state }) => state)).not.toContain('leased');
      // No worker reads the same files again.
      await work();
      const before = performance.now();
      expect(await verdictOn(await hand(`FROM a\n# ${plant}\n`))).toMatchObject({ reason: 'unreadable' });
      expect(performance.now() - before).toBeLessThan(1_500);
    },
    patience,
  );
});

test(
  'a process that somebody kills is nobody’s fault: the job is done again',
  async () => {
    const { steps, work, hand, verdictOn } = await scene(1);
    await work();
    const submission = await hand('FROM a\n# PLANTED-WAIT\n');
    await until(
      () => steps,
      (all) => all.length > 0,
      patience,
    );
    process.kill(Number(steps[0]), 'SIGKILL');
    expect(await verdictOn(submission)).toMatchObject({ outcome: 'passed' });
  },
  patience,
);
