import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { messageOf, refused, type School } from './school.ts';
import { openStaffed, type Staffed } from './staff.ts';

let room: Staffed;
let school: School;
beforeEach(async () => {
  room = await openStaffed();
  school = room.school;
});
afterEach(async () => {
  await school.close();
  expect(refused(school)).toEqual([]);
});

const file = (name: string, bytes: string) => ({ name, bytes: Buffer.from(bytes) });
const lesson = 'backend-docker';
const own = (who: Person) => ({ guild: school.guild.id, user: who.id });
const actions = async () =>
  (await school.records.audit.entries(school.guild.id, { limit: 50 })).map(({ action, whom, reason }) => [
    action,
    whom,
    reason,
  ]);
const submit = async (who: Person): Promise<string> => {
  const answer = await who.command('verify', { dockerfile: file('Dockerfile', 'FROM x\n') });
  await answer.untilFilled();
  const one = await school.records.submissions.latest(own(who), lesson);
  return one?.id ?? '';
};
const judged = (id: string) =>
  until(
    () => school.records.submissions.get(id),
    (one) => one?.state === 'judged',
    15_000,
  );

describe('/roster and /link', () => {
  test('an import finds accounts by name and id, lists who is missing, and the missing link themselves', async () => {
    const { username } = school.ada.user;
    const csv = `Student Number,Name,Section,Discord\n1,Ada,A,${username}\n2,Bob,A,${school.bob.id}\n3,Carl,B,nobody-here\n3,Twice,B,\n,None,B,\n`;
    const answer = await school.tess.command('roster import', { file: file('list.csv', csv) });
    await answer.untilFilled();
    expect(answer.text).toContain('3 students');
    expect(answer.text).toContain('2 are linked');
    expect(answer.text).toContain('Not found in Discord: 1');
    expect(answer.text).toContain('nobody-here');
    expect(answer.text).toContain('number 3 is there twice');
    expect(answer.text).toContain('line 6: no student number');

    const carl = school.classroom.join({ name: 'Carl', guild: school.guild, home: school.general });
    const stolen = await carl.command('link', { number: '1' });
    expect(stolen.text).toContain('belongs to another Discord account');
    const wrong = await carl.command('link', { number: '9' });
    expect(wrong.text).toContain('not on the class list');
    const right = await carl.command('link', { number: ' 3 ' });
    expect(right.text).toContain('You are linked to student number');
    const second = await school.tess.command('roster link', { name: carl.id, number: '1' });
    expect(second.text).toContain('now belongs to');
    expect(
      (await school.records.roster.all(school.guild.id)).map(({ number, user }) => [number, user]),
    ).toEqual([
      ['1', carl.id],
      ['2', school.bob.id],
      ['3', null],
    ]);
    expect((await actions()).map(([action]) => action)).toEqual([
      'roster.link',
      'roster.link',
      'roster.import',
    ]);
  });

  test('a list that cannot be read changes nothing', async () => {
    for (const [text, words] of [
      ['a,b\n1,2\n', 'no column with student numbers'],
      ['number,"name\n1,2\n', 'cannot read that as CSV'],
      ['number,name\n', 'no students in it'],
    ] as const) {
      const answer = await school.tess.command('roster import', { file: file('list.csv', text) });
      await answer.untilFilled();
      expect(answer.text).toContain(words);
    }
    expect(await school.records.roster.all(school.guild.id)).toEqual([]);
  });
});

describe('/grades', () => {
  test('policy, extension, override and restore are kept, shown, written down', async () => {
    const policy = await school.tess.command('grades policy', { counts: 'last', late: 'less', per_day: 20 });
    expect(policy.text).toContain('The **last** submission counts');
    expect(policy.text).toContain('lose 20 points');
    const extended = await school.tess.command('grades extend', {
      name: school.ada.id,
      until: 'in 3 days',
      reason: 'ill',
    });
    expect(extended.text).toContain('has until');
    const bad = await school.tess.command('grades extend', {
      name: school.ada.id,
      until: 'soon',
      reason: 'x',
    });
    expect(bad.text).toContain('cannot read that as a date');
    await school.tess.command('grades override', { name: school.bob.id, points: 77, reason: 'oral exam' });
    expect((await school.records.grades.overrides(school.guild.id, lesson)).get(school.bob.id)?.points).toBe(
      77,
    );
    await school.tess.waitFor((one) => textOf(one).includes('oral exam'), { where: room.staff, ms: 15_000 });
    await school.tess.command('grades restore', { name: school.bob.id, reason: 'a mistake' });
    expect(await actions()).toEqual([
      ['grade.override-removed', school.bob.id, 'a mistake'],
      ['grade.override', school.bob.id, 'oral exam'],
      ['grade.extend', school.ada.id, 'ill'],
      ['grade.policy', null, null],
    ]);
  });

  test('a student who forges it is refused, and nothing changes', async () => {
    const forged = await school.bob.command(
      'grades override',
      { name: school.bob.id, points: 100, reason: 'me' },
      { force: true },
    );
    expect(forged.text).toContain('for the teaching assistants');
    expect((await school.records.grades.overrides(school.guild.id, lesson)).size).toBe(0);
    expect(await actions()).toEqual([]);
  });

  test('a regrade shows whose result would change, changes nothing until it is applied, and tells them', async () => {
    let asLesson: 'strict' | 'corrected' = 'strict';
    school.work(async () => verdictOf(asLesson === 'strict' ? 'failed' : 'passed'));
    const id = await submit(school.ada);
    await judged(id);
    await until(
      () => school.records.submissions.get(id),
      (one) => one?.notifiedAt != null,
      15_000,
    );
    asLesson = 'corrected';
    const answer = await school.tess.slash('/grades regrade');
    const started = await school.tess.press(messageOf(answer), 'Try it out');
    await started.untilFilled();
    await until(
      async () => (await school.tess.press(messageOf(started), 'Look again')).text,
      (text) => text.includes('Would pass now: 1'),
      15_000,
    );
    expect(await school.records.submissions.get(id)).toMatchObject({
      run: 1,
      verdict: { outcome: 'failed' },
    });
    const sure = await school.tess.press(messageOf(started), 'Apply…');
    const applied = await sure.modal.fill({ reason: 'the lesson was wrong' }).submit();
    await applied.untilFilled();
    expect(applied.text).toContain('Results that got better: 1');
    expect(await school.records.submissions.get(id)).toMatchObject({ verdict: { outcome: 'passed' } });
    expect((await actions())[0]).toEqual(['regrade.apply', null, 'the lesson was wrong']);
  });
});

describe('/deadline and /announce-lesson', () => {
  test('tell the class in everybody’s own time', async () => {
    const due = await school.tess.command('deadline', { due: '2099-12-01 18:00', remind: 24 });
    expect(due.text).toContain('cannot read that as a date');
    const soon = await school.tess.command('deadline', { due: 'in 2 days', remind: 24 });
    expect(soon.text).toMatch(/is due <t:\d+:F>/);
    const said = await school.tess.command('announce-lesson', { text: 'Welcome @everyone!' });
    expect(said.text).toContain('Announced in');
    const seen = await school.bob.waitFor((one) => textOf(one).includes('Welcome'), {
      where: school.general,
    });
    expect(textOf(seen)).toMatch(/It is due <t:\d+:F>/);
    expect(textOf(seen)).not.toContain('@everyone');
  });
});
