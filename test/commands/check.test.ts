import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { type BotAnswer, textOf } from '../../classroom/server.ts';
import type { Check } from '../../src/check/check.ts';
import {
  type ClassServer,
  checkWithOneWrongTodo,
  messageOf,
  openClassServer,
  refusedRequests,
} from '../support/class-server.ts';
import { codeBlock, dockerfile, lesson, rememberedFiles, studentOf, upload } from './student-files.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const remembered = () => rememberedFiles(classServer);
/** The initial value of a modal's field; empty when nothing is filled in. */
const inForm = ({ modal }: BotAnswer, id: string): unknown =>
  modal.fields.find(({ customId }) => customId === id)?.component.value ?? '';
const fenced = codeBlock(dockerfile, 'dockerfile');

describe('/check', () => {
  test('answers a pasted Dockerfile with TODOs, lines and hints', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile }).submit();
    expect(answer.text).toContain('5 of 6 TODOs done');
    expect(answer.text).toContain('### Next: TODO 3');
    expect(answer.text).toContain('`Dockerfile`, line 5');
    expect(answer.text).toContain('Not sent yet: `.dockerignore`, `entrypoint.sh`');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
    expect(classServer.bob.sees()).toHaveLength(0);
    const hint = await classServer.ada.press(messageOf(answer), 'Hint for TODO 3');
    expect(hint.text).toContain('TODO 3');
  });

  test('opens the file in a form to fix it, and remembers what comes back', async () => {
    const answer = await classServer.ada.waitForReply(classServer.ada.dm(fenced));
    const form = await classServer.ada.press(answer, 'Fix in a form');
    expect(form.modal.title).toBe('Fix Dockerfile');
    expect(JSON.stringify(form.modal.data)).toContain('Look at line 5.');
    const fixed = dockerfile.replace('RUN uv sync', 'RUN uv sync --frozen');
    expect(inForm(form, 'dockerfile')).toBe(dockerfile);
    const again = await form.modal.fill({ dockerfile: fixed }).submit();
    expect(again.text).toContain('Make the same change in the file on your computer');
    expect(await remembered()).toEqual({ Dockerfile: fixed });
  });

  test('asks for an upload where a form cannot hold the file as it is', async () => {
    for (const [content, why] of [
      [`${dockerfile}# ${'x'.repeat(4_000)}\n`, 'a form takes 4000'],
      [dockerfile.replaceAll('\n', '\r\n'), 'line endings are from Windows'],
    ] as const) {
      const answer = await classServer.ada.waitForReply(
        classServer.ada.dm('', [upload('Dockerfile', content)]),
      );
      const form = await classServer.ada.press(answer, 'Fix in a form');
      expect(JSON.stringify(form.modal.data)).toContain(why);
      expect(inForm(form, 'dockerfile')).toBe('');
    }
  });

  test('begins the question to a human with the place where the student is stuck', async () => {
    const answer = await classServer.ada.waitForReply(classServer.ada.dm(fenced));
    const form = await classServer.ada.press(answer, 'I am stuck');
    expect(inForm(form, 'question')).toContain('I am stuck at TODO 3, line 5 of my Dockerfile.');
    await form.modal.submit();
    const [ask] = await classServer.records.questions.open(classServer.guild.id);
    expect(ask?.question).toContain('TODO 3, line 5');
  });

  test('checks files uploaded in the form', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await opened.modal
      .fill({ files: [upload('Dockerfile', dockerfile), upload('entrypoint.sh', '#!/bin/sh\nset -e\n')] })
      .submit();
    expect(answer.text).toContain('5 of 6');
    expect(Object.keys(await remembered()).sort()).toEqual(['Dockerfile', 'entrypoint.sh']);
  });

  test('says what to send when the form is empty', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile: '   ' }).submit();
    expect(answer.text).toContain('I found no file to check');
  });

  test('says that a text is not a Dockerfile', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile: '{"a": 1}' }).submit();
    expect(answer.text).toContain('A Dockerfile has a line that starts with `FROM`');
    expect(await remembered()).toEqual({});
  });

  test('recognises a question in the form', async () => {
    const opened = await classServer.ada.slash('/check');
    const answer = await opened.modal.fill({ dockerfile: 'please help me' }).submit();
    expect(answer.text).toContain('sounds like a question');
    expect(await remembered()).toEqual({});
  });
});

