import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type BotAnswer, type Person, textOf } from '../../classroom/server.ts';
import { type ClassServer, filled, messageOf, refusedRequests } from '../support/class-server.ts';
import { openStaffedClass } from '../support/staffed-class.ts';
import { codeBlock, dockerfile, studentOf } from './student-files.ts';

jest.setTimeout(180_000);

const [backend, api, go] = ['backend-docker', 'fastapi-docker', 'go-docker'] as const;
const titles = {
  [backend]: 'Put the Backend into a Container',
  [api]: 'Put a FastAPI Service into a Container',
  [go]: 'A Go Program in an Empty Image',
} as const;

let classServer: ClassServer;
let joined = 0;
beforeAll(async () => {
  classServer = (await openStaffedClass({ lessons: [backend, api, go] })).classServer;
});
afterAll(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});
const member = (): Person => {
  joined += 1;
  const { classroom, guild, general } = classServer;
  return classroom.join({ name: `Chooser ${joined}`, guild, home: general });
};
const choose = (who: Person, lesson: string, scope?: string): Promise<BotAnswer> =>
  filled(who.command('lesson', { choose: lesson, ...(scope === undefined ? {} : { for: scope }) }));
const saysOnly = (text: string, slug: keyof typeof titles): void => {
  for (const [other, title] of Object.entries(titles)) {
    if (other === slug) expect(text).toContain(title);
    else expect(text).not.toContain(title);
  }
};

describe('the lesson that a student works on', () => {
  test('follows the class until a student chooses another one, in the server and in the DM', async () => {
    const who = member();
    saysOnly((await filled(who.slash('/hint 1'))).text, backend);
    expect((await choose(who, go)).text).toContain(titles[go]);
    saysOnly((await filled(who.slash('/hint 1'))).text, go);
    saysOnly(textOf(await who.waitForReply(who.dm('hint 1'), { ms: 60_000 })), go);
    saysOnly((await filled(member().slash('/hint 1'))).text, backend);
    await choose(who, 'class');
    saysOnly((await filled(who.slash('/hint 1'))).text, backend);
  });

  test('offers the other lessons under a page of the lesson', async () => {
    const who = member();
    const page = await filled(who.slash('/lesson'));
    const chosen = await filled(who.select(messageOf(page), 'Work on another lesson', [api]));
    expect(chosen.text).toContain(titles[api]);
    saysOnly((await filled(who.slash('/hint 1'))).text, api);
  });

  test('accepts words and a part of a title as the choice of a lesson', async () => {
    const who = member();
    const said = await who.waitForReply(who.dm('/lesson choose fastapi service'), { ms: 60_000 });
    expect(textOf(said)).toContain(titles[api]);
    saysOnly((await filled(who.slash('/status'))).text, api);
  });

  test('refuses a choice that fits no lesson, or more than one', async () => {
    const who = member();
    for (const wanted of ['rust', 'docker', ' ']) {
      const { text } = await choose(who, wanted);
      expect(text).toContain('There is no lesson');
      for (const title of Object.values(titles)) expect(text).toContain(title);
    }
    saysOnly((await filled(who.slash('/hint 1'))).text, backend);
  });

  test('keeps the files of each lesson apart', async () => {
    const who = member();
    await choose(who, api);
    await who.waitForReply(who.dm(codeBlock(dockerfile)), { ms: 60_000 });
    const { workspaces } = classServer.records;
    expect(await workspaces.files(studentOf(classServer, who), api)).toHaveLength(1);
    expect(await workspaces.files(studentOf(classServer, who), backend)).toEqual([]);
  });

  test('lets a button keep its lesson, whatever was chosen since', async () => {
    const who = member();
    const first = await filled(who.slash('/lesson'));
    saysOnly(first.text, backend);
    await choose(who, go);
    const next = await filled(who.press(messageOf(first), 'Next →'));
    saysOnly(next.text, backend);
    saysOnly((await filled(who.slash('/lesson'))).text, go);
  });

  test('lets a form that a button opened keep its lesson, too', async () => {
    const who = member();
    const page = await filled(who.slash('/lesson'));
    await choose(who, go);
    const form = await who.press(messageOf(page), 'Check my files');
    await filled(form.modal.fill({ dockerfile }).submit());
    const { workspaces } = classServer.records;
    expect(await workspaces.files(studentOf(classServer, who), backend)).toHaveLength(1);
    expect(await workspaces.files(studentOf(classServer, who), go)).toEqual([]);
  });

  test('lets a form that a command opened keep the lesson that it was opened for', async () => {
    const who = member();
    const check = await who.slash('/check');
    const explain = await who.slash('/explain');
    await choose(who, go);
    await filled(check.modal.fill({ dockerfile }).submit());
    const { workspaces } = classServer.records;
    expect(await workspaces.files(studentOf(classServer, who), backend)).toHaveLength(1);
    expect(await workspaces.files(studentOf(classServer, who), go)).toEqual([]);
    saysOnly((await filled(explain.modal.fill({ output: 'uv: not found' }).submit())).text, backend);
  });

  test('drops a student’s choice as soon as the class goes on to another lesson', async () => {
    const who = member();
    await choose(who, go);
    expect((await choose(classServer.tess, api)).text).toContain('This class works on');
    saysOnly((await filled(who.slash('/hint 1'))).text, api);
    await choose(classServer.tess, backend);
    saysOnly((await filled(who.slash('/hint 1'))).text, backend);
  });

  test('completes lessons by name, and TODOs by the chosen lesson', async () => {
    const who = member();
    const offered = await who.autocomplete('lesson', 'choose', 'go');
    expect(offered.map(({ value }) => value)).toEqual([go]);
    expect(await who.autocomplete('lesson', 'choose', '')).toHaveLength(3);
    await choose(who, go);
    await filled(who.slash('/hint 1'));
    const todos = await who.autocomplete('hint', 'todo', '');
    expect(todos[0]?.name).toContain('image with Go');
  });
});

