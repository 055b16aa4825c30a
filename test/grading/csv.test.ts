import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { gradeOf } from '../../src/grading/grade.ts';
import { type Gradebook, type GradeRow, gradebookCsv, gradebookJson } from '../../src/grading/gradebook.ts';
import { defaultPolicy } from '../../src/grading/policy.ts';
import { parseRoster } from '../../src/grading/roster.ts';
import { localeOf } from '../../src/wording/wording.ts';

const row = (name: string, change: Partial<GradeRow> = {}): GradeRow => ({
  number: '1',
  name,
  section: null,
  user: '100000000000000001',
  grade: gradeOf([], defaultPolicy),
  outcome: null,
  attempts: 0,
  hints: [1, 3],
  todosDone: 2,
  todos: 6,
  passedAt: null,
  lastAt: 0,
  ...change,
});
const book = (rows: readonly GradeRow[]): Gradebook => ({
  guild: 'g',
  lesson: { slug: 'l', title: 'L' },
  at: 0,
  rows,
});

describe('the gradebook as CSV', () => {
  test.each([
    '=1+1',
    '+49',
    '-1',
    '@x',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    '\u200b=1',
    '|cmd',
    '%0A',
  ])('%j is no formula', (name) => {
    const [, line] = parse(gradebookCsv(book([row(name)])), { bom: true, relax_column_count: false });
    expect(line?.[1]).toBe(`'${name}`);
  });

  test('writes CSV that can be parsed back line by line, whatever people are called', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 8 }), (names) => {
        const lines = parse(gradebookCsv(book(names.map((name) => row(name)))), { bom: true });
        expect(lines.slice(1).map((line) => line[1]?.replace(/^'/, ''))).toEqual(
          names.map((name) => name.replace(/^'/, '')),
        );
        for (const line of lines) for (const cell of line) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });

  test('has French headings, semicolons and decimal commas for a French reader, and can be imported again', () => {
    const grade = { ...gradeOf([], defaultPolicy), points: 87.5 };
    const csv = gradebookCsv(book([row('Ada; Lovelace', { grade })]), localeOf('fr'));
    const [head, line] = parse(csv, { bom: true, delimiter: ';' });
    expect(head?.slice(0, 5)).toEqual(['numéro étudiant', 'nom', 'groupe', 'identifiant discord', 'points']);
    expect(line?.slice(0, 5)).toEqual(['1', 'Ada; Lovelace', '', '100000000000000001', '87,5']);
    expect(parseRoster(csv)).toMatchObject({ entries: [{ number: '1', name: 'Ada; Lovelace' }] });
  });

  test('keeps numbers as numbers, with the same rows as the JSON', () => {
    const rows = [
      row('Ada', { grade: gradeOf([{ submission: 's1', receivedAt: 5, outcome: 'failed' }], defaultPolicy) }),
    ];
    expect(gradebookCsv(book(rows))).toContain('\r\n1,Ada,,100000000000000001,0,0,');
    expect(JSON.parse(gradebookJson(book(rows)))).toMatchObject({
      lesson: { slug: 'l' },
      students: [{ name: 'Ada', points: 0, counted_submission: 's1', hints_taken: '1 3' }],
    });
  });
});

describe('a class list', () => {
  const entries = (text: string) => {
    const read = parseRoster(text);
    if (!read.ok) throw new Error(read.why);
    return read.entries;
  };
  test.each([
    ['commas', 'Student Number,Full Name,Section,Discord\n1,Ada,A,ada'],
    ['semicolons', 'student_number;full name;section;discord\n1;Ada;A;ada\n'],
    ['tabs and a byte order mark', '\ufeffSTUDENT-ID\tname\tgroup\tDiscord Username\r\n1\tAda\tA\t@Ada\r\n'],
    ['another order, and columns of no interest', 'discord,x,section,name,number\nada,?,A,Ada,1'],
  ])('reads a class list with %s', (_what, text) => {
    expect(entries(text)).toEqual([{ number: '1', name: 'Ada', section: 'A', discord: 'ada' }]);
  });
  test.each([
    ['@Ada', 'ada'],
    ['<@123456789012345678>', '123456789012345678'],
    ['<@!123456789012345678>', '123456789012345678'],
    ['Ada#1234', 'ada'],
    ['', null],
  ])('the account %j is looked for as %j', (written, discord) => {
    expect(entries(`number,discord\n1,${written}`)[0]?.discord).toBe(discord);
  });
  test('reports what is wrong on which line', () => {
    const read = parseRoster(`number,discord\n1,a\n1,b\n,c\n2,a\n3,${'x'.repeat(200)}\n`);
    expect(read.ok && read.problems.map(({ line, problem }) => [line, problem])).toEqual([
      [3, 'number-twice'],
      [4, 'no-number'],
      [5, 'discord-twice'],
      [6, 'too-long'],
    ]);
  });
  test('never throws on arbitrary text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseRoster(text)));
    expect(parseRoster('')).toEqual({ ok: false, why: 'empty' });
    expect(parseRoster(`number\n${'1\n'.repeat(6_000)}`)).toEqual({ ok: false, why: 'too-many' });
  });
});
