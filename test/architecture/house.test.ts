import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { crowdedFolders } from '../../.ci/house/crowded-folders.ts';
import { errorsWithoutCode } from '../../.ci/house/error-codes.ts';
import { importsInComments } from '../../.ci/house/imports-in-comments.ts';
import { logLines, pageOfEvents, withoutEvent } from '../../.ci/house/log-events.ts';
import { longFiles } from '../../.ci/house/long-files.ts';
import { promisesLeftInTry } from '../../.ci/house/promises-left-in-try.ts';
import { titlesThatNeedContext, titlesUsedTwice } from '../../.ci/house/test-titles.ts';
import { typeNamesDeclaredTwice } from '../../.ci/house/type-names.ts';
import { unusedArrows } from '../../.ci/house/unused-arrows.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const eventsIn = (text: string) =>
  withoutEvent(logLines([{ path: 'src/queue/a.ts', text }])).map(({ message }) => message);

describe('Type names', () => {
  const twice = (...texts: string[]) =>
    typeNamesDeclaredTwice(texts.map((text, at) => ({ path: `${at}.ts`, text }))).map(({ name }) => name);

  test.each([
    ['an interface and a type', 'export type Token = 1;', 'interface Token {}'],
    ['a class and an exported type', 'class Token {}', 'export type Token<T> = T;'],
    ['an abstract class and an enum', 'export abstract class Token {}', 'export enum Token { A }'],
  ])('reports a name that two files declare: %s', (_, one, other) => {
    expect(twice(one, other)).toEqual(['Token']);
  });

  test.each([
    [
      'that one file declares and others import',
      'export type Token = 1;',
      "import type { Token } from './0.ts';",
    ],
    ['that one file overloads', 'interface Token {}\ninterface Token { a: 1 }', ''],
    ['that is a type inside a function elsewhere', 'type Token = 1;', 'function f() {\n  type Token = 2;\n}'],
    ['that others hand on', 'export type Token = 1;', "export type { Token } from './0.ts';"],
  ])('accepts a name %s', (_, one, other) => {
    expect(twice(one, other)).toEqual([]);
  });
});

describe('Promises in a try', () => {
  const left = (text: string) =>
    promisesLeftInTry([
      {
        path: 'a.ts',
        text: `async function work() {}\nconst wait = async () => {};\nfunction count() {}\n${text}`,
      },
    ]);

  test.each([
    ['before finally', 'async function f() { try { return work(); } finally { clear(); } }'],
    ['before catch', 'async function f() { try { return work(); } catch { return null; } }'],
    ['of an arrow function', 'const f = async () => { try { return wait(); } catch {} };'],
    ['of a method', 'class A { async #m() {} f() { try { return this.#m(); } finally {} } }'],
    [
      'of a function that says it gives one',
      'const go = (): Promise<void> => x();\nasync function f() { try { return go(); } catch {} }',
    ],
    ['in one half of a choice', 'async function f() { try { return ok ? null : work(); } finally {} }'],
    ['behind ??', 'async function f() { try { return known ?? work(); } finally {} }'],
    ['deeper in the block', 'async function f() { try { if (a) { for (;;) return work(); } } finally {} }'],
    ['in the catch before finally', 'async function f() { try {} catch { return work(); } finally {} }'],
  ])('reports one that leaves it unawaited: %s', (_, text) => {
    expect(left(text)).toHaveLength(1);
  });

  test.each([
    ['that is awaited', 'async function f() { try { return await work(); } finally {} }'],
    ['that leaves the catch alone', 'async function f() { try {} catch { return work(); } }'],
    ['that leaves finally', 'async function f() { try {} finally { return work(); } }'],
    [
      'that an inner function returns',
      'async function f() { try { on(() => { return work(); }); } finally {} }',
    ],
    [
      'of a name that is synchronous, too',
      'class A { async count() {} f() { try { return count(); } catch {} } }',
    ],
    ['outside', 'async function f() { try {} catch {} return work(); }'],
  ])('accepts one %s', (_, text) => {
    expect(left(text)).toEqual([]);
  });
});

describe('Log lines', () => {
  test.each([
    ['without an object', "log.info('m');"],
    ['with an object that has no event', "log.warn({ err }, 'm');"],
    ['whose event is made up while it runs', "log.error({ event: `queue.${what}` + '' }, 'm');"],
    ['whose event names no room', "log.info({ event: 'lost' }, 'm');"],
    ['whose event has capitals', "log.info({ event: 'queue.jobLost' }, 'm');"],
    ['of a logger in a private field', "class A { #log; f() { this.#log.fatal({}, 'm'); } }"],
    ['of a logger that may be absent', "services.log?.debug({ a: 1 }, 'm');"],
    ['of a logger with a longer name', "const jobLog = log.child({}); jobLog.trace('m');"],
  ])('reports a line %s', (_, text) => {
    expect(eventsIn(text)).toEqual(['m']);
  });

  test.each([
    ['with an event', "log.info({ event: 'queue.job-lost', err }, 'm');"],
    ['of something that is no logger', "dialog.show('m'); record.warn('m'); console.error('m');"],
  ])('accepts a line %s', (_, text) => {
    expect(eventsIn(text)).toEqual([]);
  });

  test('lists an event once on the page for operators, with its level and message', () => {
    const text =
      "log.info({ event: 'queue.job-lost' }, `job ${id} is lost`);\nlog.info({ event: 'queue.job-lost' }, `job ${x} is lost`);";
    const rows = pageOfEvents(logLines([{ path: 'a.ts', text }])).split('\n');
    expect(rows.filter((row) => row.startsWith('| `'))).toEqual([
      '| `queue.job-lost` | info | job … is lost |',
    ]);
  });
});

