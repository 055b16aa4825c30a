import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type BotAnswer, type Person, textOf } from '../../classroom/server.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { type Crew, openCrew } from '../support/crew.ts';
import { redisUrl } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { messageOf, refused, type School } from './school.ts';
import { type Forgery, forge, openOtherClass, openStaffed, type Staffed, said } from './staff.ts';

jest.setTimeout(120_000);

/**
 * Every lever that a teaching assistant has in Discord, pulled through the gateway: genuine bot, desk, queue and worker.
 * Only what happens in a box is played, by what the student's Dockerfile says.
 */

const lesson = 'backend-docker';
let room: Staffed;
let school: School;
let crew: Crew;
let other: Awaited<ReturnType<typeof openOtherClass>>;
/** One of the staff; another in each test, because one person may not ask too fast. */
let ta: Person;
/** What is verified, in order, by the first line of its Dockerfile. */
const verified: string[] = [];
/** What comes out of a Dockerfile with that first line; it passes when nothing is said here. */
const outcomes = new Map<string, Verdict>();

beforeAll(async () => {
  room = await openStaffed();
  school = room.school;
  other = await openOtherClass(school);
  // One box: so what is verified first shows what stood first.
  crew = await openCrew(
    { redisUrl: redisUrl(), prefix: school.prefix },
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
  const { guild, taRole } = school;
  ta = school.classroom.join({ name: `Assistant ${people}`, guild, roles: [taRole], home: school.general });
});
afterAll(async () => {
  await crew.close();
  await school.close();
});

let people = 0;
/** Somebody new: each test has students of its own. */
const student = (): Person => {
  people += 1;
  return school.classroom.join({ name: `Student ${people}`, guild: school.guild, home: school.general });
};
const own = (who: Person, guild = school.guild) => ({ guild: guild.id, user: who.id });
const latest = (who: Person) => school.records.submissions.latest(own(who), lesson);
const handIn = async (who: Person, line: string): Promise<string> => {
  const answer = await who.command('verify', {
    dockerfile: { name: 'Dockerfile', bytes: Buffer.from(`${line}\nFROM python:3.12-slim\n`) },
  });
  await answer.untilFilled();
  expect(answer.text).toContain('Queued');
  // The answer is shown first; that the queue has it is written down a moment later.
  const { guildId } = answer.interaction;
  const queued = await until(
    () => school.records.submissions.latest({ guild: guildId ?? '', user: who.id }, lesson),
    (one) => one !== null && one.state !== 'recorded',
    20_000,
  );
  return queued?.id ?? '';
};
const judged = (id: string, run = 1) =>
  until(
    () => school.records.submissions.get(id),
    (one) => one?.state === 'judged' && one.run === run,
    60_000,
  );
const state = async (id: string) => (await school.records.submissions.get(id))?.state;
/** What was done since, as the audit log has it. */
const since = async (before: number) =>
  (await room.deeds())
    .slice(before)
    .map(({ who, action, whom, reason, details }) => ({ who, action, whom, reason, details }));
const deedsSoFar = async (): Promise<number> => (await room.deeds()).length;
const paused = async (on: boolean): Promise<void> => {
  const queue = await ta.slash('/queue');
  const shown = await ta.press(messageOf(queue), on ? 'Pause' : 'Go on');
  expect(shown.text.includes('The queue is paused')).toBe(on);
};
const choose = async (id: string): Promise<BotAnswer> => {
  const queue = await ta.slash('/queue');
  return ta.select(messageOf(queue), 'Do something about a verification', [id]);
};

describe('a teaching assistant', () => {
  test('pauses and lets go on: nothing is verified in between, and everybody of the staff sees who did it', async () => {
    const before = await deedsSoFar();
    await paused(true);
    await room.told('paused the queue');
    const ada = student();
    const id = await handIn(ada, '# paused');
    const board = await room.told('Nobody’s work is verified until it goes on');
    expect(textOf(board)).toContain('1 waiting');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await state(id)).not.toBe('judged');
    await paused(false);
    await judged(id);
    await room.told('let the queue go on');
    expect(await since(before)).toEqual([
      { who: ta.id, action: 'queue.pause', whom: null, reason: null, details: {} },
      { who: ta.id, action: 'queue.resume', whom: null, reason: null, details: {} },
    ]);
  });

  test('moves one to the front, and it is verified first', async () => {
    await paused(true);
    const [first, second] = [student(), student()];
    await handIn(first, '# the first');
    const id = await handIn(second, '# the second');
    const before = await deedsSoFar();
    const job = await choose(id);
    expect(job.text).toContain('It waits at number 2');
    const done = await ta.press(messageOf(job), 'To the front');
    expect(done.text).toContain('Done');
    expect((await choose(id)).text).toContain('It waits at number 1');
    const line = await room.told(`moved the verification of <@${second.id}> to the front`);
    expect(textOf(line)).toContain(`<@${ta.id}>`);
    expect(await since(before)).toEqual([
      {
        who: ta.id,
        action: 'queue.promote',
        whom: second.id,
        reason: null,
        details: { submission: id },
      },
    ]);
    await paused(false);
    await judged((await latest(first))?.id ?? '');
    expect(verified.filter((one) => / (first|second)$/.test(one))).toEqual(['# the second', '# the first']);
  });

  test('sees what broke down on our side, and has it verified again', async () => {
    outcomes.set('# breaks', { ...verdictOf('error'), reason: 'engine-away' });
    const who = student();
    const id = await handIn(who, '# breaks');
    await judged(id);
    expect(verified.filter((one) => one === '# breaks')).toHaveLength(3);
    outcomes.delete('# breaks');
    const before = await deedsSoFar();
    const queue = await ta.slash('/queue');
    expect(queue.text).toContain('Broke down on our side and waits for you: 1');
    const job = await ta.select(messageOf(queue), 'Do something about a verification', [id]);
    expect(job.text).toContain('engine-away');
    await ta.press(messageOf(job), 'Verify again');
    expect((await judged(id, 2))?.verdict?.outcome).toBe('passed');
    await room.told(`had the work of <@${who.id}> verified again`);
    expect(await since(before)).toEqual([
      { who: ta.id, action: 'queue.retry', whom: who.id, reason: null, details: { submission: id } },
    ]);
    // Its student is told as of any verdict.
    await who.waitFor((one) => textOf(one).includes('Passed'), { ms: 30_000 });
    expect((await ta.slash('/queue')).text).not.toContain('Broke down on our side and waits');
  });

  test('looks at a student, and has her work verified again from there', async () => {
    outcomes.set('# looked at', { ...verdictOf('failed'), excerpt: ['the line that matters'] });
    const who = student();
    const id = await handIn(who, '# looked at');
    await judged(id);
    const page = await ta.command('student', { name: who.id });
    await page.untilFilled();
    expect(page.text).toContain('the line that matters');
    outcomes.delete('# looked at');
    const before = await deedsSoFar();
    const done = await ta.press(messageOf(page), 'Verify again');
    expect(said(done)).toContain('Done');
    expect((await judged(id, 2))?.verdict?.outcome).toBe('passed');
    await room.told(`had the work of <@${who.id}> verified again`);
    expect(await since(before)).toMatchObject([{ who: ta.id, action: 'queue.retry', whom: who.id }]);
    const again = await ta.press(messageOf(page), 'Refresh');
    expect(again.text).toContain('Verifications: 2');
    // Asked again while it is under way, it is under way.
    await paused(true);
    await ta.press(messageOf(again), 'Verify again');
    const twice = await ta.press(messageOf(again), 'Verify again');
    expect(said(twice)).toContain('Nothing to do');
    await paused(false);
    await judged(id, 3);
  });

  test('cancels: asked first, with a reason, and the student hears of it', async () => {
    await paused(true);
    const who = student();
    const id = await handIn(who, '# cancelled');
    const before = await deedsSoFar();
    const job = await choose(id);
    const sure = await ta.press(messageOf(job), 'Cancel…');
    expect(sure.modal.title).toBe('Cancel this verification?');
    expect(await state(id)).not.toBe('judged');
    const done = await sure.modal.fill({ reason: 'wrong file' }).submit();
    expect(done.text).toContain('Done');
    expect((await judged(id))?.verdict).toMatchObject({ outcome: 'cancelled', reason: 'by-ta' });
    await room.told('Reason: wrong file');
    expect(await since(before)).toEqual([
      {
        who: ta.id,
        action: 'queue.cancel',
        whom: who.id,
        reason: 'wrong file',
        details: { submission: id },
      },
    ]);
    await who.waitFor((one) => textOf(one).includes('teaching assistant cancelled'), { ms: 30_000 });
    await paused(false);
  });

  test('drains a worker: asked first, it takes nothing more, and takes work again when it is let', async () => {
    const before = await deedsSoFar();
    const queue = await ta.slash('/queue');
    // A worker says how busy it is twice a second: what was verified just before may still be told.
    await new Promise((resolve) => setTimeout(resolve, 600));
    const worker = await until(
      () => ta.select(messageOf(queue), 'Do something about a worker', ['lab-1']),
      ({ text }) => text.includes('Boxes busy: 0 of 1'),
      10_000,
    );
    const sure = await ta.press(messageOf(worker), 'Take no more work…');
    expect(sure.modal.title).toBe('Drain this worker?');
    expect(await since(before)).toEqual([]);
    await sure.modal.fill({ reason: 'its disk is old' }).submit();
    await room.told('Reason: its disk is old');
    await room.told('takes no more');
    const who = student();
    const id = await handIn(who, '# drained');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await state(id)).not.toBe('judged');
    const drained = await ta.select(messageOf(queue), 'Do something about a worker', ['lab-1']);
    expect(drained.text).toContain('It takes no more work');
    await ta.press(messageOf(drained), 'Take work again');
    await judged(id);
    await room.told('gave worker');
    expect(await since(before)).toEqual([
      { who: ta.id, action: 'queue.drain', whom: 'lab-1', reason: 'its disk is old', details: {} },
      { who: ta.id, action: 'queue.undrain', whom: 'lab-1', reason: null, details: {} },
    ]);
  });

  test('clears what waits of this class: asked first, and those students are told; others are not concerned', async () => {
    await paused(true);
    const [one, two] = [student(), student()];
    const ids = [await handIn(one, '# one'), await handIn(two, '# two')];
    const theirs = await handIn(other.pia, '# theirs');
    const before = await deedsSoFar();
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
    await room.told('Reason: a new lesson');
    expect(await since(before)).toEqual([
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
    await paused(false);
    await judged(theirs);
  });
});

describe('forged', () => {
  let waits: string;
  let over: string;
  let owner: Person;
  let helper: Person;
  beforeAll(async () => {
    [owner, helper] = [student(), student()];
    over = await handIn(helper, '# over');
    await judged(over);
    await paused(true);
    waits = await handIn(owner, '# waits');
  });
  afterAll(async () => {
    await paused(false);
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

  test('by a student, nothing of it does or shows anything', async () => {
    const before = await room.deeds();
    for (const [i, forgery] of forgeries().entries()) {
      // One person may not ask too fast: a few take turns.
      const who = i % 3 === 0 ? owner : i % 3 === 1 ? school.bob : school.ada;
      const answer = await forge(school, who, forgery);
      await answer.untilFilled();
      expect([forgery.id, answer.failed, answer.state === 'modal', said(answer)]).toEqual([
        forgery.id,
        false,
        false,
        expect.stringContaining('for the teaching assistants of this class'),
      ]);
    }
    expect(await room.deeds()).toEqual(before);
    expect(await state(waits)).not.toBe('judged');
    expect(await school.records.submissions.get(over)).toMatchObject({ state: 'judged', run: 1 });
    expect((await ta.slash('/queue')).text).toContain('The queue is paused');
  });

  test('by a teaching assistant of another server, nothing of it reaches this class', async () => {
    const before = await room.deeds();
    const reaches = forgeries().filter(({ id }) => /:(jobs|job|job-sure|student-runs)\b/.test(id));
    expect(reaches).toHaveLength(6);
    for (const forgery of reaches) {
      const answer = await forge(school, other.tom, forgery);
      if (answer.state === 'modal') {
        // That it is asked first tells nothing; sent, it is refused.
        const sent = await answer.modal.fill({ reason: 'Because I can' }).submit();
        expect([forgery.id, said(sent)]).toEqual([forgery.id, expect.stringContaining('not in this class')]);
        continue;
      }
      await answer.untilFilled();
      expect([forgery.id, said(answer)]).toEqual([
        forgery.id,
        expect.stringMatching(/not in this class|no longer have that/),
      ]);
    }
    // Clearing is of her own class, in which nothing waits.
    const cleared = await forge(school, other.tom, { id: 'v1:lever-sure:clear', how: 'form' });
    expect(said(cleared)).toContain('Nothing to do');
    for (const page of [`v1:student-new:${helper.id}`, `v1:student-files:${helper.id}`]) {
      const answer = await forge(school, other.tom, { id: page, how: 'press' });
      await answer.untilFilled();
      expect(JSON.stringify(answer.message)).not.toContain('# over');
      expect(said(answer)).not.toContain('Verifications: 1');
    }
    const queue = await other.tom.command('queue', {}, { force: true });
    await queue.untilFilled();
    expect(queue.text).toContain('another class');
    expect(JSON.stringify(messageOf(queue))).not.toContain(waits);
    expect(JSON.stringify(messageOf(queue))).not.toContain(owner.id);
    expect(await room.deeds()).toEqual(before);
    expect(await school.records.audit.entries(other.guild.id, { limit: 10 })).toEqual([]);
    expect(await state(waits)).not.toBe('judged');
  });

  test('a student’s own cancel button is hers alone', async () => {
    for (const who of [school.bob, school.tess, other.tom]) {
      const answer = await forge(school, who, { id: `v1:cancel:${waits}`, how: 'press' });
      await answer.untilFilled();
      expect(await state(waits)).not.toBe('judged');
    }
  });
});

test('Discord refused nothing', () => {
  expect(refused(school).map(({ method, path, status }) => [method, path, status])).toEqual([]);
});
