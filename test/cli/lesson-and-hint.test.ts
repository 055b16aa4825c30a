import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { dockhand, lessonFolder, teaHouse } from './dockhand.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'dockhand-cli-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const written = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};

const lessonJson = z.object({
  slug: z.string(),
  title: z.string(),
  objectives: z.array(z.string()).min(1),
  parts: z.array(z.strictObject({ id: z.string(), title: z.string(), markdown: z.string() })).min(1),
  todos: z.array(
    z.object({ n: z.int(), title: z.string(), nudges: z.array(z.string()), hint: z.string().nullable() }),
  ),
  checklist: z.array(z.string()).min(1),
  instructions: z.array(
    z.strictObject({ instruction: z.string(), purpose: z.string(), example: z.string() }),
  ),
  commands: z.array(z.strictObject({ command: z.string(), comment: z.string().nullable() })),
});

describe('dockhand lesson', () => {
  test('prints JSON and nothing else to standard output', () => {
    const { code, out, err } = dockhand(['lesson', '--json']);
    expect([code, err]).toEqual([0, '']);
    const lesson = lessonJson.parse(JSON.parse(out));
    expect(lesson.slug).toBe('backend-docker');
    expect(lesson.todos.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('prints an overview for a reader', () => {
    const { code, out } = dockhand(['lesson', '--lesson', teaHouse]);
    expect(code).toBe(0);
    expect(out).toContain('The Tea House in a Box');
    expect(out).toContain('5  Start the site (no hint)');
    expect(out).toContain('No manifest');
  });

  test('prints remarks to standard error', () => {
    const path = written('odd.md', '# T\n\n## P\n\n</details>\n');
    const { code, out, err } = dockhand(['lesson', '--json', '--lesson', path]);
    expect([code, err]).toEqual([0, 'line 5: This </details> closes nothing.\n']);
    expect(JSON.parse(out)).toMatchObject({ title: 'T' });
  });

  test.each([
    ['an empty file', 'empty.md', '', /empty\.md:1: The lesson is empty/],
    ['no title', 'untitled.md', 'words', /untitled\.md:1: .*no title/],
    [
      'a TODO twice',
      'twice.md',
      '# T\n\n```dockerfile\n# TODO 1: a\n\n# TODO 1: b\n```\n',
      /twice\.md:6: TODO 1 is there twice/,
    ],
    ['no Markdown', 'lesson.txt', '# T', /not a Markdown file/],
  ])('%s: exit 2, a reason and a line', (_, name, text, reason) => {
    const { code, out, err } = dockhand(['lesson', '--json', '--lesson', written(name, text)]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(reason);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('dockhand hint', () => {
  test('prints the hint as JSON', () => {
    const { code, out, err } = dockhand(['hint', '3', '--json', '--lesson', lessonFolder]);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      lesson: 'backend-docker',
      todo: 3,
      title: 'Install the dependencies',
      nudges: [expect.stringContaining('uv sync'), expect.stringContaining('--frozen')],
      hint: expect.stringContaining('RUN uv sync --frozen'),
    });
  });

  test('prints the nudges, then the answer, then the next command for a reader', () => {
    const { code, out } = dockhand(['hint', '2']);
    expect(code).toBe(0);
    const order = [
      'TODO 2',
      'Hint: The files are',
      'The answer',
      'COPY pyproject.toml uv.lock ./',
      'dockhand hint 3',
    ];
    const places = order.map((part) => out.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBe(0);
    expect(out).not.toContain('```');
  });

  test('answers for a TODO without a hint', () => {
    const { code, out } = dockhand(['hint', '5', '--json', '--lesson', teaHouse]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      lesson: 'tea-house',
      todo: 5,
      title: 'Start the site',
      nudges: [],
      hint: null,
    });
    expect(dockhand(['hint', 'TODO 5', '--lesson', teaHouse]).out).toContain('gives no answer');
  });

  test.each([
    [['hint', '7'], /no TODO 7.*1, 2, 3, 4, 5, 6/],
    [['hint', 'three'], /"three" is not the number/],
    [['hint', '3.5'], /"3.5" is not the number/],
    [['hint'], /missing required argument/],
    [['hint', '1', '--nonsense'], /unknown option/],
    [['hint', '1', '--lesson', '/nowhere/at/all.md'], /nothing at this path/],
    [['hint', '1', '--lesson', 'unheard-of'], /--lesson is "unheard-of".*backend-docker/],
    [['hnit', '1'], /unknown command.*\n.*hint/],
  ])('%j: exit 2 and a reason', (args, reason) => {
    const { code, out, err } = dockhand(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(reason);
  });
});

describe('choosing the lesson', () => {
  const titled = (env: Readonly<Record<string, string>>, ...args: readonly string[]): string | undefined => {
    const { code, out, err } = dockhand(['lesson', '--json', ...args], { env });
    return code === 0 ? (JSON.parse(out) as { title: string }).title : err;
  };

  test('takes DOCKHAND_LESSON as a path or a name in LESSONS_DIR, and --lesson before it', () => {
    written('coffee.md', '# Coffee');
    expect(titled({ DOCKHAND_LESSON: teaHouse })).toBe('The Tea House in a Box');
    expect(titled({ DOCKHAND_LESSON: 'coffee', LESSONS_DIR: dir })).toBe('Coffee');
    expect(titled({ DOCKHAND_LESSON: 'coffee', LESSONS_DIR: dir }, '--lesson', teaHouse)).toBe(
      'The Tea House in a Box',
    );
    expect(titled({ DOCKHAND_LESSON: '' })).toBe('Put the Backend into a Container');
    expect(titled({ DOCKHAND_LESSON: 'milk', LESSONS_DIR: dir })).toMatch(
      /DOCKHAND_LESSON is "milk".*coffee/,
    );
  });

  test('ignores a wrong setting of the bot', () => {
    expect(titled({ REDIS_URL: 'nonsense', WEB_PORT: 'x' })).toBe('Put the Backend into a Container');
  });
});

describe('dockhand', () => {
  test('lists the commands with --help', () => {
    const { code, out } = dockhand(['--help']);
    expect(code).toBe(0);
    for (const name of ['lesson', 'hint', 'check', 'verify', 'bot', 'worker', 'try'])
      expect(out).toContain(name);
  });

  test('prints the same without arguments, with exit code 2', () => {
    const { code, out, err } = dockhand([]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Usage: dockhand');
  });

  test('prints help for one command', () => {
    expect(dockhand(['help', 'hint'])).toMatchObject({ code: 0, out: expect.stringContaining('--lesson') });
  });
});
