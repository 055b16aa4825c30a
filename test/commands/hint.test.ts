import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ComponentType } from 'discord-api-types/v10';
import type { BotAnswer } from '../../classroom/server.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { codeBlock, dockerfile } from './student-files.ts';

let classServer: ClassServer;
const open = async (options: Parameters<typeof openClassServer>[0] = {}): Promise<void> => {
  classServer = await openClassServer(options);
};
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

describe('/hint', () => {
  beforeEach(() => open());

  test('shows the nudge, and the answer behind a spoiler, to the asker alone', async () => {
    const answer = await classServer.ada.slash('/hint 3');
    expect(answer.text).toContain('TODO 3');
    const spoilers = answer.message?.components?.filter(
      (part) => part.type === ComponentType.Container && part.spoiler === true,
    );
    expect(JSON.stringify(spoilers)).toContain('uv sync --frozen');
    const open = answer.message?.components?.filter(
      (part) => !(part.type === ComponentType.Container && part.spoiler === true),
    );
    expect(JSON.stringify(open)).not.toContain('--frozen\\n```');
    expect(answer.text).not.toContain('||');
    expect(classServer.bob.sees()).toHaveLength(0);
    const student = { guild: classServer.guild.id, user: classServer.ada.id };
    expect(await classServer.records.progress.hintsTaken(student, 'backend-docker')).toEqual([3]);
  });

  test('moves to the next TODO and back with its buttons', async () => {
    const third = await classServer.ada.slash('/hint 3');
    const fourth = await classServer.ada.press(messageOf(third), 'TODO 4');
    expect(fourth.text).toContain('TODO 4');
    const back = await classServer.ada.press(messageOf(fourth), 'TODO 3');
    expect(back.text).toContain('TODO 3');
  });

  test('gives the steps before the answer as buttons, and records each of them', async () => {
    const answer = await classServer.ada.slash('/hint 4');
    const shown: Record<string, string> = {};
    for (const label of ['Why?', 'A question', 'My file', 'Fill in'])
      shown[label] = (await classServer.ada.press(messageOf(answer), label)).text;
    expect(shown['Why?']).toContain('TODO 4 · Why?');
    expect(shown['A question']).toContain('which one is `manage.py`?');
    expect(shown['My file']).toContain('I have no file of yours yet');
    expect(shown['Fill in']).toContain('WORKDIR ____');
    expect(Object.values(shown).join()).not.toContain('WORKDIR /app/core');
    const student = { guild: classServer.guild.id, user: classServer.ada.id };
    const taken = await classServer.records.progress.rungsTaken(student, 'backend-docker', 4);
    expect(taken.map(({ rung }) => rung).sort()).toEqual(['concept', 'gap', 'question', 'state']);
    expect(await classServer.records.progress.hintsTaken(student, 'backend-docker')).toEqual([4]);
    await classServer.records.personalData.erase(student, () => true);
    expect(await classServer.records.progress.rungsTaken(student, 'backend-docker', 4)).toEqual([]);
  });

  test('compares the student’s file with what is needed once it has that file', async () => {
    await classServer.ada.waitForReply(classServer.ada.dm(codeBlock(dockerfile, 'dockerfile')));
    const answer = await classServer.ada.slash('/hint 3');
    const state = await classServer.ada.press(messageOf(answer), 'My file');
    expect(state.text).toContain('dependencies are not pinned');
    expect(state.text).toContain('`Dockerfile`, line 5');
    expect(state.text).toContain('Exactly the versions of uv.lock are installed.');
    const done = await classServer.ada.press(messageOf(await classServer.ada.slash('/hint 1')), 'My file');
    expect(done.text).toContain('This one is done');
  });

  test('gives the hint that the student needs now when no number is given, else the first', async () => {
    expect((await classServer.ada.slash('/hint')).text).toContain('### TODO 1');
    await classServer.ada.waitForReply(classServer.ada.dm(codeBlock(dockerfile, 'dockerfile')));
    expect((await classServer.ada.slash('/hint')).text).toContain('### TODO 3');
    expect((await classServer.bob.slash('/hint')).text).toContain('### TODO 1');
  });

  test('lists the TODOs when the number is wrong', async () => {
    const answer = await classServer.ada.slash('/hint 42');
    expect(answer.text).toContain('There is no TODO 42');
    expect(answer.text).toMatch(/TODO 1 to 6/);
  });

  test('autocompletes numbers by their titles', async () => {
    const choices = await classServer.ada.autocomplete('hint', 'todo', 'script');
    expect(choices.map((choice) => choice.value)).toEqual([5, 6]);
  });

  test('answers in a DM for the student’s class', async () => {
    const answer = await classServer.ada.slash('/hint 1', { where: 'dm' });
    expect(answer.text).toContain('TODO 1');
  });

  test('asks somebody without a class to join one', async () => {
    const stranger = classServer.classroom.join({ name: 'Stranger' });
    const answer = await stranger.slash('/hint 1', { where: 'dm' });
    expect(answer.text).toContain('Join your class server');
  });
});

