import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ComponentType, MessageFlags } from 'discord-api-types/v10';
import { textOf } from '../../classroom/server.ts';
import { post } from '../../classroom/world/messages.ts';
import { type ClassServer, messageOf, openClassServer, refusedRequests } from '../support/class-server.ts';
import { verdictOf } from '../support/verdicts.ts';
import { codeBlock, upload } from './student-files.ts';

let classServer: ClassServer;
beforeEach(async () => {
  classServer = await openClassServer();
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

const ignore = '.venv/\n*.sqlite3\n.gitignore\n';
const send = async (name: string, content: string) =>
  classServer.ada.waitForReply(classServer.ada.dm('', [{ name, bytes: Buffer.from(content) }]));

/** The answer to a command; on a busy machine the bot asks Discord for more time first. */
const ask = async (what: string) => (await classServer.ada.slash(what)).untilFilled();

describe('/xray', () => {
  test('shows what a build would send when nothing was sent yet', async () => {
    const { text } = await ask('/xray');
    expect(text).toContain('Without one, everything is sent');
    expect(text).toMatch(/Sent: \d+ files/);
    expect(classServer.bob.sees()).toHaveLength(0);
  });

  test('answers a lone .dockerignore, which is remembered and can be taken back', async () => {
    const said = await send('.dockerignore', ignore);
    expect(textOf(said)).toContain('`.gitignore` · 36 B · line 3');
    expect(textOf(said)).toContain('`core/db.sqlite3`, `.env`, `.vscode/` would be sent');
    expect((await ask('/xray')).text).toContain('line 3');
    await classServer.ada.press(said, 'Take that back');
    expect((await ask('/xray')).text).toContain('Without one');
  });

  test('tries a line out of its menu, of its form and of its option, and remembers none of them', async () => {
    await send('.dockerignore', ignore);
    const shown = messageOf(await ask('/xray'));
    const chosen = await classServer.ada.select(shown, 'What would this line hide?', ['**/*.sqlite3']);
    expect(chosen.text).toContain('`core/db.sqlite3`, if you have it');
    const form = await classServer.ada.press(shown, 'Try a line of your own');
    const tried = await form.modal.fill({ line: 'core/products' }).submit();
    expect(tried.text).toContain('`core/products/`');
    expect((await ask('/xray line:.venv')).text).toContain('kept back already, by line 1');
    expect((await ask('/xray')).text).not.toContain('core/products/');
  });

  test('opens from a button of a check', async () => {
    const said = await classServer.ada.waitForReply(
      classServer.ada.dm(codeBlock('FROM python:3.11-slim\nCOPY . .\n', 'dockerfile')),
    );
    const menu = await classServer.ada.press(said, 'Look closer');
    expect((await classServer.ada.press(messageOf(menu), 'X-ray')).text).toContain(
      'What `docker build` sends',
    );
  });
});

const solution = join(import.meta.dirname, '../../lessons/backend-docker/solution');
const solved = async () => {
  const [dockerfile, dockerignore, entrypoint] = await Promise.all(
    ['Dockerfile', '.dockerignore', 'entrypoint.sh'].map((name) => readFile(join(solution, name))),
  );
  if (dockerfile === undefined || dockerignore === undefined || entrypoint === undefined)
    throw new Error('no solution');
  return {
    dockerfile: upload('Dockerfile', dockerfile),
    dockerignore: upload('.dockerignore', dockerignore),
    entrypoint: upload('entrypoint.sh', entrypoint),
  };
};
const gallery: number = ComponentType.MediaGallery;

describe('/predict', () => {
  test('asks about her own steps, and says why each comes as it comes', async () => {
    expect((await ask('/predict')).text).toContain('I need your Dockerfile first');
    await send('Dockerfile', String((await solved()).dockerfile.bytes));
    const asked = messageOf(await ask('/predict'));
    expect(textOf(asked)).toContain('You edit `core/products/views.py`');
    const wrong = await classServer.ada.select(asked, 'These run again …', ['0', '4']);
    expect(wrong.text).toContain('4 of 8 right');
    expect(wrong.text).toContain('Line 3 does not take that file');
    expect(wrong.text).toContain('Line 13 comes after line 11');
    const right = await classServer.ada.select(asked, 'These run again …', ['4', '5', '6', '7']);
    expect(right.text).toContain('Exactly so');
    const other = await classServer.ada.press(asked, 'I edit pyproject.toml');
    expect(other.text).toContain('You edit `pyproject.toml`');
    const again = await classServer.ada.select(messageOf(other), 'These run again …', ['none']);
    expect(again.text).toContain('Line 8 takes that file');
  });
});

describe('/layers', () => {
  test('walks through her Dockerfile in one message, and draws it', async () => {
    await send('Dockerfile', String((await solved()).dockerfile.bytes));
    const first = await ask('/layers');
    expect(first.text).toContain('Step 1 of 11, line 1');
    const second = await classServer.ada.press(messageOf(first), 'Next ▶');
    expect(second.text).toContain('`/app` · 👤 `root`');
    expect(messageOf(second).id).toBe(messageOf(first).id);
    const picture = await classServer.ada.press(messageOf(second), 'As a picture');
    await picture.untilFilled();
    expect(messageOf(picture).components).toMatchObject([{ components: [{ type: gallery }] }, {}]);
  });
});

describe('/compare', () => {
  test('shows her Dockerfile on slim, full and alpine, with a picture', async () => {
    await send('Dockerfile', String((await solved()).dockerfile.bytes));
    const answer = await ask('/compare');
    await answer.untilFilled();
    expect(answer.text).toContain('`python:3.11-alpine`');
    expect(answer.text).toContain('Verify your files');
    expect(messageOf(answer).components).toMatchObject([{ components: [{ type: gallery }, {}] }, {}]);
  });
});

describe('after passing', () => {
  const pass = async () => {
    classServer.work(async () => verdictOf('passed'));
    const answer = await classServer.ada.command('verify', await solved());
    await answer.until((one) => one.text.includes('Passed!'), { ms: 60_000 });
    return classServer.ada.press(messageOf(answer), 'More about my files');
  };

  test('asks three questions in one message, and counts what was right', async () => {
    expect((await ask('/quiz')).text).toContain('First let your files pass');
    let message = messageOf(await classServer.ada.press(messageOf(await pass()), 'Three questions'));
    const { id } = messageOf(await ask('/quiz'));
    expect(id).not.toBe(message.id);
    for (const last of [false, false, true]) {
      const [choice = ''] =
        JSON.stringify(message.components)
          .match(/"label":"([^"]+)"/)
          ?.slice(1) ?? [];
      const answered = await classServer.ada.press(message, choice);
      expect(answered.text).toContain('The answer is:');
      if (last) expect(answered.text).toMatch(/\*\*[0-3] of 3\*\* right/);
      else message = messageOf(await classServer.ada.press(messageOf(answered), 'Next question'));
    }
  });

  test('hides a bug in a copy of her files, and knows when she has mended it', async () => {
    const found = await classServer.ada.press(messageOf(await pass()), 'Bug hunt');
    expect(found.text).toContain('Bug hunt');
    const where = await classServer.ada.press(messageOf(found), 'Where is it?');
    expect(where.text).toMatch(/Look at line \d+/);
    const form = await classServer.ada.press(messageOf(found), 'Open the file');
    const untouched = await form.modal.submit();
    expect(untouched.text).toContain('You changed nothing');
    const file = /copy of your `([^`]+)`/.exec(found.text)?.[1] ?? '';
    const again = await classServer.ada.press(messageOf(untouched), 'Try again');
    const mended = await again.modal.fill({ text: await readFile(join(solution, file), 'utf8') }).submit();
    expect(mended.text).toContain('Found and mended');
    expect(mended.text).toContain('your own file again');
    expect((await classServer.ada.press(messageOf(mended), 'Another bug')).text).toContain('Bug hunt');
  });

  test('keeps all of it to the student that the files belong to', async () => {
    const { classroom, general, bob } = classServer;
    const { components = [], flags = 0 } = messageOf(await pass());
    const { id } = post(classroom.world, {
      channel: general,
      author: classroom.world.bot.user,
      components,
      flags: flags & ~MessageFlags.Ephemeral,
    }).payload;
    const menu = bob.find(general.id, id);
    for (const what of ['Three questions', 'Bug hunt'])
      expect((await bob.press(menu, what)).text).toContain('belongs to somebody else');
  });
});