describe('direct messages', () => {
  test('takes the lesson’s files out of a zip of the whole project', async () => {
    const project = zipSync({
      'backend/Dockerfile': Buffer.from(dockerfile),
      'backend/core/manage.py': Buffer.from('import os\n'),
      'backend/media/photo.jpg': randomBytes(150_000),
    });
    const sent = classServer.ada.dm('is it right?', [{ name: 'backend.zip', bytes: Buffer.from(project) }]);
    const answer = await classServer.ada.waitForReply(sent);
    expect(textOf(answer)).toContain('5 of 6 TODOs done');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('says that a zip has none of the lesson’s files', async () => {
    const empty = Buffer.from(zipSync({ 'core/manage.py': Buffer.from('import os\n') }));
    const sent = classServer.ada.dm('', [{ name: 'core.zip', bytes: empty }]);
    const answer = await classServer.ada.waitForReply(sent);
    expect(textOf(answer)).toContain('`core.zip` has none of the files that I look for');
  });

  test('answers a pasted Dockerfile with the TODOs', async () => {
    const sent = classServer.ada.dm(fenced);
    const answer = await classServer.ada.waitForReply(sent);
    expect(textOf(answer)).toContain('5 of 6 TODOs done');
    expect(textOf(answer)).toContain('(just sent)');
  });

  test('edits its answer when the message is edited, even after a restart', async () => {
    const sent = classServer.ada.dm('```\nhello\n```');
    const answer = await classServer.ada.waitForReply(sent);
    expect(textOf(answer)).toContain('Hello!');
    await classServer.restart();
    classServer.ada.edit(sent, fenced);
    const edited = await classServer.ada.waitFor(
      (one) => one.id === answer.id && textOf(one).includes('5 of 6'),
    );
    expect(edited.id).toBe(answer.id);
    expect(classServer.ada.sees('dm')).toHaveLength(2);
  });

  test('checks an entrypoint alone together with the remembered Dockerfile', async () => {
    await classServer.ada.waitForReply(classServer.ada.dm(fenced));
    const sent = classServer.ada.dm('', [upload('entrypoint.sh', '#!/bin/sh\nset -e\n')]);
    const answer = textOf(await classServer.ada.waitForReply(sent));
    expect(answer).toContain('`Dockerfile` (remembered, sent just now)');
    expect(answer).toContain('`entrypoint.sh` (just sent)');
  });

  test.each([
    ['a file over 64 KiB', upload('Dockerfile', 'x'.repeat(64 * 1024 + 1)), 'I read files up to 64 kB'],
    [
      'a binary file',
      upload('Dockerfile', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1])),
      'not a text file',
    ],
    ['a file in UTF-16', upload('Dockerfile', Buffer.from('\ufeffFROM x\n', 'utf16le')), 'saved as UTF-16'],
    ['an empty file', upload('notes', ' '), 'I found no file to check'],
  ])('says what is wrong with %s', async (_what, attachment, words) => {
    const answer = await classServer.ada.waitForReply(classServer.ada.dm('', [attachment]));
    expect(textOf(answer)).toContain(words);
    expect(await remembered()).toEqual({});
  });

  test('takes the last of 40 Dockerfiles and says so', async () => {
    const blocks = Array.from({ length: 40 }, (_, i) => `\`\`\`\nFROM a:${i}\nRUN x\n\`\`\``).join('\n');
    const answer = textOf(await classServer.ada.waitForReply(classServer.ada.dm(blocks)));
    expect(answer).toContain('You sent `Dockerfile` 40 times. I looked at the last one.');
    expect(await remembered()).toEqual({ Dockerfile: 'FROM a:39\nRUN x\n' });
  });

  test('answers others when Discord refuses its answer to one', async () => {
    const stranger = classServer.classroom.join({ name: 'Stranger' });
    stranger.dm(fenced);
    classServer.ada.closeDms();
    classServer.ada.dm(fenced);
    const answer = await classServer.bob.waitForReply(classServer.bob.dm(fenced));
    expect(textOf(answer)).toContain('5 of 6');
    classServer.ada.openDms();
    expect(textOf(await classServer.ada.waitForReply(classServer.ada.dm(fenced)))).toContain('5 of 6');
    classServer.classroom.requests.length = 0;
  });

  test('asks a member of two classes once, then continues with the message', async () => {
    const second = classServer.classroom.addGuild({ name: 'Evening class' });
    classServer.classroom.addChannel(second, { name: 'general' });
    const eve = classServer.classroom.join({ name: 'Eve', guild: second });
    eve.joinGuild(classServer.guild);
    const question = await eve.waitForReply(eve.dm(fenced));
    expect(textOf(question)).toContain('several classes');
    const chosen = await eve.select(question, 'Choose your class', [second.id]);
    expect(chosen.text).toContain('5 of 6 TODOs done');
    const student = { guild: second.id, user: eve.id };
    expect(await classServer.records.workspaces.files(student, lesson)).toHaveLength(1);
    const again = await eve.waitForReply(eve.dm(fenced));
    expect(textOf(again)).toContain('5 of 6 TODOs done');
  });
});

