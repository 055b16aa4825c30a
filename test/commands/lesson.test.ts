import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Person } from '../../classroom/server.ts';
import { textOf } from '../../classroom/server.ts';
import {
  type ClassServer,
  filled,
  messageOf,
  openClassServer,
  refusedRequests,
} from '../support/class-server.ts';
import { verdictOf } from '../support/verdicts.ts';
import { codeBlock, dockerfile, lesson, studentOf } from './student-files.ts';

jest.setTimeout(120_000);

let classServer: ClassServer;
let students = 0;
beforeAll(async () => {
  classServer = await openClassServer();
});
afterAll(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});
const newStudent = (): Person => {
  students += 1;
  const { classroom, guild, general } = classServer;
  return classroom.join({ name: `Reader ${students}`, guild, home: general });
};

describe('/lesson', () => {
  test('walks through the parts in one message, and jumps', async () => {
    const who = newStudent();
    const first = await filled(who.slash('/lesson'));
    expect(first.ephemeral).toBe(true);
    expect(first.text).toContain('Before You Start');
    const next = await filled(who.press(messageOf(first), 'Next →'));
    expect(messageOf(next).id).toBe(messageOf(first).id);
    expect(next.text).toContain('Part A');
    const jumped = await filled(who.select(messageOf(next), 'Go to a part', ['3']));
    expect(jumped.text).toContain('Part C');
    const hint = await filled(who.press(messageOf(jumped), 'Hint 3'));
    expect(hint.text).toContain('TODO 3');
    const back = await filled(who.press(messageOf(jumped), '← Back'));
    expect(back.text).toContain('Part B');
  });

  test.each([
    ['C', 'Part C'],
    ['part d', 'Part D'],
    ['2', 'Part A'],
    ['tips', 'Tips'],
    ['nonsense', 'Before You Start'],
  ])('finds the part that is meant by %s', async (part, title) => {
    expect((await filled(newStudent().command('lesson', { part }))).text).toContain(title);
  });

  test('answers in a direct message, as a command and as text', async () => {
    const who = newStudent();
    expect(textOf(await who.waitForReply(who.dm('/lesson c'), { ms: 60_000 }))).toContain('Part C');
  });
});

describe('/checklist', () => {
  test('ticks what was sent and what a verification has shown, with a link to it', async () => {
    const who = newStudent();
    const before = await filled(who.slash('/checklist'));
    expect(before.text).toContain('0 of 7 done');
    await who.waitForReply(who.dm(codeBlock(dockerfile)), { ms: 60_000 });
    classServer.work(async () => ({
      ...verdictOf('failed'),
      phases: [
        { name: 'build', status: 'ok', ms: 1, detail: { page: 'none', key: '', values: {} } },
        { name: 'ready', status: 'failed', ms: 1, detail: { page: 'none', key: '', values: {} } },
      ],
    }));
    const said = await who.waitForReply(who.dm('/verify'), { ms: 60_000 });
    await who.waitFor((one) => one.id === said.id && textOf(one).includes('Not passed'), { ms: 60_000 });
    const after = await filled(who.press(messageOf(before), 'Refresh'));
    expect(after.text).toContain('1 of 7 done');
    expect(after.text).toContain(`https://discord.com/channels/@me/${said.channel_id}/${said.id}`);
    expect(after.text).toMatch(/☑ .*docker build/);
    expect(after.text).toMatch(/☐ .*docker run/);
    const shown = await filled(who.press(messageOf(after), 'Show the verification'));
    expect(shown.text).toContain('Not passed');
  });

  test('ticks a file that was sent', async () => {
    const who = newStudent();
    await who.waitForReply(who.dm('.dockerignore\n```\n.git\n**/*.sqlite3\n```'), { ms: 60_000 });
    const { text } = await filled(who.slash('/checklist'));
    expect(text).toContain('1 of 7 done');
    expect(text).toMatch(/☑ .*dockerignore/);
  });

  test('keeps ticks by hand and of pasted output in the records, and takes them back', async () => {
    const { checklist, personalData } = classServer.records;
    const student = studentOf(classServer, newStudent());
    const tick = { item: 'docker version', at: 5, by: 'output', proof: '28.3.2' } as const;
    await checklist.tick(student, lesson, tick);
    await checklist.tick(student, lesson, { ...tick, proof: '29.0.0' });
    expect(await checklist.ticks(student, lesson)).toEqual([{ ...tick, proof: '29.0.0' }]);
    await checklist.untick(student, lesson, tick.item);
    expect(await checklist.ticks(student, lesson)).toEqual([]);
    await checklist.tick(student, lesson, tick);
    await personalData.erase(student, () => true);
    expect(await checklist.ticks(student, lesson)).toEqual([]);
  });
});
