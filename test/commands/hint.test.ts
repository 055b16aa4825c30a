import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ComponentType } from 'discord-api-types/v10';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';

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

test('/hint says that the class’s lesson is missing', async () => {
  await open({ lesson: 'gone' });
  const answer = await classServer.ada.slash('/hint 1');
  expect(answer.text).toContain('no lesson that I can read (`gone`)');
});
