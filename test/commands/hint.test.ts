import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ComponentType } from 'discord-api-types/v10';
import { messageOf, openSchool, refused, type School } from './school.ts';

let school: School;
const open = async (options: Parameters<typeof openSchool>[0] = {}): Promise<void> => {
  school = await openSchool(options);
};
afterEach(async () => {
  await school.close();
  expect(refused(school)).toEqual([]);
});

describe('/hint', () => {
  beforeEach(() => open());

  test('shows the nudge, and the answer behind a spoiler, to the one who asked only', async () => {
    const answer = await school.ada.slash('/hint 3');
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
    expect(school.bob.sees()).toHaveLength(0);
    const student = { guild: school.guild.id, user: school.ada.id };
    expect(await school.records.progress.hintsTaken(student, 'backend-docker')).toEqual([3]);
  });

  test('goes on to the next TODO and back by its buttons', async () => {
    const third = await school.ada.slash('/hint 3');
    const fourth = await school.ada.press(messageOf(third), 'TODO 4');
    expect(fourth.text).toContain('TODO 4');
    const back = await school.ada.press(messageOf(fourth), 'TODO 3');
    expect(back.text).toContain('TODO 3');
  });

  test('says which TODOs there are when that one is not', async () => {
    const answer = await school.ada.slash('/hint 42');
    expect(answer.text).toContain('There is no TODO 42');
    expect(answer.text).toMatch(/TODO 1 to 6/);
  });

  test('offers numbers and titles while it is typed', async () => {
    const choices = await school.ada.autocomplete('hint', 'todo', 'script');
    expect(choices.map((choice) => choice.value)).toEqual([5, 6]);
  });

  test('works in a DM, for the class that the student is in', async () => {
    const answer = await school.ada.slash('/hint 1', { where: 'dm' });
    expect(answer.text).toContain('TODO 1');
  });

  test('answers somebody of no class kindly', async () => {
    const stranger = school.classroom.join({ name: 'Stranger' });
    const answer = await stranger.slash('/hint 1', { where: 'dm' });
    expect(answer.text).toContain('Join your class server');
  });
});

test('a class whose lesson is not there is told so', async () => {
  await open({ lesson: 'gone' });
  const answer = await school.ada.slash('/hint 1');
  expect(answer.text).toContain('no lesson that I can read (`gone`)');
});
