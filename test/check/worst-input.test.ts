// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { leastCpuTime } from './cpu-time.ts';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';

/** The largest accepted file, and the time within which it has to be checked. */
const size = 64 * 1024;
const limitMs = 200;

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
  // Warm up, as in a running bot.
  for (let turn = 0; turn < 100; turn += 1) fixture.check(fixture.answer);
});

const fill = (piece: string, length = size - 200): string => piece.repeat(Math.floor(length / piece.length));
const lines = (count: number, of: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => of(n))
    .join('\n')
    .slice(0, size - 100);
const from = 'FROM python:3.11-slim\n';

const dockerfiles: Readonly<Record<string, string>> = {
  'a stage of many files, mounted again and again': `${from.trimEnd()} AS a\n${lines(150, (n) => `COPY . /c${n}`)}\n${from}${lines(800, () => 'RUN --mount=from=a,target=/m true')}`,
  'one line of 60 KB': `${from}RUN ${fill('a ')}`,
  'one word of 60 KB': `${from}RUN ${fill('a')}`,
  blanks: `${from}RUN${fill(' ')}x`,
  'exotic blanks': `${from}RUN${fill('\u3000', size / 3)}x`,
  backslashes: `${from}RUN ${fill('\\')}`,
  'lines that go on': `${from}RUN ${fill('a \\\n')}`,
  'empty lines that go on': `${from}RUN a \\\n${fill('\n')}`,
  quotes: `${from}ENV A="${fill('"')}`,
  'dollars in ENV': `${from}ENV A=${fill('$')}`,
  'braces in ENV': `${from}ENV A=${fill('${')}`,
  'nested defaults': `${from}ENV A=${fill('${A:-')}`,
  'patterns in ENV': `${from}ENV A=${fill('a', 20_000)}\nENV B=\${A##${fill('*a', 20_000)}b}`,
  'replacing in ENV': `${from}ENV A=${fill('a', 20_000)}\nENV B=\${A//${fill('a*', 2_000)}b/x}`,
  'a long name': `${from}ENV A=$${fill('a')}`,
  'thousands of ENV': from + lines(6_000, (n) => `ENV A${n}=$A${n - 1}`),
  '999 ENV that grow': from + lines(990, (n) => `ENV A${n}=\${A${n - 1}:-aaaaaaaaaaaaaaaa}\${A${n - 1}}x`),
  'ENV pairs in one line': `${from}ENV ${lines(6_000, (n) => `A${n}=1`).replaceAll('\n', ' ')}`,
  '999 COPY of everything': from + lines(990, (n) => `COPY . /c${n}/`),
  '999 RUN': from + lines(990, (n) => `RUN pip install uv && echo ${n} && uv sync`),
  '999 WORKDIR': from + lines(990, () => 'WORKDIR a'),
  '999 stages': lines(999, (n) => `FROM python:3.11-slim AS s${n}`),
  '999 stages of each other':
    from + lines(990, (n) => `FROM ${n === 0 ? 'python:3.11-slim' : `s${n - 1}`} AS s${n}\n`),
  'many heredocs': `${from}RUN ${fill('<<A ', 20_000)}\n${fill('A\n', 20_000)}`,
  'shell quotes': `${from}RUN ${fill('"$(`')}`,
  'shell brackets': `${from}RUN ${fill('(')}`,
  'shell dollars': `${from}RUN ${fill('${')}`,
  'shell dollars in many steps': from + lines(60, () => `RUN ${fill('${', 1_000)}`),
  'shell substitutions': `${from}RUN ${fill('$(', 8_000)}`,
  'shell loops': `${from}RUN ${fill('while true; do ', 5_000)}`,
  'shell that loops': `${from}RUN ${fill('for a in 1 2 3 4 5 6 7 8 9; do ', 400)} echo ${fill('; done', 80)}`,
  'functions that call themselves': `${from}RUN f() { f; f; f; }; f`,
  'functions that call each other': `${from}RUN ${lines(200, (n) => `f${n}() { f${n + 1}; f${n + 1}; };`).replaceAll('\n', ' ')} f0`,
  'scripts that run themselves': `${from}COPY --chmod=755 <<EOF /x.sh\n#!/bin/sh\n/x.sh\n/x.sh\nEOF\nENTRYPOINT ["/x.sh"]`,
  'globs in COPY': `${from}COPY ${fill('*a', 2_000)} /x/\nCOPY ${fill('?', 2_000)} /x/`,
  'copies of copies': from + lines(300, (n) => `COPY . /a${n}/\nRUN cp -r / /b${n}`),
  'unknown words': lines(900, (n) => `FOO${n} x`),
  'zero bytes': fill('\u0000'),
  'line feeds': fill('\n'),
  json: `${from}CMD ${fill('[')}`,
  'json strings': `${from}CMD [${fill('"a",')}"a"]`,
  ports: `${from}EXPOSE ${fill('1-65535 ')}`,
  'secrets regexp': `${from}ENV ${fill('_key', 30_000)}=1`,
  'reference regexp': `FROM ${fill('a-')}`,
  'reference regexp 2': `FROM ${fill('a.', 30_000)}/b`,
  'mount fields': `${from}RUN --mount=${fill('a=b,')} x`,
};

const ignores: Readonly<Record<string, string>> = {
  'stars and letters': fill('*a'),
  'double stars': fill('**/'),
  'many patterns': lines(5_000, (n) => `**/*${n}*/**`),
  'many stars': lines(1_000, () => '**/*a*a*a*a*a*a*b'),
  brackets: fill('[a-'),
  exceptions: lines(8_000, (n) => (n % 2 === 0 ? 'core' : '!core')),
};

const scripts: Readonly<Record<string, string>> = {
  'a long script': lines(4_000, () => 'echo hello && ls'),
  'one line': fill('a '),
  dollars: fill('${'),
  'carriage returns': fill('\r'),
  CRLF: fill('a\r\n'),
  shebang: `#!${fill(' ')}`,
};

const cases = [
  ...Object.entries(dockerfiles).map(
    ([name, text]) => [`Dockerfile: ${name}`, { Dockerfile: text }] as const,
  ),
  ...Object.entries(ignores).map(
    ([name, text]) => [`.dockerignore: ${name}`, { '.dockerignore': text }] as const,
  ),
  ...Object.entries(scripts).map(
    ([name, text]) => [`entrypoint.sh: ${name}`, { 'entrypoint.sh': text }] as const,
  ),
];

describe('worst-case files of 64 KB', () => {
  test.each(cases)(`checks %s within ${limitMs} ms`, (_, changed) => {
    expect(leastCpuTime(limitMs, () => fixture.check({ ...fixture.answer, ...changed }))).toBeLessThan(
      limitMs,
    );
  });
});

test.each(['0', 'base'])('refuses a stage that copies from itself: --from=%s', (from) => {
  const dockerfile = `FROM python:3.11-slim AS base\nWORKDIR /app\nCOPY . .\nCOPY --from=${from} . .\n`;
  const { ready, blocker } = fixture.check({ ...fixture.answer, Dockerfile: dockerfile });
  expect({ ready, rule: blocker?.rule }).toEqual({ ready: false, rule: 'CircularDependency' });
});

test('refuses more than a thousand instructions', () => {
  const report = fixture.check({ ...fixture.answer, Dockerfile: from + lines(1_200, (n) => `ENV A${n}=1`) });
  expect(report.findings.map(({ rule }) => rule)).toContain('TooManyInstructions');
  expect(report.ready).toBe(false);
});