describe('Errors that operators meet', () => {
  const found = (text: string, path = 'src/cli/planted.ts') => errorsWithoutCode([{ path, text }]);

  test.each([
    ['a plain Error', "throw new Error('gone');", 'src/cli/planted.ts: new Error'],
    ['a TypeError', "throw new TypeError('gone');", 'src/cli/planted.ts: new TypeError'],
    [
      'an error of a class of its own',
      "class Gone extends Error {}\nthrow new Gone('x');",
      'src/cli/planted.ts: new Gone',
    ],
    [
      'an error of a class that comes from such a one',
      "class Gone extends Error {}\nclass Lost extends Gone {}\nreject(new Lost('x'));",
      'src/cli/planted.ts: new Lost',
    ],
    [
      'a line to standard error',
      "process.stderr.write('gone');",
      'src/cli/planted.ts: writes to standard error',
    ],
    ['a line to the console', "console.error('gone');", 'src/cli/planted.ts: writes to standard error'],
    [
      'a code that is in no list',
      "fail('gone [DOCKHAND_NOWHERE]');",
      'src/cli/planted.ts: DOCKHAND_NOWHERE is in no list',
    ],
  ])('reports %s', (_, text, line) => {
    expect(found(text)).toEqual([line]);
  });

  test.each([
    'bin/planted.js',
    'src/config/planted.ts',
    'src/lesson/planted.ts',
    'src/library/planted.ts',
    'src/records/storage/open-records.ts',
    'workers/sandbox/limits.ts',
  ])('reports a plain Error in %s', (path) => {
    expect(found("throw new Error('gone');", path)).toEqual([`${path}: new Error`]);
  });

  test.each([
    ['an OperatorError', "throw new OperatorError('DOCKHAND_USAGE', 'x');"],
    ['a class that comes from it', "class Gone extends OperatorError {}\nthrow new Gone('x');"],
    [
      'what becomes a verdict',
      "class InfrastructureError extends Error {}\nthrow new InfrastructureError('x');",
    ],
    ['an error that is only handed on', 'try { a(); } catch (error) { throw error; }'],
    ['a known code', "fail('gone [DOCKHAND_SETUP]');"],
  ])('accepts %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });

  test('ignores plain errors that cannot reach an operator', () => {
    expect(found("throw new Error('gone');", 'src/queue/planted.ts')).toEqual([]);
  });
});

describe('Types that JavaScript imports in comments', () => {
  test('reports a type that the room may not import', () => {
    const text = "/** @param {import('../src/records/records.ts').Records} records */";
    expect(importsInComments([{ path: 'setup/a.js', text }])).toEqual(['setup/a.js: src/records/records.ts']);
  });

  test('accepts a type that the room may import', () => {
    const text = "/** @param {import('../deploy/box/protocol.ts').BoxStatus} status */";
    expect(importsInComments([{ path: 'setup/a.js', text }])).toEqual([]);
  });
});

describe('Sizes of functions', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, at) => `  a(${at});`).join('\n');
  const nested = (depth: number) => `${'if (a) { '.repeat(depth)}b();${' }'.repeat(depth)}`;

  /** The size rules that a text breaks. */
  async function broken(text: string): Promise<readonly string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'dockhand-sizes-'));
    try {
      writeFileSync(join(folder, 'a.ts'), text);
      const { stdout } = await promisify(execFile)(
        join(root, 'node_modules', '.bin', 'biome'),
        ['lint', `--config-path=${join(root, '.ci/house/sizes.json')}`, '--reporter=json', 'a.ts'],
        { cwd: folder },
      ).catch((error: { stdout: string }) => error);
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { category: string }[] };
      return diagnostics.map(({ category }) => category.split('/').at(-1) ?? '');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test.each([
    ['a function of 61 lines', `function f() {\n${lines(61)}\n}`, 'noExcessiveLinesPerFunction'],
    ['five levels of nesting', `function f() { ${nested(5)} }`, 'noExcessiveNestedBlocks'],
    ['a nested ternary', 'const x = a ? 1 : b ? 2 : 3;', 'noNestedTernary'],
  ])('reports %s', async (_, text, rule) => {
    expect(await broken(text)).toEqual([rule]);
  });

  test.each([
    ['a function of 58 lines', `function f() {\n${lines(58)}\n}`],
    ['four levels of nesting', `function f() { ${nested(4)} }`],
  ])('accepts %s', async (_, text) => {
    expect(await broken(text)).toEqual([]);
  });
});

