import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type BotAnswer, type Person, textOf } from '../../classroom/server.ts';
import { defaultPolicy, type Policy } from '../../src/grading/policy.ts';
import { type ClassServer, messageOf, refusedRequests } from '../support/class-server.ts';
import { forge, openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';
import { verdictOf } from '../support/verdicts.ts';
import { lesson, studentOf, upload } from './student-files.ts';

jest.setTimeout(120_000);

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

const day = 86_400_000;
const policy = (changes: Partial<Policy>): Promise<void> =>
  classServer.records.grades.savePolicy(classServer.guild.id, lesson, { ...defaultPolicy, ...changes });
const statusOf = async (who: Person): Promise<string> => {
  const answer = await who.slash('/status');
  await answer.untilFilled();
  return answer.text;
};
const verify = async (who: Person): Promise<BotAnswer> => {
  const answer = await who.command('verify', { dockerfile: upload('Dockerfile', 'FROM x\n') });
  await answer.untilFilled();
  return answer;
};
const stampOf = (at: number): string => `<t:${Math.floor(at / 1000)}:`;
const seesResult = (who: Person, words: string) =>
  who.waitFor((one) => textOf(one).includes(words), { ms: 60_000 });

describe('/status', () => {
  test('does not mention due dates and points when there are none', async () => {
    const status = await statusOf(classServer.ada);
    expect(status).not.toContain('Due');
    expect(status).not.toContain('Points');
  });

  test('shows the due date as Discord shows times, and what being late means', async () => {
    const dueAt = Date.now() + day;
    await policy({ dueAt, late: 'less', latePerDay: 20 });
    const status = await statusOf(classServer.ada);
    expect(status).toContain(`${stampOf(dueAt)}F>`);
    expect(status).toContain(`${stampOf(dueAt)}R>`);
    expect(status).toContain('Each day after that takes 20 points');
    await policy({ dueAt, late: 'none' });
    expect(await statusOf(classServer.ada)).toContain('What comes after that does not count');
  });

  test('shows an extension, points, and that they are late', async () => {
    await policy({ dueAt: Date.now() - 1.5 * day, late: 'less', latePerDay: 10 });
    classServer.work(async () => verdictOf('passed'));
    await verify(classServer.ada);
    await seesResult(classServer.ada, 'Passed');
    expect(await statusOf(classServer.ada)).toContain('Points:** 80 of 100, 2 days late');
    const until = Date.now() + day;
    await classServer.records.grades.extend(studentOf(classServer, classServer.ada), lesson, {
      ...{ dueAt: until, by: classServer.tess.id, at: Date.now(), reason: null },
    });
    const status = await statusOf(classServer.ada);
    expect(status).toContain('Due for you');
    expect(status).toContain(stampOf(until));
    expect(status).toContain('Points:** 100 of 100');
    expect(status).not.toContain('late');
    const bobs = await statusOf(classServer.bob);
    expect(bobs).not.toContain('Due for you');
  });

  test('shows points that were set by hand, by whom and why', async () => {
    await classServer.records.grades.override(studentOf(classServer, classServer.ada), lesson, {
      ...{ points: 65, by: classServer.tess.id, at: Date.now(), reason: 'Shown in *class*' },
    });
    const status = await statusOf(classServer.ada);
    expect(status).toContain(`65 of 100, set by <@${classServer.tess.id}>`);
    expect(status).toContain('class');
  });
});

describe('a verification after the due date', () => {
  test('says at once and in the verdict that it does not count', async () => {
    await policy({ dueAt: Date.now() - day, late: 'none' });
    const answer = await verify(classServer.ada);
    expect(answer.text).toContain('Late, does not count');
    classServer.work(async () => verdictOf('passed'));
    const result = await seesResult(classServer.ada, 'Passed');
    expect(textOf(result)).toContain('Late, does not count');
    expect(textOf(result)).not.toContain('Recorded');
  });

  test('says how much it can get where each day takes points', async () => {
    await policy({ dueAt: Date.now() - day / 2, late: 'less', latePerDay: 15 });
    const answer = await verify(classServer.ada);
    expect(answer.text).toContain('It can get 85 of 100 points');
    classServer.work(async () => verdictOf('passed'));
    const result = await seesResult(classServer.ada, 'Passed');
    expect(textOf(result)).toContain('Recorded: 85 of 100 points');
  });

  test.each([
    ['before the due date', { dueAt: Date.now() + 10 * day, late: 'none' as const }],
    ['within the grace', { dueAt: Date.now() - 60_000, late: 'none' as const, graceMinutes: 600 }],
    ['without a due date', {}],
  ])('does not mention lateness %s', async (_when, changes) => {
    await policy(changes);
    expect((await verify(classServer.ada)).text.toLowerCase()).not.toContain('late');
  });

  test('respects an extension', async () => {
    await policy({ dueAt: Date.now() - day, late: 'none' });
    await classServer.records.grades.extend(studentOf(classServer, classServer.ada), lesson, {
      ...{ dueAt: Date.now() + day, by: classServer.tess.id, at: Date.now(), reason: null },
    });
    expect((await verify(classServer.ada)).text).not.toContain('Late');
  });
});

describe('news from teaching assistants', () => {
  test('reaches the student in a DM: more time, points, and that they were taken back', async () => {
    const { tess, ada } = classServer;
    const given = await tess.command('grades extend', {
      name: ada.id,
      until: 'in 3 days',
      reason: 'Was ill',
    });
    await given.untilFilled();
    expect(given.text).toContain('I told the student');
    const time = await ada.waitFor((one) => textOf(one).includes('You have more time'), { where: 'dm' });
    expect(textOf(time)).toContain('Was ill');
    expect(textOf(time)).toMatch(/<t:\d+:F>/);
    await (
      await tess.command('grades override', { name: ada.id, points: 70, reason: 'Oral exam' })
    ).untilFilled();
    const points = await ada.waitFor((one) => textOf(one).includes('70 of 100'), { where: 'dm' });
    expect(textOf(points)).toContain('Oral exam');
    await (await tess.command('grades restore', { name: ada.id, reason: 'My mistake' })).untilFilled();
    await ada.waitFor((one) => textOf(one).includes('took back'), { where: 'dm' });
  });

  test('tells the teaching assistant when the student’s DMs are closed', async () => {
    classServer.ada.closeDms();
    const given = await classServer.tess.command('grades extend', {
      name: classServer.ada.id,
      until: 'in 3 days',
      reason: 'Was ill',
    });
    await given.untilFilled();
    expect(given.text).toContain('DMs are closed');
    expect(classServer.classroom.refused.some(({ path }) => path.includes('messages'))).toBe(true);
    classServer.classroom.requests.length = 0;
  });
});

describe('a queue that is paused', () => {
  test('tells waiting students so, and resumes', async () => {
    const { tess, ada } = classServer;
    const queue = await tess.slash('/queue');
    await queue.untilFilled();
    await (await tess.press(messageOf(queue), 'Pause')).untilFilled();
    const answer = await verify(ada);
    expect(answer.text).toContain('The queue is paused');
    expect(await statusOf(ada)).toContain('The queue is paused');
    const shown = await tess.slash('/queue');
    await shown.untilFilled();
    await (await tess.press(messageOf(shown), 'Go on')).untilFilled();
    expect(await statusOf(ada)).not.toContain('The queue is paused');
  });
});

describe('a run that a teaching assistant starts', () => {
  test('names the teaching assistant and the reason in the verdict', async () => {
    const { tess, ada, records } = classServer;
    classServer.work(async () => verdictOf('failed'));
    await verify(ada);
    await seesResult(ada, 'Not passed');
    const submission = await records.submissions.latest(studentOf(classServer, ada), lesson);
    if (submission === null) throw new Error('no submission');
    const form = await forge(classServer, tess, { id: `v1:job:retry-why:${submission.id}`, how: 'press' });
    await (await form.modal.fill({ reason: 'The box had no network' }).submit()).untilFilled();
    const result = await seesResult(ada, 'verified again');
    expect(textOf(result)).toContain(`<@${tess.id}>`);
    expect(textOf(result)).toContain('The box had no network');
  });
});