describe('Check this Dockerfile', () => {
  test('remembers the file of the asker’s own message', async () => {
    const said = classServer.ada.say(classServer.general, fenced);
    const answer = await classServer.ada.messageCommand('Check this Dockerfile', said);
    expect(answer.text).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('checks somebody else’s message for the asker alone and changes nobody’s files', async () => {
    const said = classServer.ada.say(classServer.general, fenced);
    const answer = await classServer.bob.messageCommand('Check this Dockerfile', said);
    expect(answer.text).toContain('5 of 6');
    expect(answer.text).toContain('changes nobody');
    expect(await remembered()).toEqual({});
    expect(
      await classServer.records.workspaces.files(studentOf(classServer, classServer.bob), lesson),
    ).toEqual([]);
    expect(classServer.ada.sees()).toHaveLength(1);
  });
});

describe('Show all', () => {
  // Two TODOs are open, so that there is more than the next step.
  const twoOpen: Check = async (input) => {
    const report = await checkWithOneWrongTodo(input);
    const todos = report.todos.map((todo) => (todo.n === 4 ? { ...todo, status: 'missing' as const } : todo));
    return { ...report, todos };
  };
  beforeEach(async () => {
    await classServer.close();
    classServer = await openClassServer({ check: twoOpen });
  });

  test('shows every TODO with its reason, from the remembered files', async () => {
    const answer = await classServer.ada.waitForReply(classServer.ada.dm(fenced));
    expect(textOf(answer)).toContain('⬜ **TODO 4**');
    const all = await classServer.ada.press(answer, 'Show all');
    expect(all.text).toContain('Everything I see in your files');
    expect(all.text).toContain('❌ **TODO 3**');
    expect(all.text).toContain('⬜ **TODO 4**');
    expect(all.text.split('dependencies are not pinned')).toHaveLength(3);
  });

  test('reads somebody else’s message once more, and remembers nothing of it', async () => {
    const said = classServer.ada.say(classServer.general, fenced);
    const answer = await classServer.bob.messageCommand('Check this Dockerfile', said);
    expect(answer.text).not.toContain('Fix in a form');
    const all = await classServer.bob.press(messageOf(answer), 'Show all');
    expect(all.text).toContain('Everything I see in that message');
    expect(await remembered()).toEqual({});
    classServer.ada.delete(said);
    const gone = await classServer.bob.press(messageOf(answer), 'Show all');
    expect(gone.text).toContain('I can no longer see that message');
    classServer.classroom.requests.length = 0;
  });
});