describe('Sizes of files', () => {
  const file = (lines: number) => [{ path: 'a.ts', text: `const text = \`${'\n'.repeat(lines - 1)}\`;\n` }];

  test('accepts a file of 250 lines', () => {
    expect(longFiles(file(250))).toEqual([]);
  });

  test('reports a file of 251 lines, even if they are one text', () => {
    expect(longFiles(file(251))).toEqual(['a.ts: 251 lines']);
  });
});

describe('Folders', () => {
  const folder = (count: number) => Array.from({ length: count }, (_, n) => ({ path: `src/queue/${n}.ts` }));

  test('accepts 35 files at one level, whatever lies below', () => {
    expect(crowdedFolders([...folder(35), { path: 'src/queue/inside/a.ts' }])).toEqual([]);
  });

  test('reports a folder with 36 files', () => {
    expect(crowdedFolders(folder(36))).toEqual(['src/queue: 36 files']);
  });
});

describe('Arrows that nothing uses', () => {
  const unused = (text: string, room: { imports?: string[]; types?: string[]; packages?: string[] }) =>
    unusedArrows([{ path: 'src/queue/a.ts', text }], { 'src/queue': { io: 'none', ...room } });

  test.each([
    ['a room that no file imports', '', { imports: ['src/desk'] }, 'src/queue: imports src/desk'],
    [
      'a room that gives types alone',
      "import type { Desk } from '../desk/desk.ts';",
      { imports: ['src/desk'] },
      'src/queue: imports src/desk, of which it has types alone',
    ],
    [
      'a room that gives types alone, each named as one',
      "import {\n  type A,\n  type B,\n} from '../desk/desk.ts';",
      { imports: ['src/desk'] },
      'src/queue: imports src/desk, of which it has types alone',
    ],
    ['types that nobody knows', '', { types: ['src/desk'] }, 'src/queue: types of src/desk'],
    ['a package', "import { z } from 'zod';", { packages: ['pino', 'zod'] }, 'src/queue: package pino'],
  ])('reports %s', (_, text, room, found) => {
    expect(unused(text, room)).toEqual([found]);
  });

  test.each([
    ['a value', "import { type A, b } from '../desk/desk.ts';", { imports: ['src/desk'] }],
    ['what is loaded later', "const { b } = await import('../desk/desk.ts');", { imports: ['src/desk'] }],
    ['what is handed on', "export { b } from '../desk/desk.ts';", { imports: ['src/desk'] }],
    ['a type in a comment', "/** @type {import('../desk/desk.ts').A} */", { types: ['src/desk'] }],
    ['a file of a package', "import { b } from '@scope/name/file';", { packages: ['@scope/name'] }],
  ])('accepts %s', (_, text, room) => {
    expect(unused(text, room)).toEqual([]);
  });
});

describe('The titles of tests', () => {
  const inTest = (text: string) => [{ path: 'a.test.ts', text }];

  test.each([
    "test('is queued', f);",
    "test('it comes once', f);",
    "test('and says so', f);",
    "it('with closed DMs a mention comes', f);",
    "test('That nobody renews lapses', f);",
    "test.each(cases)('%s', f);",
    "test.each(cases)('$name', f);",
    'describe("a box", () => { test.skip.each(cases)(`are leased ${n} times`, f); });',
  ])('reports a title that does not stand alone: %s', (text) => {
    expect(titlesThatNeedContext(inTest(text))).toHaveLength(1);
  });

  test.each([
    "test('queues a submission', f);",
    "test('items stay in order', f);",
    "test('at() takes negative indexes', f);",
    "test.each(cases)('refuses %s', f);",
    "test.each(cases)('%s is refused', f);",
    "describe('with Redis away', () => {});",
    "words.test('is this a call of our own?');",
  ])('accepts a title that stands alone: %s', (text) => {
    expect(titlesThatNeedContext(inTest(text))).toEqual([]);
  });

  test('reports a title that two tests of one group share', () => {
    const text = "describe('a box', () => { test('ends', f); test.each(cases)('ends', f); });";
    expect(titlesUsedTwice(inTest(text))).toEqual(["a.test.ts: a box › test 'ends'"]);
  });

  test('accepts the same title in two groups', () => {
    const text = "describe('a', () => { test('ends', f); }); describe('b', () => { test('ends', f); });";
    expect(titlesUsedTwice(inTest(text))).toEqual([]);
  });
});

test('keeps only positive numbers of what is left', () => {
  const left = JSON.parse(readFileSync(join(root, '.ci/house-left.json'), 'utf8')) as Record<string, number>;
  expect(Object.values(left).every((count) => Number.isInteger(count) && count > 0)).toBe(true);
});
