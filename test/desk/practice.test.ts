import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { dayMs } from '../../src/desk/submission-limits.ts';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import type { PracticeRun } from '../../src/records/records.ts';
import { digestOfFiles } from '../../src/submission/files.ts';
import type { Outcome } from '../../src/submission/verdict.ts';
import { mendedHunt } from '../support/hunt.ts';
import { silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { openScene, queued, type Scene, workOf } from './scene.ts';

jest.setTimeout(120_000);

const practiceOf = (n: number) => ({ ...workOf(n), hunt: mendedHunt });

let scene: Scene;
let notified: PracticeRun[];
beforeEach(async () => {
  scene = await openScene();
  notified = [];
  scene.desk.practice.notifyWith(async (practice) => void notified.push(practice));
});
afterEach(() => scene.close());

/** A worker writes a heartbeat now, and its next one long after the test. */
const worker = (state: 'working' | 'draining' = 'working') =>
  scene.redis.hset(
    redisKeys(scene.prefix).workers,
    'w',
    JSON.stringify({ id: 'w', boxes: 1, state, jobs: [], at: Date.now() + 600_000 }),
  );
/** On a busy machine Redis may not answer in time: then nothing was started. */
const start = async (n = 1, tries = 5): Promise<PracticeRun> => {
  const begun = await scene.desk.practice.start(practiceOf(n));
  if (begun.kind === 'queued') return begun.practice;
  if (tries === 0) throw new Error('no machine');
  return start(n, tries - 1);
};
const isTold = (count = 1) =>
  until(
    () => notified,
    ({ length }) => length >= count,
    60_000,
  );

/** Everything that is recorded about a student's verifications. */
const traces = async () => {
  const { records } = scene;
  const { student, lesson, files } = workOf(1);
  const { guild } = student;
  return {
    latest: await records.submissions.latest(student, lesson.slug),
    turns: await records.submissions.turnsSince(student, lesson.slug, 0),
    attempts: await records.attempts.of(student, lesson.slug),
    figures: await records.attempts.figures(guild, lesson.slug),
    pending: await records.backlog.pendingOf(student, lesson.slug),
    waiting: await records.backlog.pendingCount(guild),
    oldest: await records.backlog.oldestPending(5),
    parked: await records.backlog.parked(guild, 5),
    recent: await records.verdicts.recent(guild, 5),
    history: await records.verdicts.historyOf(student, lesson.slug, 5),
    today: await records.verdicts.outcomesSince(guild, 0),
    failures: await records.verdicts.failuresSince(guild, 0),
    remembered: await records.verdicts.reusable({
      ...{ student, lesson, files: digestOfFiles(files), checker: 'c', limits: 'l' },
    }),
    files: await records.workspaces.files(student, lesson.slug),
  };
};
const noTraces = {
  latest: null,
  turns: [],
  attempts: [],
  figures: [],
  pending: [],
  waiting: { count: 0, oldest: null },
  oldest: [],
  parked: [],
  recent: [],
  history: [],
  today: { passed: 0, failed: 0, error: 0, cancelled: 0 },
  failures: [],
  remembered: null,
  files: [],
};

describe('a run for practice', () => {
  test.each(['passed', 'failed', 'error'] as const)(
    'one that %s is reported once and leaves nothing that counts, neither under way nor afterwards',
    async (outcome: Outcome) => {
      await worker();
      const practice = await start();
      expect(await scene.desk.practice.status(practice.id)).toMatchObject({ job: { state: 'waiting' } });
      expect(await traces()).toEqual(noTraces);
      scene.judge(() => ({
        ...verdictOf(outcome),
        digests: { lesson: 'd', checker: 'c', limits: 'l', box: 'b' },
      }));
      await isTold();
      expect(notified).toMatchObject([{ id: practice.id, verdict: { outcome }, hunt: mendedHunt }]);
      await until(
        () => scene.records.practice.get(practice.id),
        (left) => left === null,
      );
      expect(await traces()).toEqual(noTraces);
      expect(await scene.queue.heldRuns()).toEqual([]);
      expect(notified).toHaveLength(1);
    },
  );

  test('A run for practice is refused while nobody works: no worker, a draining one, a paused queue, a Redis that is away', async () => {
    const away = { kind: 'away' };
    expect(await scene.desk.practice.start(practiceOf(1))).toEqual(away);
    await worker('draining');
    expect(await scene.desk.practice.start(practiceOf(1))).toEqual(away);
    await worker();
    await scene.desk.pause();
    expect(await scene.desk.practice.start(practiceOf(1))).toEqual(away);
    await scene.desk.resume();
    scene.wire.cut();
    expect(await scene.desk.practice.start(practiceOf(1))).toEqual(away);
    expect(await scene.records.practice.underway(5)).toEqual([]);
  });

  test('queues behind every verification, and does not keep its student’s own from running beside it', async () => {
    await worker();
    const practice = await start();
    for (const n of [1, 2, 3]) expect((await queued(scene.desk.submit(workOf(n)))).position.position).toBe(n);
    expect(await scene.queue.position(practice.id, 1)).toMatchObject({ position: 4 });
    const students: (string | undefined)[] = [];
    scene.judge(({ student }) => {
      students.push(student);
      return verdictOf('passed');
    });
    await isTold();
    expect(students[3]).toBeUndefined();
    expect(students.slice(0, 3)).not.toContain(undefined);
  });

  test('calls off the one that the same student had under way, and nobody else’s', async () => {
    await worker();
    const [first, other] = [await start(1), await start(2)];
    const second = await start(1);
    await isTold();
    expect(notified).toMatchObject([{ id: first.id, verdict: { reason: 'by-student' } }]);
    const underway = await scene.records.practice.underway(5);
    expect(underway.map(({ id }) => id)).toEqual([other.id, second.id]);
  });

  test('A student gets the allowed number of practice runs in 24 hours, however fast they come, and learns when the next one is free', async () => {
    await worker();
    const desk = VerificationDesk.open({
      ...{ records: scene.records, queue: scene.queue, log: silent, practicePerDay: 2 },
    });
    try {
      const before = Date.now();
      const begun = await Promise.all([1, 1, 1, 1, 2].map((n) => desk.practice.start(practiceOf(n))));
      expect(begun.map(({ kind }) => kind)).toEqual(['queued', 'queued', 'used-up', 'used-up', 'queued']);
      const refused = begun[2]?.kind === 'used-up' ? begun[2] : null;
      expect(refused).toMatchObject({ perDay: 2 });
      expect(refused?.until).toBeGreaterThanOrEqual(before + dayMs);
      expect(refused?.until).toBeLessThanOrEqual(Date.now() + dayMs);
      // A refused run does not end any other.
      expect(await scene.records.practice.underway(5)).toHaveLength(2);
    } finally {
      await desk.close();
    }
  });

  test('A run for practice that broke down, or that a teaching assistant ended, costs its student no turn', async () => {
    await worker();
    const { student } = practiceOf(1);
    const turns = () => scene.records.practice.turnsSince(student, 0);
    await start();
    expect(await turns()).toHaveLength(1);
    await scene.desk.clearWaiting(student.guild);
    expect(await turns()).toHaveLength(0);
    scene.judge(() => verdictOf('error'));
    await start();
    await isTold(2);
    expect(await turns()).toHaveLength(0);
  });

  test('A run for practice is called off by whoever clears the queue', async () => {
    await worker();
    const practice = await start();
    expect(await scene.desk.clearWaiting(practice.student.guild)).toBe(1);
    await isTold();
    expect(notified).toMatchObject([{ id: practice.id, verdict: { reason: 'by-ta' } }]);
    expect(await scene.queue.state(practice.id, 1)).toEqual({ state: 'gone' });
  });

  test('ends in the next rounds where its machine went away, and keeps its files until then', async () => {
    await worker();
    const fresh = await start(1);
    const lost = await scene.records.practice.create({ ...practiceOf(2), id: 'hlost', receivedAt: 1 });
    const mender = VerificationDesk.open({
      ...{ records: scene.records, queue: scene.queue, log: silent, repairEveryMs: 100 },
    });
    try {
      await isTold();
      expect(notified).toMatchObject([{ id: lost.id, verdict: { outcome: 'error', reason: 'worker-lost' } }]);
      expect(await scene.queue.heldRuns()).toEqual([{ submission: fresh.id, run: 1 }]);
      expect(await scene.queue.state(fresh.id, 1)).toMatchObject({ state: 'waiting' });
    } finally {
      await mender.close();
    }
  });
});
