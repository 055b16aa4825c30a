import { expect, test } from '@jest/globals';
import { onEachDatabase } from './databases.ts';

onEachDatabase((opened) => {
  const ada = { guild: '1', user: '10' };
  const guild = { id: '1', lesson: 'go', taRole: null, taChannel: null, classChannel: null };

  test('A student’s own lesson ends when the class changes its lesson, and not when it changes something else', async () => {
    const { guilds, lessonChoices } = opened.records;
    await guilds.save(guild);
    await lessonChoices.choose(ada, 'go', 'compose');
    await lessonChoices.choose({ ...ada, guild: '2' }, 'go', 'compose');
    await guilds.save({ ...guild, taRole: '7' });
    expect(await lessonChoices.own(ada, 'go')).toBe('compose');
    await guilds.save({ ...guild, lesson: 'backend' });
    await guilds.save(guild);
    expect(await lessonChoices.own(ada, 'go')).toBeNull();
    expect(await lessonChoices.own({ ...ada, guild: '2' }, 'go')).toBe('compose');
  });

  test('A choice holds for the places of one lesson, and the last one counts', async () => {
    const { lessonChoices } = opened.records;
    await lessonChoices.choose(ada, 'go', 'compose');
    await lessonChoices.choose(ada, 'go', 'fastapi');
    expect(await lessonChoices.own(ada, 'go')).toBe('fastapi');
    expect(await lessonChoices.own(ada, 'backend')).toBeNull();
    expect(await lessonChoices.own({ ...ada, user: '11' }, 'go')).toBeNull();
    await lessonChoices.choose(ada, 'go', null);
    expect(await lessonChoices.own(ada, 'go')).toBeNull();
  });

  test('A channel has a lesson of its own until it is taken back', async () => {
    const { lessonChoices } = opened.records;
    await lessonChoices.setChannel('1', '5', 'go');
    await lessonChoices.setChannel('1', '5', 'compose');
    await opened.reopen();
    expect(await opened.records.lessonChoices.ofChannel('1', '5')).toBe('compose');
    expect(await opened.records.lessonChoices.ofChannel('2', '5')).toBeNull();
    await opened.records.lessonChoices.setChannel('1', '5', null);
    expect(await opened.records.lessonChoices.ofChannel('1', '5')).toBeNull();
  });

  test('Erasing a student’s data forgets the lesson that the student chose', async () => {
    const { lessonChoices, personalData } = opened.records;
    await lessonChoices.choose(ada, 'go', 'compose');
    await personalData.erase(ada, () => true);
    expect(await lessonChoices.own(ada, 'go')).toBeNull();
  });
});
