import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type BotAnswer, type Person, textOf } from '../../classroom/server.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { type ClassServer, messageOf, refusedRequests } from '../support/class-server.ts';
import { redisUrl } from '../support/redis.ts';
import {
  allTextOf,
  type Forgery,
  forge,
  openOtherClass,
  openStaffedClass,
  type StaffedClass,
} from '../support/staffed-class.ts';
import { startTestWorker, type TestWorker } from '../support/test-worker.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

jest.setTimeout(120_000);

/**
 * Every queue control that teaching assistants have in Discord, used through the gateway with the real bot, desk, queue and
 * worker. Only the box is simulated: the first line of the Dockerfile decides the verdict.
 */

const lesson = 'backend-docker';
let room: StaffedClass;
let classServer: ClassServer;
let testWorker: TestWorker;
let other: Awaited<ReturnType<typeof openOtherClass>>;
/** A teaching assistant; a new one for each test, because of the rate limit. */
let ta: Person;
/** First lines of the verified Dockerfiles, in order. */
const verified: string[] = [];
/** The verdict on a Dockerfile by its first line; it passes by default. */
const outcomes = new Map<string, Verdict>();

beforeAll(async () => {
  room = await openStaffedClass();
  classServer = room.classServer;
  other = await openOtherClass(classServer);
  // With one box, the order of verification is the order of the queue.
  testWorker = await startTestWorker(
    { redisUrl: redisUrl(), prefix: classServer.prefix },
    'lab-1',
    async (files) => {
      const line = String(files.Dockerfile).split('\n')[0] ?? '';
      verified.push(line);
      return outcomes.get(line) ?? verdictOf('passed');
    },
    { boxes: 1 },
  );
});
beforeEach(() => {
  people += 1;
  const { guild, taRole } = classServer;
  ta = classServer.classroom.join({
    name: `Assistant ${people}`,
    guild,
    roles: [taRole],
    home: classServer.general,
  });
});
afterAll(async () => {
  await testWorker.close();
  await classServer.close();
});

let people = 0;
/** A new student, so that tests do not share any. */
const student = (): Person => {
  people += 1;
  return classServer.classroom.join({
    name: `Student ${people}`,
    guild: classServer.guild,
    home: classServer.general,
  });
};
const own = (who: Person, guild = classServer.guild) => ({ guild: guild.id, user: who.id });
const latest = (who: Person) => classServer.records.submissions.latest(own(who), lesson);
const submit = async (who: Person, line: string): Promise<string> => {
  const answer = await who.command('verify', {
    dockerfile: { name: 'Dockerfile', bytes: Buffer.from(`${line}\nFROM python:3.12-slim\n`) },
  });
  await answer.untilFilled();
  expect(answer.text).toContain('Queued');
  // The response is shown a moment before the job's state is recorded.
  const { guildId } = answer.interaction;
  const queued = await until(
    () => classServer.records.submissions.latest({ guild: guildId ?? '', user: who.id }, lesson),
    (one) => one !== null && one.state !== 'recorded',
    20_000,
  );
  return queued?.id ?? '';
};
const judged = (id: string, run = 1) =>
  until(
    () => classServer.records.submissions.get(id),
    (one) => one?.state === 'judged' && one.run === run,
    60_000,
  );
const state = async (id: string) => (await classServer.records.submissions.get(id))?.state;
/** The audit log's entries after the first `before` ones. */
const entriesSince = async (before: number) =>
  (await room.auditLog())
    .slice(before)
    .map(({ who, action, whom, reason, details }) => ({ who, action, whom, reason, details }));
const auditLogLength = async (): Promise<number> => (await room.auditLog()).length;
const setPaused = async (on: boolean): Promise<void> => {
  const queue = await ta.slash('/queue');
  const shown = await ta.press(messageOf(queue), on ? 'Pause' : 'Go on');
  expect(shown.text.includes('The queue is paused')).toBe(on);
};
const pausedWords = 'Nobody’s work is verified until it goes on';
const choose = async (id: string): Promise<BotAnswer> => {
  const queue = await ta.slash('/queue');
  return ta.select(messageOf(queue), 'Do something about a verification', [id]);
};

