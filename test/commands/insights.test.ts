import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type APIMessage, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { textOf } from '../../classroom/server.ts';
import { post } from '../../classroom/world/messages.ts';
import type { Outcome, Verdict } from '../../src/submission/verdict.ts';
import {
  type ClassServer,
  filled,
  messageOf,
  openClassServer,
  refusedRequests,
} from '../support/class-server.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { codeBlock, lesson, solution, solvedFiles, studentOf, upload } from './student-files.ts';

jest.setTimeout(180_000);

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

const ask = (what: string) => filled(classServer.ada.slash(what));
/** Presses a button that is answered with a message of its own. */
const press = (message: APIMessage, what: string) => filled(classServer.ada.press(message, what));
/** Presses a button that changes its message, and waits until that reads as wanted. */
const turn = async (message: APIMessage, what: string, wanted: string | RegExp) =>
  (await classServer.ada.press(message, what)).until(({ text }) => new RegExp(wanted).test(text), {
    ms: 60_000,
  });

describe('/xray', () => {
  test('shows what a build would send when nothing was sent yet', async () => {
    const { text } = await ask('/xray');
    expect(text).toContain('Without one, everything is sent');
    expect(text).toMatch(/Sent: \d+ files/);
    expect(classServer.bob.sees()).toHaveLength(0);
  });

  test('answers a lone .dockerignore, which is remembered and can be undone', async () => {
    const said = await send('.dockerignore', ignore);
    expect(textOf(said)).toContain('`.gitignore` · 36 B · line 3');
    expect(textOf(said)).toMatch(/Would be sent: .*`core\/db\.sqlite3`, `\.env`, `\.vscode\/`/);
    expect((await ask('/xray')).text).toContain('line 3');
    await classServer.ada.press(said, 'Undo');
    expect((await ask('/xray')).text).toContain('Without one');
  });

  test('tries a line out of its menu, of its form and of its option, and remembers none of them', async () => {
    await send('.dockerignore', ignore);
    const shown = messageOf(await ask('/xray'));
    const chosen = await filled(
      classServer.ada.select(shown, 'What would this line hide?', ['**/*.sqlite3']),
    );
    expect(chosen.text).toContain('`core/db.sqlite3`, if you have it');
    const form = await classServer.ada.press(shown, 'Try a line of your own');
    const tried = await filled(form.modal.fill({ line: 'core/products' }).submit());
    expect(tried.text).toContain('`core/products/`');
    expect((await ask('/xray line:.venv')).text).toContain('kept back already, by line 1');
    expect((await ask('/xray')).text).not.toContain('core/products/');
  });

  test('opens from a button of a check', async () => {
    const said = await classServer.ada.waitForReply(
      classServer.ada.dm(codeBlock('FROM python:3.11-slim\nCOPY . .\n', 'dockerfile')),
    );
    const menu = await press(said, 'Look closer');
    expect((await press(messageOf(menu), 'X-ray')).text).toContain('What `docker build` sends');
  });
});

const gallery: number = ComponentType.MediaGallery;

describe('/predict', () => {
  test('asks about the student’s own steps, and explains each result', async () => {
    expect((await ask('/predict')).text).toContain('I need your Dockerfile first');
    await send('Dockerfile', String((await solvedFiles()).dockerfile.bytes));
    const asked = messageOf(await ask('/predict'));
    expect(textOf(asked)).toContain('You edit `core/products/views.py`');
    const wrong = await filled(classServer.ada.select(asked, 'These run again …', ['0', '4']));
    expect(wrong.text).toContain('4 of 8 right');
    expect(wrong.text).toContain('Line 3 does not take that file');
    expect(wrong.text).toContain('Line 13 comes after line 11');
    const right = await filled(classServer.ada.select(asked, 'These run again …', ['4', '5', '6', '7']));
    expect(right.text).toContain('Exactly right');
    const other = await turn(asked, 'I edit pyproject.toml', 'You edit `pyproject.toml`');
    const again = await filled(classServer.ada.select(messageOf(other), 'These run again …', ['none']));
    expect(again.text).toContain('Line 8 takes that file');
  });
});

describe('/layers', () => {
  test('walks through the student’s Dockerfile in one message, and draws it', async () => {
    await send('Dockerfile', String((await solvedFiles()).dockerfile.bytes));
    const first = await ask('/layers');
    expect(first.text).toContain('Step 1 of 11, line 1');
    const second = await turn(messageOf(first), 'Next ▶', '`/app` · 👤\u00a0user `root`');
    expect(messageOf(second).id).toBe(messageOf(first).id);
    const picture = await press(messageOf(second), 'As a picture');
    expect(messageOf(picture).components).toMatchObject([{ components: [{ type: gallery }] }, {}]);
  });
});

describe('/compare', () => {
  test('shows the student’s Dockerfile on slim, full and alpine, with a picture', async () => {
    await send('Dockerfile', String((await solvedFiles()).dockerfile.bytes));
    const answer = await ask('/compare');
    for (const variant of ['slim', 'alpine']) expect(answer.text).toContain(`\`python:3.11-${variant}\``);
    expect(answer.text).toContain('`python:3.11`');
    expect(answer.text).toContain('Verify your files');
    expect(messageOf(answer).components).toMatchObject([
      { components: expect.arrayContaining([expect.objectContaining({ type: gallery })]) },
      {},
    ]);
  });
});

