import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { APIMessage } from 'discord-api-types/v10';
import { textOf } from '../../classroom/server.ts';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { codeBlock, dockerfile, rememberedFiles, script, upload } from './student-files.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const older = 'FROM python:3.11-slim\nWORKDIR /app\n';
const remembered = () => rememberedFiles(classServer);
const answer = async (sent: APIMessage): Promise<APIMessage> => classServer.ada.waitForReply(sent);

describe('messages without a file', () => {
  test.each([
    ['a greeting', 'hi!', 'Hello!'],
    ['a question', 'if I change the port to 8080 does it still work?', 'sounds like a question'],
    ['a question about a TODO', 'what do I do in TODO 3', 'TODO 3 · Install the dependencies'],
    ['a question with a line in it', 'RUN uv sync --frozen  is this ok?', 'sounds like a question'],
    ['an error message', 'exec /entrypoint.sh: no such file or directory', 'Windows line endings'],
    ['an error message in a fence', codeBlock('/bin/sh: 1: uv: not found\n'), 'Hint for TODO 1'],
    [
      'an unknown error message',
      codeBlock('ERROR: the flux capacitor is empty\n'),
      'what Docker or a program said',
    ],
    [
      'an error message in a fence that reads like nothing',
      codeBlock('qemu: uncaught target signal 11 (Segmentation fault) - core dumped\n'),
      'another kind of processor',
    ],
    ['a question about a term', 'what is a layer?', 'a stack of layers'],
    ['a command', 'docker build -t boutique-backend .', 'a command for your own terminal'],
    ['a file’s name', 'Dockerfile', 'the name of a file'],
    ['a link', 'https://github.com/me/shop/blob/main/Dockerfile', 'I do not open links'],
  ])('answers %s as such and changes nothing', async (_what, text, words) => {
    await answer(classServer.ada.dm(codeBlock(dockerfile)));
    const said = textOf(await answer(classServer.ada.dm(text)));
    expect(said).toContain(words);
    expect(said).not.toContain('I found no file');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('passes a question on to a teaching assistant at the press of a button', async () => {
    const said = await answer(classServer.ada.dm('why does my container stop?'));
    const opened = await classServer.ada.press(said, 'Ask a human');
    const sent = await opened.modal.fill({ question: 'why does my container stop?' }).submit();
    expect(sent.text).toContain('with the teaching assistants');
  });
});

describe('fragments', () => {
  test('finds a fragment in the remembered file', async () => {
    await answer(classServer.ada.dm(codeBlock(dockerfile)));
    const said = textOf(await answer(classServer.ada.dm('is this ok?\n```\nCOPY . .\nRUN uv sync\n```')));
    expect(said).toContain('lines 4 to 5 of the `Dockerfile` that I remember');
    expect(said).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('appends a fragment if the student says so, even after a restart', async () => {
    await answer(classServer.ada.dm(codeBlock(older)));
    const rest = 'RUN pip install uv\nCOPY . .\n';
    const asked = await answer(classServer.ada.dm(codeBlock(rest)));
    expect(textOf(asked)).toContain('begins with `FROM`, and I see none here');
    expect(await remembered()).toEqual({ Dockerfile: older });
    await classServer.restart();
    const placed = await classServer.ada.press(asked, 'Add them at the end');
    expect(placed.text).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: `${older}\n${rest}` });
    await classServer.ada.press(messageOf(placed), 'Undo');
    expect(await remembered()).toEqual({ Dockerfile: older });
  });

  test('takes a fragment for the whole file if the student says so', async () => {
    const asked = await answer(classServer.ada.dm(codeBlock('RUN pip install uv\nCOPY . .\n')));
    expect(await remembered()).toEqual({});
    await classServer.ada.press(asked, 'That is my whole file');
    expect(await remembered()).toEqual({ Dockerfile: 'RUN pip install uv\nCOPY . .\n' });
  });

  test('asks about a fragment in the form, too', async () => {
    await answer(classServer.ada.dm(codeBlock(dockerfile)));
    const opened = await classServer.ada.slash('/check');
    const asked = await opened.modal.fill({ dockerfile: 'RUN uv sync --frozen' }).submit();
    expect(asked.text).toContain('What shall I do with them?');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });
});

describe('taking a change back', () => {
  test('restores the files once, even after a restart', async () => {
    await answer(classServer.ada.dm(codeBlock(older)));
    const second = await answer(classServer.ada.dm(`${codeBlock(dockerfile)}\n${codeBlock(script)}`));
    expect(textOf(second)).toContain('From now on I remember this');
    await classServer.restart();
    const taken = await classServer.ada.press(second, 'Undo');
    expect(taken.text).toContain('I remember your `Dockerfile` from just now again');
    expect(taken.text).toContain('I remember no `entrypoint.sh` of yours, as before');
    expect(await remembered()).toEqual({ Dockerfile: older });
    const again = await classServer.ada.press(second, 'Undo');
    expect(again.text).toContain('can no longer be undone');
  });

  test('does not restore a file that was sent again since', async () => {
    const first = await answer(classServer.ada.dm(codeBlock(older)));
    await answer(classServer.ada.dm(codeBlock(dockerfile)));
    const taken = await classServer.ada.press(first, 'Undo');
    expect(taken.text).toContain('You have sent your `Dockerfile` again since');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('offers nothing to undo when nothing changed', async () => {
    await answer(classServer.ada.dm(codeBlock(dockerfile)));
    expect(textOf(await answer(classServer.ada.dm(codeBlock(dockerfile))))).not.toContain('Undo');
  });
});

describe('forwarded messages and attachments', () => {
  test('reads text and files of a forwarded message', async () => {
    const said = classServer.ada.say(classServer.general, `my Dockerfile:\n${codeBlock(dockerfile)}`, [
      upload('entrypoint.sh', script),
    ]);
    const seen = textOf(await answer(classServer.ada.forward(said)));
    expect(seen).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': script });
  });

  test('checks a forwarded message by the message command', async () => {
    const said = classServer.bob.say(classServer.general, codeBlock(dockerfile));
    const forwarded = classServer.ada.forward(said, classServer.general);
    const checked = await classServer.ada.messageCommand('Check this Dockerfile', forwarded);
    expect(checked.text).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('takes an own message that is forwarded to the DM as sent again', async () => {
    const first = classServer.ada.dm(codeBlock(older));
    await answer(first);
    const forwarded = classServer.ada.forward(first);
    expect(textOf(await answer(forwarded))).toContain('(just sent)');
  });

  test('reads the file that Discord makes of a long paste', async () => {
    const comments = Array.from({ length: 80 }, (_, n) => `# TODO ${n}: what the lesson says here\n`).join(
      '',
    );
    const text = `hi, is this right?\n${dockerfile}${comments}ENTRYPOINT ["/entrypoint.sh"]\n\nand this is my entrypoint.sh:\n${script}\nthanks!`;
    const seen = textOf(await answer(classServer.ada.dm(text)));
    expect(seen).toContain('5 of 6');
    expect(await remembered()).toEqual({
      Dockerfile: `${dockerfile}${comments}ENTRYPOINT ["/entrypoint.sh"]\n`,
      'entrypoint.sh': script,
    });
  });

  test.each([
    [
      'Latin-1',
      upload('Dockerfile', Buffer.from(`# d\u00e9j\u00e0\n${dockerfile}`, 'latin1')),
      '5 of 6',
      `# d\u00e9j\u00e0\n${dockerfile}`,
    ],
    [
      'UTF-16 without a byte order mark',
      upload('Dockerfile', Buffer.from(dockerfile, 'utf16le')),
      'saved as UTF-16',
      null,
    ],
    ['rich text', upload('Dockerfile.rtf', '{\\rtf1 FROM a}'), 'Make Plain Text', null],
    [
      'a word processor’s format',
      upload('Dockerfile.docx', Buffer.from('504b0304', 'hex')),
      'a document of a word processor',
      null,
    ],
    ['HTML', upload('Dockerfile.html', `<pre>${dockerfile}</pre>`), 'a web page (HTML)', null],
    [
      'a picture format',
      upload('screen.png', Buffer.from('89504e470d0a1a0a00', 'hex')),
      'cannot read pictures yet',
      null,
    ],
    [
      'a name with an extension',
      upload('Dockerfile.txt', dockerfile),
      'has to be called exactly `Dockerfile`',
      dockerfile,
    ],
  ])('answers a file in %s', async (_what, attachment, words, kept) => {
    expect(textOf(await answer(classServer.ada.dm('', [attachment])))).toContain(words);
    expect(await remembered()).toEqual(kept === null ? {} : { Dockerfile: kept });
  });
});