describe('queue controls', () => {
  test('verifies nothing while paused, and shows the staff who paused it', async () => {
    const before = await auditLogLength();
    await setPaused(true);
    await room.waitForStaffMessage('paused the queue');
    const ada = student();
    const id = await submit(ada, '# paused');
    await ta.waitFor((one) => textOf(one).includes(pausedWords) && textOf(one).includes('1 waiting'), {
      where: room.staff,
      ms: 20_000,
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await state(id)).not.toBe('judged');
    await setPaused(false);
    await judged(id);
    await room.waitForStaffMessage('let the queue go on');
    expect(await entriesSince(before)).toEqual([
      { who: ta.id, action: 'queue.pause', whom: null, reason: null, details: {} },
      { who: ta.id, action: 'queue.resume', whom: null, reason: null, details: {} },
    ]);
  });

  test('verifies first what a TA moved to the front', async () => {
    await setPaused(true);
    const [first, second] = [student(), student()];
    await submit(first, '# the first');
    const id = await submit(second, '# the second');
    const before = await auditLogLength();
    const job = await choose(id);
    expect(job.text).toContain('It waits at number 2');
    const done = await ta.press(messageOf(job), 'To the front');
    expect(done.text).toContain('Done');
    expect((await choose(id)).text).toContain('It waits at number 1');
    const line = await room.waitForStaffMessage(`moved the verification of <@${second.id}> to the front`);
    expect(textOf(line)).toContain(`<@${ta.id}>`);
    expect(await entriesSince(before)).toEqual([
      {
        who: ta.id,
        action: 'queue.promote',
        whom: second.id,
        reason: null,
        details: { submission: id },
      },
    ]);
    await setPaused(false);
    await judged((await latest(first))?.id ?? '');
    expect(verified.filter((one) => / (first|second)$/.test(one))).toEqual(['# the second', '# the first']);
  });

  test('lets a TA retry what ended in an error of ours', async () => {
    outcomes.set('# breaks', { ...verdictOf('error'), reason: 'engine-away' });
    const who = student();
    const id = await submit(who, '# breaks');
    await judged(id);
    expect(verified.filter((one) => one === '# breaks')).toHaveLength(3);
    outcomes.delete('# breaks');
    const before = await auditLogLength();
    const queue = await ta.slash('/queue');
    expect(queue.text).toContain('Broke down on our side and waits for you: 1');
    const job = await ta.select(messageOf(queue), 'Do something about a verification', [id]);
    expect(job.text).toContain('It came out: broken');
    await ta.press(messageOf(job), 'Verify again');
    expect((await judged(id, 2))?.verdict?.outcome).toBe('passed');
    await room.waitForStaffMessage(`had the work of <@${who.id}> verified again`);
    expect(await entriesSince(before)).toEqual([
      { who: ta.id, action: 'queue.retry', whom: who.id, reason: null, details: { submission: id } },
    ]);
    await who.waitFor((one) => textOf(one).includes('Passed'), { ms: 30_000 });
    expect((await ta.slash('/queue')).text).not.toContain('Broke down on our side and waits');
  });

  test('lets a TA retry a verification from the student’s page', async () => {
    outcomes.set('# looked at', { ...verdictOf('failed'), excerpt: ['the line that matters'] });
    const who = student();
    const id = await submit(who, '# looked at');
    await judged(id);
    const page = await ta.command('student', { name: who.id });
    await page.untilFilled();
    expect(page.text).toContain('the line that matters');
    outcomes.delete('# looked at');
    const before = await auditLogLength();
    const done = await ta.press(messageOf(page), 'Verify again');
    expect(allTextOf(done)).toContain('Done');
    expect((await judged(id, 2))?.verdict?.outcome).toBe('passed');
    await room.waitForStaffMessage(`had the work of <@${who.id}> verified again`);
    expect(await entriesSince(before)).toMatchObject([{ who: ta.id, action: 'queue.retry', whom: who.id }]);
    const again = await ta.press(messageOf(page), 'Refresh');
    expect(again.text).toContain('Verifications: 2');
    // A second press while it is in progress does nothing.
    await setPaused(true);
    await ta.press(messageOf(again), 'Verify again');
    const twice = await ta.press(messageOf(again), 'Verify again');
    expect(allTextOf(twice)).toContain('Nothing to do');
    await setPaused(false);
    await judged(id, 3);
  });

  test('cancels a verification after confirmation and notifies its student', async () => {
    await setPaused(true);
    const who = student();
    const id = await submit(who, '# cancelled');
    const before = await auditLogLength();
    const job = await choose(id);
    const sure = await ta.press(messageOf(job), 'Cancel…');
    expect(sure.modal.title).toBe('Cancel this verification?');
    expect(await state(id)).not.toBe('judged');
    const done = await sure.modal.fill({ reason: 'wrong file' }).submit();
    expect(done.text).toContain('Done');
    expect((await judged(id))?.verdict).toMatchObject({ outcome: 'cancelled', reason: 'by-ta' });
    await room.waitForStaffMessage('Reason: wrong file');
    expect(await entriesSince(before)).toEqual([
      {
        who: ta.id,
        action: 'queue.cancel',
        whom: who.id,
        reason: 'wrong file',
        details: { submission: id },
      },
    ]);
    await who.waitFor((one) => textOf(one).includes('teaching assistant cancelled'), { ms: 30_000 });
    await setPaused(false);
  });

  test('drains a worker after confirmation until a TA undrains it', async () => {
    const before = await auditLogLength();
    const queue = await ta.slash('/queue');
    // A worker reports twice a second, so the previous test's job may still be shown.
    await new Promise((resolve) => setTimeout(resolve, 600));
    const worker = await until(
      () => ta.select(messageOf(queue), 'Do something about a worker', ['lab-1']),
      ({ text }) => text.includes('Boxes busy: 0 of 1'),
      10_000,
    );
    const sure = await ta.press(messageOf(worker), 'Take no more work…');
    expect(sure.modal.title).toBe('Drain this worker?');
    expect(await entriesSince(before)).toEqual([]);
    await sure.modal.fill({ reason: 'its disk is old' }).submit();
    await room.waitForStaffMessage('Reason: its disk is old');
    await room.waitForStaffMessage('takes no more');
    const who = student();
    const id = await submit(who, '# drained');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await state(id)).not.toBe('judged');
    const drained = await ta.select(messageOf(queue), 'Do something about a worker', ['lab-1']);
    expect(drained.text).toContain('It takes no more work');
    await ta.press(messageOf(drained), 'Take work again');
    await judged(id);
    await room.waitForStaffMessage('gave worker');
    expect(await entriesSince(before)).toEqual([
      { who: ta.id, action: 'queue.drain', whom: 'lab-1', reason: 'its disk is old', details: {} },
      { who: ta.id, action: 'queue.undrain', whom: 'lab-1', reason: null, details: {} },
    ]);
  });

  test('clears the class’s waiting verifications after confirmation, but not those of other classes', async () => {
    await setPaused(true);
    const [one, two] = [student(), student()];
    const ids = [await submit(one, '# one'), await submit(two, '# two')];
    const theirs = await submit(other.pia, '# theirs');
    const before = await auditLogLength();
    const queue = await ta.slash('/queue');
    const asked = await ta.press(messageOf(queue), 'Clear…');
    asked.modal.close();
    expect(await Promise.all(ids.map(state))).not.toContain('judged');
    const sure = await ta.press(messageOf(queue), 'Clear…');
    const done = await sure.modal.fill({ reason: 'a new lesson' }).submit();
    expect(done.text).toContain('2 waiting verifications were cancelled');
    for (const id of ids)
      expect((await judged(id))?.verdict).toMatchObject({ outcome: 'cancelled', reason: 'by-ta' });
    expect(await state(theirs)).not.toBe('judged');
    await room.waitForStaffMessage('Reason: a new lesson');
    expect(await entriesSince(before)).toEqual([
      {
        who: ta.id,
        action: 'queue.clear',
        whom: null,
        reason: 'a new lesson',
        details: { count: 2 },
      },
    ]);
    for (const who of [one, two])
      await who.waitFor((message) => textOf(message).includes('teaching assistant cancelled'), {
        ms: 30_000,
      });
    await setPaused(false);
    await judged(theirs);
  });
});