test('students and teaching assistants hear that the class’s lesson is missing, each what they can do', async () => {
  await open({ lesson: 'gone', taRole: true });
  for (const command of ['/hint 1', '/status', '/checklist']) {
    const { text } = await classServer.ada.slash(command);
    expect(text).toContain('no lesson that I can read (`gone`)');
    expect(text).toContain('tell a teaching assistant');
    expect(text).not.toContain('hints');
  }
  classServer.classroom.allow(classServer.guild, 'class', classServer.taRole);
  const { text } = await classServer.tess.slash('/class');
  expect(text).toContain('Choose another one with `/lesson choose:`');
  expect(text).not.toContain('tell a teaching assistant');
});

describe('a lesson that asks for a step before an answer opens', () => {
  const asking = (before: 'why' | 'attempt') => (lesson: Lesson) =>
    lesson.manifest === null ? lesson : { ...lesson, manifest: { ...lesson.manifest, hints: { before } } };
  const spoilersIn = (answer: BotAnswer) =>
    messageOf(answer).components?.filter(
      (part) => part.type === ComponentType.Container && part.spoiler === true,
    ) ?? [];

  test('opens it after one tap on “Why?”', async () => {
    await open({ change: asking('why') });
    const first = await classServer.ada.slash('/hint 3');
    expect(spoilersIn(first)).toHaveLength(0);
    expect(JSON.stringify(first.message)).not.toContain('RUN uv sync --frozen');
    await classServer.ada.press(messageOf(first), 'Why?');
    expect(spoilersIn(await classServer.ada.slash('/hint 3'))).toHaveLength(1);
    expect(spoilersIn(await classServer.ada.slash('/hint 4'))).toHaveLength(0);
  });

  test('opens it after a new attempt', async () => {
    await open({ change: asking('attempt') });
    await classServer.ada.waitForReply(classServer.ada.dm(codeBlock(dockerfile, 'dockerfile')));
    expect(spoilersIn(await classServer.ada.slash('/hint 3'))).toHaveLength(0);
    expect(spoilersIn(await classServer.ada.slash('/hint 3'))).toHaveLength(0);
    const changed = `${dockerfile}# again\n`;
    await classServer.ada.waitForReply(classServer.ada.dm(codeBlock(changed, 'dockerfile')));
    expect(spoilersIn(await classServer.ada.slash('/hint 3'))).toHaveLength(1);
  });

  test('locks nobody out', async () => {
    await open({ change: asking('attempt') });
    const first = await classServer.ada.slash('/hint 3');
    const opened = await classServer.ada.press(messageOf(first), 'Show the answer now');
    expect(JSON.stringify(spoilersIn(opened))).toContain('uv sync --frozen');
    expect(spoilersIn(await classServer.ada.slash('/hint 3'))).toHaveLength(1);
  });
});
