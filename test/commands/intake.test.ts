import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { APIMessage } from 'discord-api-types/v10';
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
const older = 'FROM python:3.11-slim\nWORKDIR /app\n';
const script = '#!/bin/sh\nset -e\nexec uv run python manage.py runserver 0.0.0.0:8000\n';
const fenced = (text: string): string => `\`\`\`\n${text}\`\`\``;
const ada = () => ({ guild: school.guild.id, user: school.ada.id });
const remembered = async () =>
  Object.fromEntries(
    (await school.records.workspaces.files(ada(), 'backend-docker')).map((file) => [file.path, file.text]),
  );
const answer = async (sent: APIMessage): Promise<APIMessage> => school.ada.waitForReply(sent);
const file = (name: string, bytes: string | Uint8Array) => ({ name, bytes: Buffer.from(bytes) });

describe('what is no file is answered as what it is, and changes nothing', () => {
  test.each([
    ['a greeting', 'hi!', 'Hello!'],
    ['a question', 'if I change the port to 8080 does it still work?', 'sounds like a question'],
    ['a question about a TODO', 'what do I do in TODO 3', 'Hint for TODO 3'],
    ['a question with a line in it', 'RUN uv sync --frozen  is this ok?', 'sounds like a question'],
    ['an error message', 'exec /entrypoint.sh: no such file or directory', 'what Docker or a program said'],
    [
      'an error message in a fence',
      fenced('ERROR: failed to solve: exit code: 2\n'),
      'what Docker or a program said',
    ],
    ['a command', 'docker build -t boutique-backend .', 'a command for your own terminal'],
    ['a name', 'Dockerfile', 'the name of a file'],
    ['a link', 'https://github.com/me/shop/blob/main/Dockerfile', 'I do not open links'],
  ])('%s', async (_what, text, words) => {
    await answer(school.ada.dm(fenced(dockerfile)));
    const said = textOf(await answer(school.ada.dm(text)));
    expect(said).toContain(words);
    expect(said).not.toContain('I found no file');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('a question reaches a teaching assistant by its button', async () => {
    const said = await answer(school.ada.dm('why does my container stop?'));
    const opened = await school.ada.press(said, 'Ask a teaching assistant');
    const sent = await opened.modal.fill({ question: 'why does my container stop?' }).submit();
    expect(sent.text).toContain('with the teaching assistants');
  });
});

describe('some lines of a file never take its place', () => {
  test('they are found in the file that is remembered', async () => {
    await answer(school.ada.dm(fenced(dockerfile)));
    const said = textOf(await answer(school.ada.dm('is this ok?\n```\nCOPY . .\nRUN uv sync\n```')));
    expect(said).toContain('Lines 4 to 5 of the `Dockerfile` that I remember');
    expect(said).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('else they are asked about, and come after the file when she says so, also after a restart', async () => {
    await answer(school.ada.dm(fenced(older)));
    const rest = 'RUN pip install uv\nCOPY . .\n';
    const asked = await answer(school.ada.dm(fenced(rest)));
    expect(textOf(asked)).toContain('begins with `FROM`, and I see none here');
    expect(await remembered()).toEqual({ Dockerfile: older });
    await school.restart();
    const placed = await school.ada.press(asked, 'They come after it');
    expect(placed.text).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: `${older}\n${rest}` });
    await school.ada.press(messageOf(placed), 'Take that back');
    expect(await remembered()).toEqual({ Dockerfile: older });
  });

  test('or are all of it, when she says that', async () => {
    const asked = await answer(school.ada.dm(fenced('RUN pip install uv\nCOPY . .\n')));
    expect(await remembered()).toEqual({});
    await school.ada.press(asked, 'That is all of my file');
    expect(await remembered()).toEqual({ Dockerfile: 'RUN pip install uv\nCOPY . .\n' });
  });

  test('in the form neither', async () => {
    await answer(school.ada.dm(fenced(dockerfile)));
    const opened = await school.ada.slash('/check');
    const asked = await opened.modal.fill({ dockerfile: 'RUN uv sync --frozen' }).submit();
    expect(asked.text).toContain('What shall I do with them?');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });
});

describe('what changed can be taken back', () => {
  test('by a button that survives a restart, once', async () => {
    await answer(school.ada.dm(fenced(older)));
    const second = await answer(school.ada.dm(`${fenced(dockerfile)}\n${fenced(script)}`));
    expect(textOf(second)).toContain('From now on I remember this');
    await school.restart();
    const taken = await school.ada.press(second, 'Take that back');
    expect(taken.text).toContain('I remember your `Dockerfile` from just now again');
    expect(taken.text).toContain('I remember no `entrypoint.sh` of yours, as before');
    expect(await remembered()).toEqual({ Dockerfile: older });
    const again = await school.ada.press(second, 'Take that back');
    expect(again.text).toContain('can no longer be taken back');
  });

  test('but not over what was sent since', async () => {
    const first = await answer(school.ada.dm(fenced(older)));
    await answer(school.ada.dm(fenced(dockerfile)));
    const taken = await school.ada.press(first, 'Take that back');
    expect(taken.text).toContain('You have sent your `Dockerfile` again since');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('and nothing is offered where nothing changed', async () => {
    await answer(school.ada.dm(fenced(dockerfile)));
    expect(textOf(await answer(school.ada.dm(fenced(dockerfile))))).not.toContain('Take that back');
  });
});

describe('ways that a message comes', () => {
  test('forwarded, with its words and its files', async () => {
    const said = school.ada.say(school.general, `my Dockerfile:\n${fenced(dockerfile)}`, [
      file('entrypoint.sh', script),
    ]);
    const seen = textOf(await answer(school.ada.forward(said)));
    expect(seen).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile, 'entrypoint.sh': script });
  });

  test('forwarded and then checked by the command on a message', async () => {
    const said = school.bob.say(school.general, fenced(dockerfile));
    const forwarded = school.ada.forward(said, school.general);
    const checked = await school.ada.messageCommand('Check this Dockerfile', forwarded);
    expect(checked.text).toContain('5 of 6');
    expect(await remembered()).toEqual({ Dockerfile: dockerfile });
  });

  test('forwarded from the DM itself: her older version, sent again', async () => {
    const first = school.ada.dm(fenced(older));
    await answer(first);
    const forwarded = school.ada.forward(first);
    expect(textOf(await answer(forwarded))).toContain('(just sent)');
  });

  test('as the file that Discord makes of a long paste', async () => {
    const comments = Array.from({ length: 80 }, (_, n) => `# TODO ${n}: what the lesson says here\n`).join(
      '',
    );
    const text = `hi, is this right?\n${dockerfile}${comments}ENTRYPOINT ["/entrypoint.sh"]\n\nand this is my entrypoint.sh:\n${script}\nthanks!`;
    const seen = textOf(await answer(school.ada.dm(text)));
    expect(seen).toContain('5 of 6');
    expect(await remembered()).toEqual({
      Dockerfile: `${dockerfile}${comments}ENTRYPOINT ["/entrypoint.sh"]\n`,
      'entrypoint.sh': script,
    });
  });

  test.each([
    [
      'Latin-1',
      file('Dockerfile', Buffer.from(`# d\u00e9j\u00e0\n${dockerfile}`, 'latin1')),
      '5 of 6',
      `# d\u00e9j\u00e0\n${dockerfile}`,
    ],
    [
      'UTF-16 without a mark',
      file('Dockerfile', Buffer.from(dockerfile, 'utf16le')),
      'saved as UTF-16',
      null,
    ],
    ['rich text', file('Dockerfile.rtf', '{\\rtf1 FROM a}'), 'Make Plain Text', null],
    [
      'a document',
      file('Dockerfile.docx', Buffer.from('504b0304', 'hex')),
      'a document of a word processor',
      null,
    ],
    ['a web page', file('Dockerfile.html', `<pre>${dockerfile}</pre>`), 'a web page (HTML)', null],
    [
      'a picture',
      file('screen.png', Buffer.from('89504e470d0a1a0a00', 'hex')),
      'cannot read text in pictures',
      null,
    ],
    [
      'a name with an ending',
      file('Dockerfile.txt', dockerfile),
      'has to be called exactly `Dockerfile`',
      dockerfile,
    ],
  ])('with a file in %s', async (_what, upload, words, kept) => {
    expect(textOf(await answer(school.ada.dm('', [upload])))).toContain(words);
    expect(await remembered()).toEqual(kept === null ? {} : { Dockerfile: kept });
  });
});
