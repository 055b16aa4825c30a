import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Verdict } from '../../src/submission/verdict.ts';
import { type ClassServer, messageOf, openClassServer } from '../support/class-server.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

/** Which result of a student stands, as students and teaching assistants see it in Discord. */
const remember = { checker: 'c', limits: 'm' };
let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer({ remember });
});
afterEach(() => classServer.close());

const dockerfile = 'FROM python:3.11-slim\nWORKDIR /app\n';
const attached = (text = dockerfile) => ({ dockerfile: { name: 'Dockerfile', bytes: Buffer.from(text) } });
const student = () => ({ guild: classServer.guild.id, user: classServer.ada.id });
const latest = () => classServer.records.submissions.latest(student(), 'backend-docker');

/** A worker that returns these verdicts in order, repeats the last one, and counts its runs. */
function working(...verdicts: readonly Partial<Verdict>[]): {
  readonly runs: () => number;
  hold: Promise<void>;
} {
  const seen = { count: 0, runs: () => seen.count, hold: Promise.resolve() };
  classServer.work(async (job) => {
    const next = verdicts[Math.min(seen.count, verdicts.length - 1)] ?? {};
    seen.count += 1;
    await seen.hold;
    return {
      ...verdictOf(next.outcome ?? 'passed'),
      digests: { lesson: job.lesson.digest, checker: 'c', limits: 'm', box: 'b' },
      ...next,
    };
  });
  return seen;
}
const broken: Partial<Verdict> = { outcome: 'error', reason: 'engine-away' };

describe('three quick presses', () => {
  test('starts one run for a student’s quick presses and shows it in the newest answer', async () => {
    const hold = Promise.withResolvers<void>();
    const worker = working({ outcome: 'passed' });
    worker.hold = hold.promise;
    const answers = await Promise.all([1, 2, 3].map(() => classServer.ada.command('verify', attached())));
    await Promise.all(answers.map((answer) => answer.untilFilled()));
    hold.resolve();
    await until(
      async () => answers.filter(({ text }) => text.includes('Passed!')).length,
      (count) => count === 1,
      10_000,
    );
    expect(answers.filter(({ text }) => text.includes('You sent the same files again'))).toHaveLength(2);
    expect(answers.some(({ text }) => text.includes('newer version'))).toBe(false);
    expect(worker.runs()).toBe(1);
    expect(await classServer.records.attempts.of(student(), 'backend-docker')).toHaveLength(1);
  });

  test('starts one run for a TA’s quick presses, which the student cannot cancel and which costs no attempt', async () => {
    const worker = working({ outcome: 'passed' }, broken);
    const answer = await classServer.ada.command('verify', attached());
    await answer.until(({ text }) => text.includes('Passed!'), { ms: 8_000 });
    const hold = Promise.withResolvers<void>();
    worker.hold = hold.promise;
    const page = await classServer.tess.command('student', { name: classServer.ada.id }, { force: true });
    await page.untilFilled();
    await Promise.all([1, 2, 3].map(() => classServer.tess.press(messageOf(page), 'Verify again')));
    await until(latest, (now) => now?.run === 2 && now.state !== 'judged');
    const refusal = await (await classServer.ada.slash('/cancel')).untilFilled();
    expect(refusal.text).toContain('A teaching assistant started this run');
    hold.resolve();
    const after = await until(latest, (now) => now?.run === 2 && now.state === 'judged', 8_000);
    expect(worker.runs()).toBe(2);
    expect(after?.verdict?.outcome).toBe('passed');
    const status = await (await classServer.ada.slash('/status')).untilFilled();
    expect(status.text).toContain('passed');
    const [attempt] = await classServer.records.attempts.of(student(), 'backend-docker');
    expect(attempt?.outcome).toBe('passed');
    expect(answer.text).toContain('Passed!');
  });
});

describe('the same files again', () => {
  const verifyTwice = async (first: Partial<Verdict>) => {
    const worker = working(first);
    const one = await classServer.ada.command('verify', attached());
    await until(latest, (now) => now?.state === 'judged', 8_000);
    await until(
      async () => (await latest())?.notifiedAt ?? null,
      (at) => at !== null,
      8_000,
    );
    const two = await (await classServer.ada.command('verify', attached())).untilFilled();
    await until(latest, (now) => now?.state === 'judged' && now.notifiedAt !== null, 8_000);
    return { worker, one, two };
  };

  test.each([
    ['passed', { outcome: 'passed' }],
    ['failed because of the files', { outcome: 'failed', reason: 'build-failed' }],
  ] as const)(
    'replays a result that %s, with the time of its run and without an attempt',
    async (_name, first) => {
      const { worker, two } = await verifyTwice(first);
      expect(two.text).toMatch(/the very same files were verified <t:\d+:R>/);
      expect(worker.runs()).toBe(1);
      expect(await classServer.records.submissions.turnsSince(student(), 'backend-docker', 0)).toHaveLength(
        1,
      );
      const [figures] = await classServer.records.attempts.figures(classServer.guild.id, 'backend-docker');
      expect(figures?.rated).toBe(1);
    },
  );

  test.each<[string, Partial<Verdict>]>([
    ['a failure that the machine may have caused', { outcome: 'failed', reason: 'never-listened' }],
    ['a timeout', { outcome: 'failed', reason: 'timed-out' }],
    ['a doubtful verdict', { outcome: 'failed', reason: 'wrong-status', doubtful: true }],
    [
      'a contradiction of the check',
      { outcome: 'failed', reason: 'build-failed', contradictions: [{ rule: 'ready', todo: null }] },
    ],
    ['an error of ours', broken],
  ])('runs files again after %s', async (_name, first) => {
    const { worker, two } = await verifyTwice(first);
    await until(
      async () => worker.runs(),
      (runs) => runs === 2,
      8_000,
    );
    expect(two.text).not.toContain('I know this result already');
  });
});
