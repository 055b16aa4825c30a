import { beforeAll, expect, test } from '@jest/globals';
import type { CheckReport } from '../../../src/check/model/report.ts';
import { checkMessage } from '../../../src/discord/render/check/check.ts';
import { checkDetails } from '../../../src/discord/render/check/check-details.ts';
import { type NextStep, nextStep, placeOfNext } from '../../../src/discord/render/check/check-next.ts';
import type { CheckResult } from '../../../src/discord/render/check/check-result.ts';
import { defaultFileNames } from '../../../src/intake/read-message.ts';
import { type LessonFixture, openLessonFixture } from '../../check/lesson-fixture.ts';

let fixture: LessonFixture;
let starter: string;
let answer: Readonly<Record<string, string>>;
beforeAll(async () => {
  fixture = await openLessonFixture();
  starter = fixture.lesson.template ?? '';
  answer = fixture.answer;
});

const resultOf = (report: CheckReport): CheckResult => ({
  guild: '100000000000000001',
  lesson: fixture.lesson,
  names: defaultFileNames,
  report,
  used: [],
  absent: [],
  problems: [],
  change: null,
  lines: null,
  ofMessage: null,
  fixed: false,
});
const checked = (files: Readonly<Record<string, string>>): CheckResult =>
  resultOf(Object.keys(files).length === 3 ? fixture.check(files) : fixture.checkSent(files));
const nextFor = (files: Readonly<Record<string, string>>): NextStep => nextStep(checked(files));
const shownFor = (files: Readonly<Record<string, string>>): string =>
  JSON.stringify(checkMessage('en', checked(files)));

test('The details of a lone .dockerignore say once that the Dockerfile is missing, not once for each TODO', () => {
  const details = JSON.stringify(
    checkDetails('en', checked({ '.dockerignore': answer['.dockerignore'] ?? '' })),
  );
  for (const n of [1, 2, 3, 4, 5, 6]) expect(details).toContain(`**TODO ${n}**`);
  expect(details.match(/I have not seen your Dockerfile/g)).toHaveLength(1);
});

test.each<[string, (text: string) => string]>([
  ['as it is', (text) => text],
  ['with Windows line ends', (text) => text.replaceAll('\n', '\r\n')],
  ['without its comments', (text) => text.replace(/^#.*\n/gm, '')],
  ['with a comment of her own', (text) => `# I am Ada\n${text}`],
  ['with her own name for the folder', (text) => text.replaceAll('/app', '/shop')],
  ['with “RUN” for “Run”', (text) => text.replace(/^Run$/m, 'RUN')],
])('begins with TODO 1 where the starter file comes %s', (_, change) => {
  expect(nextFor({ Dockerfile: change(starter) })).toMatchObject({ kind: 'begin', todo: { n: 1 } });
  const withAll = { ...answer, Dockerfile: change(starter) };
  expect(nextFor(withAll)).toMatchObject({ kind: 'begin', todo: { n: 1 } });
  expect(shownFor(withAll)).not.toContain('**TODO 2**');
});

test('points at the comment of a TODO that has no line yet', () => {
  const line = starter.split('\n').findIndex((each) => each.includes('TODO 1')) + 1;
  expect(line).toBeGreaterThan(1);
  expect(placeOfNext(nextFor({ Dockerfile: starter }))).toMatchObject({ file: 'Dockerfile', line });
});

test.each<[string, Readonly<Record<string, string>>, object]>([
  ['a lone .dockerignore', { '.dockerignore': '.venv\n' }, { kind: 'send', path: 'Dockerfile' }],
  ['an empty .dockerignore', { '.dockerignore': '' }, { kind: 'send', path: 'Dockerfile' }],
  [
    'a lone .dockerignore with a fault',
    { '.dockerignore': '*.sqlite3 # mine\n' },
    { kind: 'finding', finding: { line: 1 } },
  ],
  [
    'a lone script without its first line',
    { 'entrypoint.sh': 'uv run python manage.py migrate\n' },
    { kind: 'todo', todo: { n: 5 } },
  ],
])('asks for one thing after %s, and never six times for the Dockerfile', (_, files, wanted) => {
  expect(nextFor(files)).toMatchObject(wanted);
  const shown = shownFor(files);
  expect(shown).not.toContain('I have not seen your Dockerfile');
  expect(shown).not.toContain('0 of 6');
  expect(shown.match(/Dockerfile/g)?.length ?? 0).toBeLessThan(3);
});

test.each<[string, (solved: string) => string, object]>([
  [
    'what stops the build',
    (text) => text.replace('uv.lock', 'uv.lok'),
    { kind: 'blocker', blocker: { todo: 2 } },
  ],
  ['a line that Docker cannot read', (text) => text.replace('COPY .', 'COPPY .'), { kind: 'blocker' }],
  ['the first open TODO', (text) => text.replace(/^RUN chmod.*$/m, ''), { kind: 'todo', todo: { n: 5 } }],
  [
    'the first of several open TODOs',
    (text) => text.replace(/^RUN chmod.*$/m, '').replace(/^WORKDIR \/app\/core$/m, ''),
    { kind: 'todo', todo: { n: 4 } },
  ],
  [
    'an error that belongs to no TODO',
    (text) => `${text}EXPOSE abc\n`,
    { kind: 'blocker', blocker: { todo: null } },
  ],
  ['readiness where only advice is left', (text) => text, { kind: 'ready' }],
])('names %s', (_, change, wanted) => {
  const files = { ...answer, Dockerfile: change(answer.Dockerfile ?? '') };
  expect(nextFor(files)).toMatchObject(wanted);
});

test.each<[boolean | null, string]>([
  [true, '"style":1'],
  [false, '"style":2'],
  [null, '"style":2'],
])('gives the full verification the main button only where it would pass: %s', (ready, style) => {
  const report = { ...fixture.check(answer), ready };
  const shown = JSON.stringify(checkMessage('en', resultOf(report)));
  const button = /\{[^{}]*"v1:verify:[^{}]*\}/.exec(shown)?.[0] ?? '';
  expect(button).toContain(style);
});