describe('forged queue controls', () => {
  let waits: string;
  let over: string;
  let owner: Person;
  let helper: Person;
  beforeAll(async () => {
    [owner, helper] = [student(), student()];
    over = await submit(helper, '# over');
    await judged(over);
    await setPaused(true);
    waits = await submit(owner, '# waits');
  });
  afterAll(async () => {
    await setPaused(false);
    await judged(waits);
  });

  const forgeries = (): readonly Forgery[] => [
    { id: 'v1:queue', how: 'press' },
    { id: 'v1:queue-new', how: 'press' },
    { id: 'v1:lever:resume', how: 'press' },
    { id: 'v1:lever:clear', how: 'press' },
    { id: 'v1:lever-sure:clear', how: 'form' },
    { id: 'v1:jobs', how: 'choose', chosen: waits },
    { id: `v1:job:promote:${waits}`, how: 'press' },
    { id: `v1:job:cancel:${waits}`, how: 'press' },
    { id: `v1:job-sure:cancel:${waits}`, how: 'form' },
    { id: `v1:job:retry:${over}`, how: 'press' },
    { id: 'v1:workers', how: 'choose', chosen: 'lab-1' },
    { id: 'v1:worker:drain:lab-1', how: 'press' },
    { id: 'v1:worker:undrain:lab-1', how: 'press' },
    { id: 'v1:worker-sure:drain:lab-1', how: 'form' },
    { id: `v1:student-runs:${helper.id}`, how: 'choose', chosen: `${over}-1` },
  ];

  test('refuses every control to a student', async () => {
    const before = await room.auditLog();
    for (const [i, forgery] of forgeries().entries()) {
      // Several people take turns because of the rate limit.
      const who = [owner, classServer.bob, classServer.ada][i % 3] ?? owner;
      const answer = await forge(classServer, who, forgery);
      await answer.untilFilled();
      expect([forgery.id, answer.failed, answer.state === 'modal', allTextOf(answer)]).toEqual([
        forgery.id,
        false,
        false,
        expect.stringContaining('for the teaching assistants of this class'),
      ]);
    }
    expect(await room.auditLog()).toEqual(before);
    expect(await state(waits)).not.toBe('judged');
    expect(await classServer.records.submissions.get(over)).toMatchObject({ state: 'judged', run: 1 });
    expect((await ta.slash('/queue')).text).toContain('The queue is paused');
  });

  test('refuses every control to a teaching assistant of another server', async () => {
    const before = await room.auditLog();
    const reaches = forgeries().filter(({ id }) => /:(jobs|job|job-sure|student-runs)\b/.test(id));
    expect(reaches).toHaveLength(6);
    for (const forgery of reaches) {
      const answer = await forge(classServer, other.tom, forgery);
      if (answer.state === 'modal') {
        // The confirmation reveals nothing; submitting it is refused.
        const sent = await answer.modal.fill({ reason: 'Because I can' }).submit();
        expect([forgery.id, allTextOf(sent)]).toEqual([
          forgery.id,
          expect.stringContaining('not in this class'),
        ]);
        continue;
      }
      await answer.untilFilled();
      expect([forgery.id, allTextOf(answer)]).toEqual([
        forgery.id,
        expect.stringMatching(/not in this class|no longer have that/),
      ]);
    }
    // Clearing concerns their own class, in which nothing waits.
    const cleared = await forge(classServer, other.tom, { id: 'v1:lever-sure:clear', how: 'form' });
    expect(allTextOf(cleared)).toContain('Nothing to do');
    for (const page of [`v1:student-new:${helper.id}`, `v1:student-files:${helper.id}`]) {
      const answer = await forge(classServer, other.tom, { id: page, how: 'press' });
      await answer.untilFilled();
      expect(JSON.stringify(answer.message)).not.toContain('# over');
      expect(allTextOf(answer)).not.toContain('Verifications: 1');
    }
    const queue = await other.tom.command('queue', {}, { force: true });
    await queue.untilFilled();
    expect(queue.text).toContain('another class');
    expect(JSON.stringify(messageOf(queue))).not.toContain(waits);
    expect(JSON.stringify(messageOf(queue))).not.toContain(owner.id);
    expect(await room.auditLog()).toEqual(before);
    expect(await classServer.records.audit.entries(other.guild.id, { limit: 10 })).toEqual([]);
    expect(await state(waits)).not.toBe('judged');
  });

  test('accepts a cancel button only from its student', async () => {
    for (const who of [classServer.bob, classServer.tess, other.tom]) {
      const answer = await forge(classServer, who, { id: `v1:cancel:${waits}`, how: 'press' });
      await answer.untilFilled();
      expect(await state(waits)).not.toBe('judged');
    }
  });
});

test('sends Discord no request that it refuses', () => {
  expect(refusedRequests(classServer).map(({ method, path, status }) => [method, path, status])).toEqual([]);
});
