import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { alertsOf, quietSignals } from '../../src/grading/alerts.ts';
import { gradeOf } from '../../src/grading/grade.ts';
import { defaultPolicy } from '../../src/grading/policy.ts';
import type { Submission } from '../../src/records/records.ts';
import type { Outcome } from '../../src/submission/verdict.ts';
import { silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { accepted, nextOf, openScene, positionOf, queued, remembered, type Scene, workOf } from './scene.ts';

/** Which result stands, and what replaces it: on real records, a real queue and a worker with verdicts from the test. */
let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

/** Returns the given verdicts one after the other, and holds the job when none are left. */
function judging(...outcomes: readonly Outcome[]): void {
  let n = 0;
  scene.judge(() => verdictOf(outcomes[Math.min(n++, outcomes.length - 1)] ?? 'passed'));
}
const judged = (id: string, run = 1): Promise<Submission> =>
  until(
    async () => {
      const now = await scene.records.submissions.get(id);
      return now?.state === 'judged' && now.run >= run ? now : null;
    },
    (now) => now !== null,
  ) as Promise<Submission>;
const handedIn = async (work = workOf(1)): Promise<Submission> => {
  const { submission } = await accepted(scene.desk.submit(work));
  return judged(submission.id);
};
const pointsOf = async (): Promise<number | null> =>
  gradeOf(await scene.records.attempts.of(workOf(1).student, 'backend-docker'), defaultPolicy).points;
const notify = (): string[] => {
  const notified: string[] = [];
  scene.desk.notifyWith(async ({ id, run, verdict }) => {
    notified.push(`${id}-${run} ${verdict?.outcome}`);
  });
  return notified;
};

describe('a result stands', () => {
  test.each([
    ['passed', 'error', 'passed', 100],
    ['passed', 'cancelled', 'passed', 100],
    ['passed', 'failed', 'failed', 0],
    ['failed', 'error', 'failed', 0],
    ['failed', 'passed', 'passed', 100],
    ['error', 'passed', 'passed', 100],
    ['error', 'error', 'error', null],
  ] as const)('%s, and verified again by a TA: %s. So it is %s', async (first, second, stands, points) => {
    judging(first, second);
    const submission = await handedIn();
    const again = await scene.desk.retry(submission);
    expect(again).toMatchObject({ run: 2, runBy: 'ta' });
    const after = await judged(submission.id, 2);
    expect(after.verdict?.outcome).toBe(stands);
    expect(await pointsOf()).toBe(points);
    const runs = await scene.records.verdicts.historyOf(submission.student, 'backend-docker', 10);
    expect(runs.map(({ verdict }) => verdict.outcome).toSorted()).toEqual([first, second].toSorted());
  });

  test('a result stays in force while a TA has it verified again', async () => {
    judging('passed');
    const submission = await handedIn();
    await scene.desk.pause();
    await scene.desk.retry(submission);
    expect(await pointsOf()).toBe(100);
    expect(await scene.records.submissions.get(submission.id)).toMatchObject({
      state: 'recorded',
      verdict: { outcome: 'passed' },
    });
  });

  test('a result stays in force, without a second notification, when a later run broke down and waits for the TAs', async () => {
    const notified = notify();
    judging('passed', 'error');
    const submission = await handedIn();
    await until(
      async () => notified.length,
      (count) => count === 1,
    );
    await scene.desk.retry(submission);
    await judged(submission.id, 2);
    scene.desk.wake();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(notified).toEqual([`${submission.id}-1 passed`]);
    const [parked] = await scene.desk.parked(submission.student.guild, 5);
    expect(parked?.id).toBe(submission.id);
  });

  test('a result stays in force when a newer submission breaks down or is cancelled', async () => {
    judging('passed', 'error');
    await handedIn();
    await handedIn(nextOf(1));
    await scene.desk.pause();
    const { submission } = await accepted(scene.desk.submit(nextOf(1, 3)));
    expect(await scene.desk.cancel(submission, 'by-student')).toBe(true);
    expect(await pointsOf()).toBe(100);
  });
});

describe('a run that a TA started', () => {
  test('cannot be cancelled by the student, and continues when they send something newer', async () => {
    judging('failed');
    const submission = await handedIn();
    await scene.desk.pause();
    const again = await scene.desk.retry(submission);
    if (again === null) throw new Error('no run was started');
    expect(await scene.desk.cancel(again, 'by-student')).toBe(false);
    const newer = await queued(scene.desk.submit(nextOf(1)));
    expect(newer.replaced).toBeNull();
    expect(await scene.queue.state(submission.id, 2)).toMatchObject({ state: 'waiting' });
    expect(await scene.desk.cancel(again, 'by-ta')).toBe(true);
  });

  test('ends when the student deletes their data', async () => {
    judging('failed');
    const submission = await handedIn();
    await scene.desk.pause();
    const again = await scene.desk.retry(submission);
    expect(again !== null && (await scene.desk.cancel(again, 'by-student', { evenStaffs: true }))).toBe(true);
  });

  test('a TA’s run is a single run, however often the button is pressed at once', async () => {
    judging('failed');
    const submission = await handedIn();
    await scene.desk.pause();
    const runs = await Promise.all([1, 2, 3].map(() => scene.desk.retry(submission)));
    expect(runs.filter((run) => run !== null)).toHaveLength(1);
    expect((await scene.queue.counts()).waiting).toBe(1);
    expect((await scene.records.submissions.get(submission.id))?.run).toBe(2);
  });
});

describe('the same files sent again', () => {
  test('keep their queue position and share one run, however quickly they come', async () => {
    await scene.desk.pause();
    const other = await accepted(scene.desk.submit(workOf(2)));
    const three = await Promise.all([1, 2, 3].map(() => accepted(scene.desk.submit(workOf(1)))));
    const later = await accepted(scene.desk.submit(workOf(3)));
    const again = await accepted(scene.desk.submit({ ...workOf(1), again: true }));
    expect(new Set([...three, again].map(({ submission }) => submission.id)).size).toBe(1);
    expect([...three, again].map(({ kind }) => kind)).toEqual(['queued', 'joined', 'joined', 'joined']);
    expect(three[0]).toMatchObject({ replaced: null });
    expect([other, again, later].map(positionOf)).toEqual([1, 2, 3]);
    expect((await scene.queue.counts()).waiting).toBe(3);
  });

  test('join the run that is under way', async () => {
    const hold = Promise.withResolvers<void>();
    scene.judge(async () => {
      await hold.promise;
      return verdictOf('passed');
    });
    const first = await accepted(scene.desk.submit(workOf(1)));
    await until(
      () => scene.queue.state(first.submission.id, 1),
      ({ state }) => state === 'running',
    );
    const again = await accepted(scene.desk.submit(workOf(1)));
    expect(again).toMatchObject({
      kind: 'joined',
      status: { submission: { id: first.submission.id }, job: { state: 'running' } },
    });
    hold.resolve();
    await judged(first.submission.id);
    expect(await scene.records.submissions.turnsSince(workOf(1).student, 'backend-docker', 0)).toHaveLength(
      1,
    );
  });

  test('the same files sent again while Redis is away are recorded once', async () => {
    scene.wire.cut();
    const first = await accepted(scene.desk.submit(workOf(1)));
    const again = await accepted(scene.desk.submit(workOf(1)));
    expect(again).toMatchObject({
      kind: 'joined',
      submission: { id: first.submission.id },
      status: { job: null },
    });
    scene.wire.mend();
  });

  test('the same files under another version of the lesson are verified for themselves', async () => {
    await scene.desk.pause();
    const first = await accepted(scene.desk.submit(workOf(1)));
    const again = await queued(
      scene.desk.submit({ ...workOf(1), lesson: { slug: 'backend-docker', digest: 'e' } }),
    );
    expect(again.replaced?.id).toBe(first.submission.id);
  });
});

describe('a remembered verdict', () => {
  test('counts as neither a turn, nor an attempt, nor one of today’s verifications', async () => {
    judging('failed');
    const digests = { lesson: 'l', checker: 'c', limits: 'm', box: 'b' };
    const { desk, records } = scene;
    const submission = await handedIn();
    const replay = VerificationDesk.open({
      records: {
        ...records,
        verdicts: {
          ...records.verdicts,
          reusable: async () => ({ verdict: { ...verdictOf('failed'), digests }, judgedAt: 7 }),
        },
      },
      queue: scene.queue,
      log: silent,
      remember: { checker: 'c', limits: 'm' },
    });
    for (const _ of [1, 2, 3]) {
      const taken = await remembered(replay.submit(workOf(1)));
      expect(taken.verdict.remembered).toEqual({ judgedAt: 7 });
      await replay.settleRemembered(taken.submission, taken.verdict);
    }
    await replay.close();
    const { student } = submission;
    expect(await records.submissions.turnsSince(student, 'backend-docker', 0)).toEqual([
      submission.receivedAt,
    ]);
    const [figures] = await records.attempts.figures(student.guild, 'backend-docker');
    expect(figures?.rated).toBe(1);
    expect((await desk.overview(student.guild)).today.failed).toBe(1);
  });

  test('makes nobody late, and returning to files that passed is a pass again', () => {
    const attempt = (receivedAt: number, outcome: Outcome, replayed = false) => ({
      submission: `s${receivedAt}`,
      receivedAt,
      outcome,
      replayed,
    });
    const policy = {
      ...defaultPolicy,
      counts: 'last',
      dueAt: 10,
      graceMinutes: 0,
      late: 'less',
      latePerDay: 20,
    } as const;
    const day = 86_400_000;
    expect(gradeOf([attempt(5, 'passed'), attempt(day, 'passed', true)], policy)).toMatchObject({
      points: 100,
      lateMs: 0,
    });
    expect(
      gradeOf([attempt(5, 'passed'), attempt(6, 'failed'), attempt(7, 'passed', true)], policy).points,
    ).toBe(100);
  });
});

describe('a verdict that this bot cannot read', () => {
  const strange = { ...verdictOf('passed'), v: 2, colour: 'green' } as unknown as ReturnType<
    typeof verdictOf
  >;

  test('an unreadable verdict is handed on twice, then reported to student and TAs as our error, without another run', async () => {
    let runs = 0;
    scene.judge(() => {
      runs += 1;
      return strange;
    });
    const { submission } = await accepted(scene.desk.submit(workOf(1)));
    const after = await until(
      () => scene.records.submissions.get(submission.id),
      (now) => now?.state === 'judged',
      30_000,
    );
    expect(after?.verdict).toMatchObject({ outcome: 'error', reason: 'verdict-unreadable' });
    expect(runs).toBe(1);
    expect(after?.run).toBe(1);
    const { guild } = submission.student;
    expect(await scene.records.verdicts.defectsSince(guild, 0)).toEqual({
      contradictions: [],
      unreadable: 1,
    });
    expect((await scene.desk.parked(guild, 5)).map(({ id }) => id)).toEqual([submission.id]);
  }, 40_000);

  test('does not replace an earlier pass', async () => {
    let runs = 0;
    scene.judge(() => (runs++ === 0 ? verdictOf('passed') : strange));
    const submission = await handedIn();
    await scene.desk.retry(submission);
    const after = await until(
      () => scene.records.submissions.get(submission.id),
      (now) => now?.state === 'judged' && now.run === 2,
      30_000,
    );
    expect(after?.verdict?.outcome).toBe('passed');
  }, 40_000);
});

describe('claims of the check that a run has refuted', () => {
  test('a refuted rule is counted and reported to the TAs as a defect of the check', async () => {
    const refuted = (...rules: readonly string[]) => ({
      ...verdictOf('passed'),
      contradictions: rules.map((rule) => ({ rule, todo: null })),
    });
    let n = 0;
    scene.judge(
      () =>
        [refuted('StartFails', 'UvInstalled'), refuted('StartFails'), verdictOf('failed')][n++] ??
        verdictOf('passed'),
    );
    for (const student of [1, 2, 3, 4]) await handedIn(workOf(student));
    const defects = await scene.records.verdicts.defectsSince(workOf(1).student.guild, 0);
    expect(defects).toEqual({
      contradictions: [
        { rule: 'StartFails', runs: 2 },
        { rule: 'UvInstalled', runs: 1 },
      ],
      unreadable: 0,
    });
    const keys = alertsOf({ ...quietSignals, ...defects, unreadable: 1 }).map(({ key }) => key);
    expect(keys).toEqual(['contradiction/StartFails', 'contradiction/UvInstalled', 'unreadable']);
  });
});
