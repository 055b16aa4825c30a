import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { APIMessage } from 'discord-api-types/v10';
import { type Person, textOf } from '../../classroom/server.ts';
import { type ClassServer, openClassServer } from '../support/class-server.ts';
import { verdictOf } from '../support/verdicts.ts';
import { dockerfile, lesson, studentOf, upload } from './student-files.ts';

jest.setTimeout(120_000);

let classServer: ClassServer;
let students = 0;
beforeAll(async () => {
  classServer = await openClassServer();
});
afterAll(() => classServer.close());

/** Each person may ask only so often, so each test has its own student. */
const newStudent = (): Person => {
  students += 1;
  const { classroom, guild, general } = classServer;
  return classroom.join({ name: `Student ${students}`, guild, home: general });
};
const reply = (who: Person, text: string): Promise<APIMessage> =>
  who.waitForReply(who.dm(text), { ms: 60_000 });
const labelsOf = (message: APIMessage): readonly string[] =>
  [...JSON.stringify(message.components).matchAll(/"label":"([^"]*)"/g)].map(([, label]) => label ?? '');
const usual = ['Check my files', 'First hint', 'Ask a human'];

describe('a direct message', () => {
  test.each([
    'bonjour',
    'Guten Morgen!',
    'buenas tardes',
    'olá',
    'привет',
    'こんにちは',
    'السلام عليكم',
    'xin chào',
    '👋',
  ])('answers a greeting with a greeting: %s', async (text) => {
    const said = await reply(newStudent(), text);
    expect(textOf(said)).toContain('Hello!');
    expect(labelsOf(said)).toEqual(usual);
  });

  test.each([
    ['a question', 'why does nothing work', 'sounds like a question'],
    ['a command for a terminal', 'docker build -t shop .', 'your own terminal'],
    ['the name of a file', 'Dockerfile', 'the name of a file'],
    ['a link', 'https://example.com/my/Dockerfile', 'I do not open links'],
    ['something that is nothing', '```\nfoo bar\n```', 'Dockerfile'],
  ])('answers %s with the three ways on', async (_what, text, words) => {
    const said = await reply(newStudent(), text);
    expect(textOf(said)).toContain(words);
    expect([...labelsOf(said)].sort()).toEqual([...usual].sort());
  });

  test.each([
    ['an empty file', upload('notes.txt', '')],
    ['a file of blank lines', upload('message.txt', '\n \n')],
  ])('finds no file to check in %s, and answers with the three ways on', async (_what, attachment) => {
    const who = newStudent();
    const said = await who.waitForReply(who.dm('', [attachment]), { ms: 60_000 });
    expect(textOf(said)).toContain('I found no file to check');
    expect([...labelsOf(said)].sort()).toEqual([...usual].sort());
  });

  test('asks kindly for text instead of a screenshot, and offers forms', async () => {
    const who = newStudent();
    const picture = upload('Screenshot 2026.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    const said = await who.waitForReply(who.dm('', [picture]), { ms: 60_000 });
    expect(textOf(said)).toContain('Thank you for showing me');
    expect(labelsOf(said)).toEqual(['Paste an error message', 'Check my files', 'Ask a human']);
    const form = await who.press(said, 'Paste an error message');
    expect(form.modal.fields.map(({ customId }) => customId)).toContain('output');
  });
});

describe('a command that is written as a message', () => {
  test.each([
    '/hint 3',
    '!hint 3',
    'hint 3',
    'Hint for TODO 3, please'.replace(',', ''),
    'todo 3',
    'indice 3',
    '/indice 3',
  ])('shows the hint: %s', async (text) => {
    const who = newStudent();
    expect(textOf(await reply(who, text))).toContain('TODO 3');
    expect(await classServer.records.progress.hintsTaken(studentOf(classServer, who), lesson)).toEqual([3]);
  });

  test('says what is missing', async () => {
    expect(textOf(await reply(newStudent(), '/link'))).toContain('12345');
  });

  test('shows status and help', async () => {
    const who = newStudent();
    expect(textOf(await reply(who, '/status'))).toContain('Where you stand');
    expect(textOf(await reply(who, 'help'))).toContain('I am Dockhand');
  });

  test('gives a question to a human', async () => {
    const who = newStudent();
    expect(textOf(await reply(who, '/ask Why does uv fail?'))).toContain(
      'no channel for its teaching assistants',
    );
    const open = await classServer.records.questions.open(classServer.guild.id);
    expect(open.map(({ question }) => question)).toContain('Why does uv fail?');
  });

  test('offers a button where a form is needed', async () => {
    const who = newStudent();
    const said = await reply(who, '/check');
    const form = await who.press(said, 'Check my files');
    expect(form.modal.fields.map(({ customId }) => customId)).toContain('dockerfile');
  });

  test('says where a command of teaching assistants works', async () => {
    expect(textOf(await reply(newStudent(), '/queue'))).toContain('in the class server only');
  });

  test('verifies, and shows the progress and the verdict in the same message', async () => {
    const who = newStudent();
    await reply(who, `\`\`\`\n${dockerfile}\`\`\``);
    classServer.work(async () => verdictOf('passed'));
    const said = await reply(who, '/verify');
    const result = await who.waitFor((one) => one.id === said.id && textOf(one).includes('Passed'), {
      ms: 60_000,
    });
    expect(result.id).toBe(said.id);
  });

  test.each([
    '/app/entrypoint.sh: not found',
    './start.sh',
    '.dockerignore',
    'help me with the Dockerfile',
    '3',
  ])('takes no other text for a command: %s', async (text) => {
    const who = newStudent();
    await reply(who, text);
    expect(await classServer.records.progress.hintsTaken(studentOf(classServer, who), lesson)).toEqual([]);
  });
});

describe('command names in answers', () => {
  test('makes command names tappable', async () => {
    const said = textOf(await reply(newStudent(), 'hello'));
    expect(said).toMatch(/<\/hint:\d+>/);
    expect(said).toMatch(/<\/help:\d+>/);
    const id = /<\/hint:(\d+)>/.exec(said)?.[1] ?? '';
    expect(classServer.classroom.world.globalCommands.get(id)?.name).toBe('hint');
  });
});

describe('a class that a message belongs to', () => {
  test('looks a member up once for each message', async () => {
    const who = newStudent();
    await reply(who, 'hello');
    const lookups = classServer.classroom.requests.filter(({ path }) => path.endsWith(`/members/${who.id}`));
    expect(lookups).toHaveLength(1);
  });
});

describe('somebody who mentions the bot in a server', () => {
  const mention = (): string => `<@${classServer.classroom.world.bot.user.id}>`;

  test('answers a mention in a server by DM, and says so in the channel', async () => {
    const who = newStudent();
    const asked = who.say(classServer.general, `${mention()} hint 2`);
    await who.waitFor((one) => textOf(one).includes('TODO 2'), { where: 'dm', ms: 60_000 });
    const line = await who.waitFor((one) => one.message_reference?.message_id === asked.id, { ms: 60_000 });
    expect(textOf(line)).toContain('in a DM');
    expect(textOf(line)).not.toContain('TODO');
  });

  test('shows buttons in the channel when the DMs are closed', async () => {
    const who = newStudent();
    who.closeDms();
    const asked = who.say(classServer.general, `hi ${mention()}`);
    const line = await who.waitFor((one) => one.message_reference?.message_id === asked.id, { ms: 60_000 });
    const stands = await who.press(line, 'Where do I stand?');
    expect(stands.ephemeral).toBe(true);
    expect(stands.text).toContain('Where you stand');
  });

  test('answers in the DM where the bot may not write in the channel', async () => {
    const who = newStudent();
    classServer.classroom.faults.add({
      refusal: 50013,
      where: new RegExp(`POST .*${classServer.general.id}/messages`),
    });
    who.say(classServer.general, `${mention()} what is a layer?`);
    await who.waitFor((one) => textOf(one).includes('a stack of layers'), { where: 'dm', ms: 60_000 });
  });

  test('explains what it understands when it is mentioned without a question', async () => {
    const who = newStudent();
    who.say(classServer.general, mention());
    const said = await who.waitFor((one) => textOf(one).includes('I am not sure what that is'), {
      where: 'dm',
      ms: 60_000,
    });
    expect(labelsOf(said)).toEqual(usual);
  });

  test('does not answer messages without a mention', async () => {
    const who = newStudent();
    who.say(classServer.general, 'hint 2');
    const asked = who.say(classServer.general, `${mention()} hello`);
    await who.waitFor((one) => one.message_reference?.message_id === asked.id, { ms: 60_000 });
    expect(who.sees('dm').some((one) => textOf(one).includes('TODO 2'))).toBe(false);
  });
});
