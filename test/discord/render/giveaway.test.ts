import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkMessage } from '../../../src/discord/render/check/check.ts';
import { checkDetails } from '../../../src/discord/render/check/check-details.ts';
import { gapLines } from '../../../src/discord/render/lesson/hint-gap.ts';
import { rungMessage, rungsOf } from '../../../src/discord/render/lesson/hint-rung.ts';
import { defaultFileNames } from '../../../src/intake/read-message.ts';
import { catalogued } from '../../../src/wording/wording.ts';
import { type LessonFixture, openLessonFixture } from '../../check/lesson-fixture.ts';

/** Code that is in the answers of hints but not in the lesson's own file: a check must not reveal it. */
let fixture: LessonFixture;
let folded: readonly string[];

const plain = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('\\"', '"');
const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => plain(line.trim()))
    .filter((line) => line !== '' && !line.startsWith('```') && !/^#(?!!)/.test(line));

/** The code in a Markdown text. */
const codeIn = (markdown: string): string =>
  [...markdown.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, code = '']) => code).join('\n');

beforeAll(async () => {
  fixture = await openLessonFixture();
  const { lesson } = fixture;
  const given = plain(`${lesson.template ?? ''} ${lesson.todos.flatMap(({ nudges }) => nudges).join(' ')}`);
  folded = lesson.todos
    .flatMap(({ hint }) => linesOf(codeIn(hint ?? '')))
    .filter((line) => !given.includes(line));
});

test('recognises what the lesson folds away', () => {
  expect(folded).toEqual(
    expect.arrayContaining(['RUN pip install uv', 'WORKDIR /app/core', 'ENTRYPOINT ["/entrypoint.sh"]']),
  );
});

test('no sentence of a rule or an aim has a line of the answer', () => {
  const pages = [...catalogued('en')].filter(([page]) => /^(?:rule-|check)/.test(page));
  const given = pages.flatMap(([page, texts]) =>
    Object.entries(texts).flatMap(([key, text]) =>
      folded.filter((line) => plain(text).includes(line)).map((line) => `${page}.${key}: ${line}`),
    ),
  );
  expect(pages.length).toBeGreaterThan(60);
  expect(given).toEqual([]);
});

describe('whatever part of the solution is missing', () => {
  /** All combinations of omitted TODOs, each with the lines of the answer that the student's file lacks. */
  const combinations = Array.from({ length: 2 ** 6 - 1 }, (_, i) => i + 1);

  test('a check and its details reveal no line of the answer that the student has not written', () => {
    const { lesson, answer, check } = fixture;
    const { Dockerfile: solved = '' } = answer;
    const given: string[] = [];
    for (const mask of combinations) {
      const missing = lesson.todos.filter((_, i) => (mask >> i) % 2 === 1);
      const lost = new Set(missing.flatMap(({ hint }) => linesOf(codeIn(hint ?? ''))));
      const dockerfile = solved
        .split('\n')
        .filter((line) => !lost.has(plain(line.trim())))
        .join('\n');
      const files = { ...answer, Dockerfile: dockerfile };
      const result = {
        guild: '100000000000000001',
        lesson,
        names: defaultFileNames,
        report: check(files),
        used: [],
        absent: [],
        problems: [],
        change: null,
        lines: null,
        ofMessage: null,
        fixed: false,
      };
      const said = plain(JSON.stringify([checkMessage('en', result), checkDetails('en', result)]));
      for (const line of folded.filter((each) => !linesOf(dockerfile).includes(each)))
        if (said.includes(line)) given.push(`${missing.map(({ n }) => n).join()}: ${line}`);
    }
    expect(given).toEqual([]);
  });

  test('no step of a hint before the answer gives a line of it away', () => {
    const { lesson, checkSent } = fixture;
    const report = checkSent({ Dockerfile: lesson.template ?? '' });
    const given = lesson.todos.flatMap((todo) =>
      rungsOf('en', lesson, todo).flatMap((rung) => {
        const result = report.todos.find(({ n }) => n === todo.n);
        const standing =
          result === undefined ? ({ kind: 'unknown' } as const) : ({ kind: 'known', result } as const);
        const context = { guild: '100000000000000001', lesson, todo };
        const said = plain(JSON.stringify(rungMessage('en', context, rung, standing)));
        return folded.filter((line) => said.includes(line)).map((line) => `${todo.n} ${rung}: ${line}`);
      }),
    );
    expect(given).toEqual([]);
  });
});

test.each([
  ['RUN pip install uv', 'RUN pip install ____'],
  ['COPY pyproject.toml uv.lock ./', 'COPY ____ ____ ./'],
  ['COPY --chmod=755 entrypoint.sh /entrypoint.sh', 'COPY --chmod=755 ____ /entrypoint.sh'],
  ['ENTRYPOINT ["/entrypoint.sh"]', 'ENTRYPOINT ["____"]'],
  ['CMD ["python", "app.py"]', 'CMD ["____", "____"]'],
  ['WORKDIR /app/core', 'WORKDIR ____'],
  ['#!/bin/sh', '#!____'],
  ['migrate', '____'],
])('takes the decisive words out of %s', (line, gap) => {
  expect(gapLines(`Text before.\n\n\`\`\`dockerfile\n# a comment\n${line}\n\`\`\`\nand after`)).toEqual([
    gap,
  ]);
});
