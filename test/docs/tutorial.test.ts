import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { textOf } from '../../classroom/server.ts';
import { BotLessons } from '../../src/cli/bot/bot-lessons.ts';
import { readSettings } from '../../src/config/settings.ts';
import { silent } from '../support/redis.ts';
import { openStaffedClass } from '../support/staffed-class.ts';
import { until } from '../support/until.ts';

/** Follows docs/tutorial.md to the letter, in a separate folder. Everything that it says is printed has to be printed. */

jest.setTimeout(3_600_000);

const root = join(import.meta.dirname, '../..');
const ms = 120_000;
/** The whole proof builds and runs every mistake in boxes; without boxes, only the check judges them. */
const boxes = process.env.DOCKHAND_FULL === '1' ? process.env.SANDBOX_BOXES : undefined;

type Step =
  | { readonly kind: 'type'; readonly command: string; readonly printed: string }
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'discord'; readonly command: string };

/** What the page tells its reader to do, in order: commands, files that are named just above their text, and what to type in Discord. */
function stepsOf(page: string): readonly Step[] {
  const fences = page.matchAll(/([^\n]*)\n\n(`{3,})(\w+)\n(.*?)\n\2\n/gs);
  return [...fences].map(([, above = '', , language = '', body = '']): Step => {
    const [first = '', ...printed] = body.split('\n');
    if (language === 'console')
      return { kind: 'type', command: first.replace(/^\$ /, ''), printed: printed.join('\n') };
    if (language === 'discord') return { kind: 'discord', command: body };
    const file = /`([^`]+)`:$/.exec(above)?.[1];
    if (file === undefined) throw new Error(`the page does not say which file this is: ${body}`);
    return { kind: 'write', file, text: `${body}\n` };
  });
}

let folder: string;
let steps: readonly Step[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-tutorial-'));
  await mkdir(join(folder, 'lessons'));
  steps = stepsOf(await readFile(join(root, 'docs/tutorial.md'), 'utf8'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A shell in the folder, as the reader has it; `npx dockhand` is this checkout's command. */
const shell = (command: string) => ({
  args: ['-c', `npx() { shift; exec "$NODE" "$DOCKHAND" "$@"; }\n${command}`],
  options: {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      NODE: process.execPath,
      DOCKHAND: join(root, 'bin/dockhand.js'),
      NO_COLOR: '1',
      DOCKHAND_ENV_FILE: 'none',
      DOCKHAND_STATE: join(folder, 'state'),
      ...(boxes === undefined ? {} : { SANDBOX_BOXES: boxes }),
    },
  },
});

const run = promisify(execFile);
/** The output of a command; an exit code other than 0 rejects. */
async function typed(command: string): Promise<string> {
  const { args, options } = shell(command);
  return (await run('/bin/sh', args, options)).stdout.trimEnd();
}

/** The output of a command that runs until Ctrl-C, up to that point; its port may be any. */
async function typedUntilItPrints(command: string, printed: string): Promise<string> {
  const { args, options } = shell(`${command} --port 0 2>&1`);
  const running = spawn('/bin/sh', args, options);
  const ended = once(running, 'exit');
  let said = '';
  running.stdout.setEncoding('utf8').on('data', (data: string) => {
    said += data;
  });
  const sameButPort = (): string => said.replace(/(127\.0\.0\.1:)\d+/, '$18787').trimEnd();
  try {
    await until(
      async () => sameButPort(),
      (text) => text.length >= printed.length,
      ms,
    );
  } finally {
    running.kill('SIGINT');
    await ended;
  }
  return sameButPort();
}

test('the tutorial leads to a lesson that holds: each command works and prints what the page says', async () => {
  const done: string[] = [];
  for (const step of steps) {
    if (step.kind === 'write') {
      // The folder exists by now: the page does not say to create one.
      await access(join(folder, dirname(step.file)));
      await writeFile(join(folder, step.file), step.text);
    }
    if (step.kind !== 'type') continue;
    const { command, printed } = step;
    done.push(command.replace(/^npx dockhand (lesson \w+|\w+).*/, '$1'));
    if (command.includes('lesson preview')) {
      expect(await typedUntilItPrints(command, printed)).toBe(printed);
      continue;
    }
    const isWholeProof = command.includes('lesson prove') && printed === '';
    const said = await typed(isWholeProof && boxes === undefined ? `${command} --check-only` : command);
    if (isWholeProof) expect(said).toContain('The lesson holds');
    else expect({ command, said }).toEqual({ command, said: printed });
  }
  expect(done).toEqual([
    'lesson new',
    'rm lessons/cat-facts/project/start.sh',
    'lesson check',
    'hint',
    'lesson preview',
    'lesson prove',
    'lesson prove',
  ]);
});

test('the lesson of the tutorial comes to a class whose bot runs already, and is chosen as the page says', async () => {
  const dir = join(folder, 'class');
  await cp(join(root, 'lessons/go-docker'), join(dir, 'go-docker'), { recursive: true });
  const settings = readSettings({ LESSONS_DIR: dir, DOCKHAND_LESSON: 'go-docker' });
  const lessons = await BotLessons.open(settings, silent, 100);
  const room = await openStaffedClass({ lesson: 'go-docker', watched: lessons });
  try {
    const { ada, tess } = room.classServer;
    await cp(join(folder, 'lessons/cat-facts'), join(dir, 'cat-facts'), { recursive: true });
    expect(textOf(await room.waitForStaffMessage('There is a new lesson', ms))).toContain('cat-facts');
    const command = steps.flatMap((step) => (step.kind === 'discord' ? [step.command] : [])).join();
    const chosen = await tess.slash(command);
    await chosen.untilFilled();
    expect(chosen.text).toContain('Cat Facts in a Container');
    const hint = await ada.slash('/hint 2');
    await hint.untilFilled();
    expect(hint.text).toContain('Copy the program');
  } finally {
    lessons.close();
    await room.classServer.close();
  }
});