describe('after a real verification', () => {
  const build = {
    name: 'build',
    status: 'ok',
    ms: 1_000,
    detail: { page: 'test', key: 'built', values: {} },
  } as const;
  /** The solution's step that copies the source, at line 11; and what the image weighs in all. */
  const measured = {
    ...verdictOf('passed'),
    image: { bytes: 241_000_000, layers: [] },
    steps: [{ n: 5, of: 8, instruction: 'COPY . .', line: 11, cached: false, ms: 20, bytes: 91_000_000 }],
  };
  const verified = async (verdict: Verdict) => {
    classServer.work(async () => verdict);
    const answer = await classServer.ada.command('verify', await solvedFiles());
    await answer.until((one) => one.text.includes('Passed!'), { ms: 60_000 });
  };

  test('/compare and /layers show the measured sizes', async () => {
    await verified(measured);
    const compared = (await ask('/compare')).text;
    expect(compared).toContain('yours: 241 MB (base 150 MB, your lines 91 MB)');
    expect(compared).toContain('about 141 MB (base about 50 MB)');
    expect(compared).toContain('Yours was measured in your last verification');
    let step = await ask('/layers');
    expect(step.text).not.toContain('Its layer weighs');
    for (const n of [2, 3, 4, 5, 6]) step = await turn(messageOf(step), 'Next ▶', `Step ${n} of 11`);
    expect(step.text).toContain('Its layer weighs 91 MB');
  });

  test('/compare invents no sizes where no layer was measured', async () => {
    await verified({ ...measured, steps: [] });
    const compared = (await ask('/compare')).text;
    expect(compared).toContain('yours: 241 MB\n');
    expect(compared).toContain('the base alone is about 50 MB');
    expect(compared).not.toMatch(/\b0 B/);
  });

  test('sizes measured with another Dockerfile are not shown for this one', async () => {
    await verified(measured);
    await send('Dockerfile', `${String((await solvedFiles()).dockerfile.bytes)}# edited\n`);
    expect((await ask('/compare')).text).toContain('Verify your files');
  });

  test.each([
    { status: 'ok', says: 'The dependencies came from the cache' },
    { status: 'failed', says: 'The dependencies were installed again' },
  ] as const)('/predict reports the result of the rebuild when it was $status', async ({ status, says }) => {
    await verified({ ...measured, phases: [build, { ...build, name: 'rebuild', status }] });
    const asked = messageOf(await ask('/predict'));
    const answer = await filled(classServer.ada.select(asked, 'These run again …', ['4', '5', '6', '7']));
    expect(answer.text).toContain(says);
  });
});

describe('after passing', () => {
  const pass = async () => {
    classServer.work(async () => verdictOf('passed'));
    const answer = await classServer.ada.command('verify', await solvedFiles());
    await answer.until((one) => one.text.includes('Passed!'), { ms: 60_000 });
    return press(messageOf(answer), 'More about my files');
  };

  test('asks three questions in one message, and counts what was right', async () => {
    expect((await ask('/quiz')).text).toContain('First let your files pass');
    let message = messageOf(await press(messageOf(await pass()), 'Three questions'));
    let right = 0;
    const { id } = messageOf(await ask('/quiz'));
    expect(id).not.toBe(message.id);
    for (const last of [false, false, true]) {
      const [choice = ''] =
        JSON.stringify(message.components)
          .match(/"label":"([^"]+)"/)
          ?.slice(1) ?? [];
      const answered = await turn(message, choice, 'The answer is:');
      if (answered.text.includes('✅')) right += 1;
      if (last) expect(answered.text).toContain(`**${right} of 3** right`);
      else message = messageOf(await turn(messageOf(answered), 'Next question', '\\?'));
    }
  });

  test('hides a bug in a copy of the student’s files, and notices when it is fixed', async () => {
    const found = await press(messageOf(await pass()), 'Bug hunt');
    expect(found.text).toContain('Bug hunt');
    const where = await press(messageOf(found), 'Where is it?');
    expect(where.text).toMatch(/Look at line \d+/);
    const form = await classServer.ada.press(messageOf(found), 'Open the file');
    const untouched = await filled(form.modal.submit());
    expect(untouched.text).toContain('You changed nothing');
    const file = /copy of your `([^`]+)`/.exec(found.text)?.[1] ?? '';
    const again = await classServer.ada.press(messageOf(untouched), 'Try again');
    const text = await readFile(join(solution, file), 'utf8');
    const mended = await filled(again.modal.fill({ text }).submit());
    expect(mended.text).toContain('Found and fixed');
    expect(mended.text).toContain('your own file again');
    expect((await press(messageOf(mended), 'Another bug')).text).toContain('Bug hunt');
  });

  test('keeps it open when a later submission fails', async () => {
    let outcome: Outcome = 'passed';
    classServer.work(async () => verdictOf(outcome));
    const files = await solvedFiles();
    const passed = await classServer.ada.command('verify', files);
    await passed.until((one) => one.text.includes('Passed!'), { ms: 60_000 });
    outcome = 'failed';
    const broken = { dockerfile: upload('Dockerfile', 'FROM python:3.11-slim\nRUN false\n') };
    await classServer.ada.command('verify', broken);
    const student = studentOf(classServer, classServer.ada);
    await until(
      () => classServer.records.submissions.latest(student, lesson),
      (newest) => newest?.verdict?.outcome === 'failed',
      60_000,
    );
    expect((await ask('/quiz')).text).toContain('1 of 3');
    expect((await ask('/bug-hunt')).text).toContain('Find the line and fix it');
  });

  test('shows all of it only to the student that the files belong to', async () => {
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
      expect((await filled(bob.press(menu, what))).text).toContain('belongs to somebody else');
  });
});
