import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { type ClassServer, messageOf, refusedRequests } from '../support/class-server.ts';
import { openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { lesson, studentOf, upload } from './student-files.ts';

let room: StaffedClass;
let classServer: ClassServer;
beforeEach(async () => {
  room = await openStaffedClass();
  classServer = room.classServer;
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const actions = async () =>
  (await classServer.records.audit.entries(classServer.guild.id, { limit: 50 })).map(
    ({ action, whom, reason }) => [action, whom, reason],
  );
const submit = async (who: Person): Promise<string> => {
  const answer = await who.command('verify', { dockerfile: upload('Dockerfile', 'FROM x\n') });
  await answer.untilFilled();
  const one = await classServer.records.submissions.latest(studentOf(classServer, who), lesson);
  return one?.id ?? '';
};
const judged = (id: string) =>
  until(
    () => classServer.records.submissions.get(id),
    (one) => one?.state === 'judged',
    15_000,
  );

describe('/roster and /link', () => {
  test('gives a number that somebody has to another only when a teaching assistant says so', async () => {
    const { tess, ada, bob, records, guild } = classServer;
    const csv = `Student Number,Name,Section,Discord\n1,Ada,A,${ada.id}\n2,Bob,A,\n`;
    await (await tess.command('roster import', { file: upload('list.csv', csv) })).untilFilled();
    const owner = async () => (await records.roster.all(guild.id)).map(({ user }) => user);
    await (await bob.command('link', { number: '1' })).untilFilled();
    expect(await owner()).toEqual([ada.id, null]);
    const card = await room.waitForStaffMessage('Whose number is it?');
    await (await tess.press(card, 'It is theirs')).untilFilled();
    expect(await owner()).toEqual([bob.id, null]);
  });

  test('lets a student remove their own link', async () => {
    const { tess, bob, records, guild } = classServer;
    const csv = 'Student Number,Name,Section,Discord\n1,Ada,A,\n2,Bob,A,\n';
    await (await tess.command('roster import', { file: upload('list.csv', csv) })).untilFilled();
    const linked = await bob.command('link', { number: '1' });
    await (await bob.press(messageOf(linked), 'That was wrong, take it back')).untilFilled();
    expect((await records.roster.all(guild.id)).map(({ user }) => user)).toEqual([null, null]);
    expect((await bob.command('link', { number: '2' })).text).toContain('You are linked');
  });

  test('links accounts by name or id, lists the missing, and lets those link themselves', async () => {
    const { username } = classServer.ada.user;
    const csv = `Student Number,Name,Section,Discord\n1,Ada,A,${username}\n2,Bob,A,${classServer.bob.id}\n3,Carl,B,nobody-here\n3,Twice,B,\n,None,B,\n`;
    const answer = await classServer.tess.command('roster import', { file: upload('list.csv', csv) });
    await answer.untilFilled();
    expect(answer.text).toContain('Students: **3**');
    expect(answer.text).toContain('Linked to a Discord account: 2');
    expect(answer.text).toContain('Not found in Discord: 1');
    expect(answer.text).toContain('nobody-here');
    expect(answer.text).toContain('number 3 is there twice');
    expect(answer.text).toContain('line 6: no student number');

    const carl = classServer.classroom.join({
      name: 'Carl',
      guild: classServer.guild,
      home: classServer.general,
    });
    const stolen = await carl.command('link', { number: '1' });
    expect(stolen.text).toContain('belongs to another Discord account');
    expect(stolen.text).toContain('I asked the teaching assistants');
    const wrong = await carl.command('link', { number: '9' });
    expect(wrong.text).toContain('not on the class list');
    const right = await carl.command('link', { number: ' 3 ' });
    expect(right.text).toContain('You are linked to student number');
    const second = await classServer.tess.command('roster link', { name: carl.id, number: '1' });
    expect(second.text).toContain('now belongs to');
    expect(
      (await classServer.records.roster.all(classServer.guild.id)).map(({ number, user }) => [number, user]),
    ).toEqual([
      ['1', carl.id],
      ['2', classServer.bob.id],
      ['3', null],
    ]);
    expect((await actions()).map(([action]) => action)).toEqual([
      'roster.link',
      'roster.link',
      'roster.import',
    ]);
  });

  test('changes nothing if the list cannot be read', async () => {
    for (const [text, words] of [
      ['a,b\n1,2\n', 'no column with student numbers'],
      ['number,"name\n1,2\n', 'cannot read that as CSV'],
      ['number,name\n', 'no students in it'],
    ] as const) {
      const answer = await classServer.tess.command('roster import', { file: upload('list.csv', text) });
      await answer.untilFilled();
      expect(answer.text).toContain(words);
    }
    expect(await classServer.records.roster.all(classServer.guild.id)).toEqual([]);
  });
});

describe('/grades', () => {
  test('records policy, extensions, overrides and their removal in the audit log', async () => {
    const policy = await classServer.tess.command('grades policy', {
      counts: 'last',
      late: 'less',
      per_day: 20,
    });
    expect(policy.text).toContain('The **last** submission counts');
    expect(policy.text).toContain('lose 20 points');
    const extended = await classServer.tess.command('grades extend', {
      name: classServer.ada.id,
      until: 'in 3 days',
      reason: 'ill',
    });
    expect(extended.text).toContain('has until');
    const bad = await classServer.tess.command('grades extend', {
      name: classServer.ada.id,
      until: 'soon',
      reason: 'x',
    });
    expect(bad.text).toContain('cannot read that as a date');
    await classServer.tess.command('grades override', {
      name: classServer.bob.id,
      points: 77,
      reason: 'oral exam',
    });
    expect(
      (await classServer.records.grades.overrides(classServer.guild.id, lesson)).get(classServer.bob.id)
        ?.points,
    ).toBe(77);
    await classServer.tess.waitFor((one) => textOf(one).includes('oral exam'), {
      where: room.staff,
      ms: 15_000,
    });
    await classServer.tess.command('grades restore', { name: classServer.bob.id, reason: 'a mistake' });
    expect(await actions()).toEqual([
      ['grade.override-removed', classServer.bob.id, 'a mistake'],
      ['grade.override', classServer.bob.id, 'oral exam'],
      ['grade.extend', classServer.ada.id, 'ill'],
      ['grade.policy', null, null],
    ]);
  });

  test('refuses a student who forges a command', async () => {
    const forged = await classServer.bob.command(
      'grades override',
      { name: classServer.bob.id, points: 100, reason: 'me' },
      { force: true },
    );
    expect(forged.text).toContain('for the teaching assistants');
    expect((await classServer.records.grades.overrides(classServer.guild.id, lesson)).size).toBe(0);
    expect(await actions()).toEqual([]);
  });

  test('previews a regrade and changes results only when it is applied', async () => {
    let asLesson: 'strict' | 'corrected' = 'strict';
    classServer.work(async () => verdictOf(asLesson === 'strict' ? 'failed' : 'passed'));
    const id = await submit(classServer.ada);
    await judged(id);
    await until(
      () => classServer.records.submissions.get(id),
      (one) => one?.notifiedAt != null,
      15_000,
    );
    asLesson = 'corrected';
    const answer = await classServer.tess.slash('/grades regrade');
    const started = await classServer.tess.press(messageOf(answer), 'Try it out');
    await started.untilFilled();
    await until(
      async () => (await classServer.tess.press(messageOf(started), 'Look again')).text,
      (text) => text.includes('Would pass now: 1'),
      15_000,
    );
    expect(await classServer.records.submissions.get(id)).toMatchObject({
      run: 1,
      verdict: { outcome: 'failed' },
    });
    const sure = await classServer.tess.press(messageOf(started), 'Apply…');
    const applied = await sure.modal.fill({ reason: 'the lesson was wrong' }).submit();
    await applied.untilFilled();
    expect(applied.text).toContain('Results that got better: 1');
    expect(await classServer.records.submissions.get(id)).toMatchObject({ verdict: { outcome: 'passed' } });
    expect((await actions())[0]).toEqual(['regrade.apply', null, 'the lesson was wrong']);
  });
});

describe('/deadline and /announce-lesson', () => {
  test('announces the lesson and its deadline in everybody’s time zone', async () => {
    const due = await classServer.tess.command('deadline', { due: '2099-12-01 18:00', remind: 24 });
    expect(due.text).toContain('cannot read that as a date');
    const soon = await classServer.tess.command('deadline', { due: 'in 2 days', remind: 24 });
    expect(soon.text).toMatch(/is due <t:\d+:F>/);
    const said = await classServer.tess.command('announce-lesson', { text: 'Welcome @everyone!' });
    expect(said.text).toContain('Announced in');
    const seen = await classServer.bob.waitFor((one) => textOf(one).includes('Welcome'), {
      where: classServer.general,
    });
    expect(textOf(seen)).toMatch(/It is due <t:\d+:F>/);
    expect(textOf(seen)).not.toContain('@everyone');
  });
});

test('/deadline reads a time by the clocks of CLASS_TIME_ZONE', async () => {
  const zone = 'Pacific/Chatham';
  const own = await openStaffedClass({ settings: { CLASS_TIME_ZONE: zone } });
  try {
    const { text } = await own.classServer.tess.command('deadline', { due: 'tomorrow 18:00' });
    const [, seconds] = /<t:(\d+):F>/.exec(text) ?? [];
    const shown = new Date(Number(seconds) * 1_000).toLocaleTimeString('en-GB', { timeZone: zone });
    expect(shown).toBe('18:00:00');
  } finally {
    await own.classServer.close();
  }
});
