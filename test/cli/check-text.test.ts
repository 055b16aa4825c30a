import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { CheckReport, Finding, TodoResult } from '../../src/check/model/report.ts';
import { checkText } from '../../src/cli/check/check-text.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { words } from '../../src/wording/wording.ts';

const say = words('test-check-text', {
  en: { wrong: 'This is wrong.', odd: 'This is odd.', quoted: 'It says {{text}}.' },
});
const { lesson } = parseLesson({
  file: 'a.md',
  text: '# T\n\n```dockerfile\n# TODO 1: one\n\n# TODO 2: two\n```\n\n<details><summary>Hint 1</summary>\n\nx\n\n</details>\n',
});

const todo = (values: Partial<TodoResult>): TodoResult => ({
  n: 1,
  title: 'one',
  status: 'wrong',
  required: true,
  rule: 'r',
  message: say.later('wrong'),
  file: 'Dockerfile',
  line: 2,
  ...values,
});
const finding = (values: Partial<Finding>): Finding => ({
  rule: 'DL0000',
  severity: 'warning',
  file: 'Dockerfile',
  line: 2,
  message: say.later('odd'),
  url: null,
  ...values,
});
const shown = (report: Partial<CheckReport>, dockerfile = 'FROM a\nRUN b\nRUN c\nRUN d\n'): string =>
  stripVTControlCharacters(
    checkText({ blocker: null, todos: [], findings: [], ready: null, wanted: [], ...report }, lesson, {
      Dockerfile: dockerfile,
    }),
  );

describe('a check in the terminal', () => {
  test('shows an open TODO with its mark, reason, place and hint', () => {
    const text = shown({
      todos: [todo({}), todo({ n: 2, title: 'two', status: 'missing', file: null, line: null })],
    });
    expect(text.split('\n').slice(0, 11)).toEqual([
      '0 of 2 TODOs done',
      '',
      '✗ TODO 1: one',
      '    This is wrong.',
      '    Dockerfile, line 2',
      '      1 │ FROM a',
      '    ▸ 2 │ RUN b',
      '      3 │ RUN c',
      '    More help: dockhand hint 1',
      '',
      '✗ TODO 2: two',
    ]);
    expect(text).not.toContain('hint 2');
  });

  test('distinguishes done, unknown and advice', () => {
    const text = shown({ todos: [todo({ status: 'done' }), todo({ status: 'unknown', required: false })] });
    expect(text).toContain('✓ TODO 1: one\n? TODO 1: one (advice)');
  });

  test('shows a finding’s line between its neighbours', () => {
    expect(shown({ findings: [finding({ url: 'https://docs.example/odd' })] })).toContain(
      [
        'This works, but look at it',
        '',
        '  ! This is odd.',
        '    Dockerfile, line 2 · DL0000',
        '      1 │ FROM a',
        '    ▸ 2 │ RUN b',
        '      3 │ RUN c',
        '    https://docs.example/odd',
      ].join('\n'),
    );
  });

  test('orders findings by severity and gives only the place of advice', () => {
    const text = shown({
      findings: [finding({ severity: 'error' }), finding({}), finding({ severity: 'advice' })],
    });
    const headings = [
      'This stops the build or the start',
      'This works, but look at it',
      'This could be better',
    ];
    expect(text.split('\n').filter((row) => headings.includes(row))).toEqual(headings);
    expect(text.slice(text.indexOf('This could be better'))).not.toContain('▸');
  });

  test('wraps at the terminal’s width and indents below the first word', () => {
    const text = 'Words of a long message that goes on for more than one row of a terminal. '
      .repeat(4)
      .trim();
    const message = say.later('quoted', { text });
    const report = {
      blocker: null,
      todos: [todo({ message })],
      findings: [finding({ message })],
      ready: false,
      wanted: [],
    };
    const dockerfile = `FROM a\nRUN ${'x'.repeat(300)}\n`;
    const rows = stripVTControlCharacters(checkText(report, lesson, { Dockerfile: dockerfile }, 60)).split(
      '\n',
    );
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(60);
    const wrappedRows = rows.filter((row) => /goes on|terminal/.test(row));
    expect(wrappedRows.length).toBeGreaterThan(8);
    for (const row of wrappedRows) expect(row).toMatch(/^ {2}[ !] \S/);
  });

  test.each([
    ['the first line', 1, /▸ 1 │ FROM a\n {6}2 │ RUN b$/],
    ['the last line', 4, / {6}3 │ RUN c\n {4}▸ 4 │ RUN d$/],
    ['no line', null, /Dockerfile · DL0000$/],
    ['a line that is not there', 99, /Dockerfile, line 99 · DL0000$/],
  ])('frames a finding on %s', (_, line, pattern) => {
    expect(shown({ findings: [finding({ line })] })).toMatch(pattern);
  });

  test('shows no line of a file that was not sent', () => {
    expect(shown({ findings: [finding({ file: '.dockerignore' })] })).toMatch(
      /\.dockerignore, line 2 · DL0000$/,
    );
  });

  test('neutralises control characters and endless lines of a student', () => {
    const hostile = `FROM a\nRUN \u001b[2J\u0007${'x'.repeat(5000)}\n`;
    const quoted = finding({ message: say.later('quoted', { text: '\u001b[2J\n' }), file: 'x\u001b[2Jy' });
    const text = checkText(
      { blocker: null, todos: [], findings: [finding({}), quoted], ready: null, wanted: [] },
      lesson,
      {
        Dockerfile: hostile,
      },
    );
    expect(text).not.toContain('\u001b[2J');
    expect(text).not.toContain('\u0007');
    expect(text.length).toBeLessThan(700);
  });

  test('ends with the next step', () => {
    expect(shown({ todos: [todo({ status: 'done' })], ready: true })).toMatch(
      /Ready\. The full verification/,
    );
    expect(shown({ todos: [todo({})], ready: false })).toMatch(/Not ready yet/);
    expect(shown({ todos: [todo({})], wanted: ['entrypoint.sh'] })).toMatch(/With entrypoint\.sh there/);
  });
});