describe('the lesson of a channel', () => {
  test('answers about a channel’s lesson in that channel only', async () => {
    const { classroom, guild, tess } = classServer;
    const channel = classroom.addChannel(guild, { name: 'go' });
    const there = classroom.join({ name: 'Gopher', guild, home: channel });
    const staff = classroom.join({ name: 'Staff', guild, home: channel, roles: [classServer.taRole] });
    expect((await choose(staff, go, 'channel')).text).toContain('In this channel');
    saysOnly((await filled(there.slash('/hint 1'))).text, go);
    saysOnly((await filled(member().slash('/hint 1'))).text, backend);
    saysOnly((await filled(staff.slash('/export'))).text, go);
    saysOnly((await filled(tess.slash('/export'))).text, backend);
    await choose(staff, 'class', 'channel');
    saysOnly((await filled(there.slash('/hint 1'))).text, backend);
  });

  test.each(['class', 'channel'])('refuses a student who chooses a lesson for the %s', async (scope) => {
    const who = member();
    expect((await choose(who, go, scope)).text).toContain('for the teaching assistants');
    saysOnly((await filled(member().slash('/hint 1'))).text, backend);
  });
});

describe('the lesson of a teaching assistant’s command', () => {
  test.each([
    ['class', {}],
    ['student', { name: 'Ada' }],
    ['export', {}],
    ['deadline', { due: 'in 9 days' }],
    ['grades policy', { late: 'full' }],
  ])('/%s is about the one that it names', async (name, options) => {
    const given = 'name' in options ? { ...options, name: classServer.ada.id } : options;
    const run = (all: typeof given & { readonly lesson?: string }) =>
      filled(classServer.tess.command(name, all));
    saysOnly((await run({ ...given, lesson: go })).text, go);
    saysOnly((await run(given)).text, backend);
    expect((await run({ ...given, lesson: 'cobol' })).text).toContain('no lesson');
  });

  test('keeps a due date for each lesson', async () => {
    await filled(classServer.tess.command('deadline', { due: 'in 20 days', lesson: api }));
    const { grades } = classServer.records;
    expect((await grades.policy(classServer.guild.id, api)).dueAt).not.toBeNull();
    expect((await grades.policy(classServer.guild.id, 'compose')).dueAt).toBeNull();
  });
});

test('What a teaching assistant chose for the class outlives a restart', async () => {
  await choose(classServer.tess, go);
  await classServer.restart();
  saysOnly((await filled(member().slash('/hint 1'))).text, go);
  await choose(classServer.tess, backend);
});
