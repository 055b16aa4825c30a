import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { messageOf, openSchool, refused, type School } from './school.ts';

let school: School;
beforeEach(async () => {
  school = await openSchool();
});
afterEach(async () => {
  await school.close();
  expect(refused(school)).toEqual([]);
});

const dockerfile = 'FROM python:3.11-slim\nWORKDIR /app\nRUN pip install uv\nCOPY . .\nRUN uv sync\n';
const fenced = `\`\`\`dockerfile\n${dockerfile}\`\`\``;
const ada = () => ({ guild: school.guild.id, user: school.ada.id });
const remembered = async () =>
  Object.fromEntries(
    (await school.records.workspaces.files(ada(), 'backend-docker')).map((file) => [file.path, file.text]),
  );
const file = (name: string, bytes: string | Uint8Array) => ({ name, bytes: Buffer.from(bytes) });

describe('/check', () => {
  test('opens a form, and answers what is pasted there with the TODOs, lines and hints', async () => {
    const opened = await school.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile }).submit();
    expect(answer.text).toContain('5 of 6 TODOs done');
    expect(answer.text).toContain('❌ **TODO 3**');
    expect(answer.text).toContain('`Dockerfile`, line 5');
    expect(answer.text).toContain('Not sent yet: `.dockerignore`, `entrypoint.sh`');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
    expect(school.bob.sees()).toHaveLength(0);
    const hint = await school.ada.press(messageOf(answer), 'Hint for TODO 3');
    expect(hint.text).toContain('TODO 3');
  });

  test('takes uploaded files in the form', async () => {
    const opened = await school.ada.slash('/check');
    const answer = await opened.modal
      .fill({ files: [file('Dockerfile', dockerfile), file('entrypoint.sh', '#!/bin/sh\nset -e\n')] })
      .submit();
    expect(answer.text).toContain('5 of 6');
    expect(Object.keys(await remembered()).sort()).toEqual(['Dockerfile', 'entrypoint.sh']);
  });

  test('an empty form says what to send', async () => {
    const opened = await school.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile: '   ' }).submit();
    expect(answer.text).toContain('I found no file to check');
  });

  test('a text that is no Dockerfile is named as such', async () => {
    const opened = await school.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile: '{"a": 1}' }).submit();
    expect(answer.text).toContain('A Dockerfile has a line that starts with `FROM`');
    expect(await remembered()).toEqual({});
  });

  test('a question in it is answered as one', async () => {
    const opened = await school.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile: 'please help me' }).submit();
    expect(answer.text).toContain('sounds like a question');
    expect(await remembered()).toEqual({});
  });
});

describe('a DM', () => {
  test('with a pasted Dockerfile is answered with the TODOs', async () => {
    const sent = school.ada.dm(fenced);
    const answer = await school.ada.waitForReply(sent);
    expect(textOf(answer)).toContain('5 of 6 TODOs done');
    expect(textOf(answer)).toContain('(just sent)');
  });

  test('that is edited is checked again, and its answer edited, also after a restart', async () => {
    const sent = school.ada.dm('```\nhello\n```');
    const answer = await school.ada.waitForReply(sent);
    expect(textOf(answer)).toContain('Hello!');
    await school.restart();
    school.ada.edit(sent, fenced);
    const edited = await school.ada.waitFor((one) => one.id === answer.id && textOf(one).includes('5 of 6'));
    expect(edited.id).toBe(answer.id);
    expect(school.ada.sees('dm')).toHaveLength(2);
  });

  test('with a fixed entrypoint alone uses the Dockerfile that is remembered', async () => {
    await school.ada.waitForReply(school.ada.dm(fenced));
    const sent = school.ada.dm('', [file('entrypoint.sh', '#!/bin/sh\nset -e\n')]);
    const answer = textOf(await school.ada.waitForReply(sent));
    expect(answer).toContain('`Dockerfile` (remembered, sent just now)');
    expect(answer).toContain('`entrypoint.sh` (just sent)');
  });

  test.each([
    ['a file over 64 KiB', file('Dockerfile', 'x'.repeat(64 * 1024 + 1)), 'I read files up to 64 KiB'],
    [
      'a binary file',
      file('Dockerfile', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1])),
      'not a text file',
    ],
    ['a file in UTF-16', file('Dockerfile', Buffer.from('\ufeffFROM x\n', 'utf16le')), 'saved as UTF-16'],
    ['an empty file', file('notes', ' '), 'I found no file to check'],
  ])('with %s says so', async (_what, upload, words) => {
    const answer = await school.ada.waitForReply(school.ada.dm('', [upload]));
    expect(textOf(answer)).toContain(words);
    expect(await remembered()).toEqual({});
  });

  test('with 40 code blocks takes the last Dockerfile and says so', async () => {
    const blocks = Array.from({ length: 40 }, (_, i) => `\`\`\`\nFROM a:${i}\nRUN x\n\`\`\``).join('\n');
    const answer = textOf(await school.ada.waitForReply(school.ada.dm(blocks)));
    expect(answer).toContain('You sent `Dockerfile` 40 times. I looked at the last one.');
    expect(await remembered()).toEqual({ Dockerfile: 'FROM a:39\nRUN x\n' });
  });

  test('of somebody whom Discord does not let it answer harms nobody else', async () => {
    const stranger = school.classroom.join({ name: 'Stranger' });
    stranger.dm(fenced);
    school.ada.closeDms();
    school.ada.dm(fenced);
    const answer = await school.bob.waitForReply(school.bob.dm(fenced));
    expect(textOf(answer)).toContain('5 of 6');
    school.ada.openDms();
    expect(textOf(await school.ada.waitForReply(school.ada.dm(fenced)))).toContain('5 of 6');
    school.classroom.requests.length = 0;
  });

  test('of somebody in two classes asks once, goes on with the message, and remembers', async () => {
    const second = school.classroom.addGuild({ name: 'Evening class' });
    school.classroom.addChannel(second, { name: 'general' });
    const eve = school.classroom.join({ name: 'Eve', guild: second });
    eve.joinGuild(school.guild);
    const question = await eve.waitForReply(eve.dm(fenced));
    expect(textOf(question)).toContain('several classes');
    const chosen = await eve.select(question, 'Choose your class', [second.id]);
    expect(chosen.text).toContain('5 of 6 TODOs done');
    const student = { guild: second.id, user: eve.id };
    expect(await school.records.workspaces.files(student, 'backend-docker')).toHaveLength(1);
    const again = await eve.waitForReply(eve.dm(fenced));
    expect(textOf(again)).toContain('5 of 6 TODOs done');
  });
});

describe('Check this Dockerfile', () => {
  test('on one’s own message remembers it', async () => {
    const said = school.ada.say(school.general, fenced);
    const answer = await school.ada.messageCommand('Check this Dockerfile', said);
    expect(answer.text).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('on somebody else’s message changes nobody’s files, and only the asker sees it', async () => {
    const said = school.ada.say(school.general, fenced);
    const answer = await school.bob.messageCommand('Check this Dockerfile', said);
    expect(answer.text).toContain('5 of 6');
    expect(answer.text).toContain('changes nobody');
    expect(await remembered()).toEqual({});
    expect(
      await school.records.workspaces.files({ ...ada(), user: school.bob.id }, 'backend-docker'),
    ).toEqual([]);
    expect(school.ada.sees()).toHaveLength(1);
  });
});
