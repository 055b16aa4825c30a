import { beforeAll, describe, expect, test } from '@jest/globals';
import { openInsights } from '../../../src/check/insights/insights.ts';
import { checkDetails } from '../../../src/discord/render/check/check-details.ts';
import { filesLine } from '../../../src/discord/render/check/files.ts';
import { intakeMessage } from '../../../src/discord/render/check/intake.ts';
import { huntResult } from '../../../src/discord/render/insights/bug-hunt.ts';
import { layerMessage } from '../../../src/discord/render/insights/layers.ts';
import { hintMessage } from '../../../src/discord/render/lesson/hint.ts';
import type { Message } from '../../../src/discord/render/message.ts';
import { statusMessage } from '../../../src/discord/render/status.ts';
import { gradeOf } from '../../../src/grading/grade.ts';
import { defaultPolicy } from '../../../src/grading/policy.ts';
import { defaultFileNames } from '../../../src/intake/read-message.ts';
import { type LessonFixture, openLessonFixture } from '../../check/lesson-fixture.ts';

const guild = '100000000000000001';
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** The label of the main button. */
const mainButton = (message: Message): string | undefined =>
  /\{[^{}]*"style":1[^{}]*\}/.exec(JSON.stringify(message))?.[0].match(/"label":"([^"]*)"/)?.[1];

test.each<[string, (solved: string) => string, string]>([
  ['cannot be read', (text) => text.replace('RUN uv sync', 'RUM uv sync'), 'unknown instruction: RUM'],
  ['breaks the build and belongs to no TODO', (text) => `${text}EXPOSE abc\n`, 'abc'],
])('The details begin with a line that %s, and do not call it worth a look as well', (_, change, said) => {
  const { answer, check, lesson } = fixture;
  const report = check({ ...answer, Dockerfile: change(answer.Dockerfile ?? '') });
  const shown = JSON.stringify(
    checkDetails('en', {
      guild,
      lesson,
      names: defaultFileNames,
      report,
      used: [],
      absent: [],
      problems: [],
      change: null,
      lines: null,
      ofMessage: null,
      fixed: false,
    }),
  );
  expect(shown.split(said)).toHaveLength(2);
  expect(shown.indexOf(said)).toBeLessThan(shown.indexOf('**TODO 1**'));
  expect(shown.indexOf('pip keeps')).toBeGreaterThan(shown.indexOf('Also worth a look'));
});

test.each<[string, boolean, string]>([
  ['a TODO open offers its hint', false, 'Hint for TODO 5'],
  ['every TODO done offers the full verification', true, 'Full verification'],
])('A status with %s first', (_, done, label) => {
  const { answer, check, lesson } = fixture;
  const { Dockerfile: solved = '' } = answer;
  const report = check({ ...answer, Dockerfile: done ? solved : solved.replace(/^RUN chmod.*$/m, '') });
  const message = statusMessage(
    'en',
    {
      guild,
      lesson,
      report,
      used: [],
      hints: [],
      submission: null,
      underway: null,
      pullRequest: null,
      grade: { policy: defaultPolicy, grade: gradeOf([], defaultPolicy) },
    },
    0,
  );
  expect(mainButton(message)).toBe(label);
  expect(JSON.stringify(message)).toContain('Full verification');
});

test('A hint whose answer waits for an attempt offers to send it, one with its answer the next TODO', () => {
  const { lesson } = fixture;
  const [todo] = lesson.todos;
  if (todo === undefined) throw new Error('the lesson has no TODO');
  expect(mainButton(hintMessage('en', guild, lesson, todo, 'attempt'))).toBe('Send my files');
  expect(mainButton(hintMessage('en', guild, lesson, todo))).toBe('TODO 2 →');
});

test('What a picture is answered with says once that it cannot be read, and names what else came along', () => {
  const { lesson } = fixture;
  const shown = JSON.stringify(
    intakeMessage(
      'en',
      {
        kind: 'unreadable',
        files: {},
        problems: [
          { kind: 'picture', name: 'shot.png' },
          { kind: 'archive', name: 'backend.rar' },
        ],
      },
      { guild: { id: guild }, lesson, names: defaultFileNames, wantedFiles: [] },
    ),
  );
  expect(shown).toContain('I cannot read pictures yet');
  expect(shown).not.toContain('shot.png');
  expect(shown).toContain('backend.rar');
});

describe('Files and their ages', () => {
  const minutes = 60_000;
  test.each<[string, readonly (number | null)[], string]>([
    ['says that one was just sent', [null], '`a` (just sent)'],
    ['says once that all were just sent', [null, null, null], '`a`, `b`, `c` (all just sent)'],
    [
      'says once how old all of them are',
      [5 * minutes, 5 * minutes + 2],
      '`a`, `b` (all remembered, sent 5 minutes ago)',
    ],
    [
      'says of each how old it is where they differ',
      [null, 5 * minutes],
      '`a` (just sent), `b` (remembered, sent 5 minutes ago)',
    ],
    [
      'tells what was sent from what was sent a moment ago',
      [null, 0],
      '`a` (just sent), `b` (remembered, sent just now)',
    ],
  ])('The line of files %s', (_, ages, said) => {
    const used = ages.map((ageMs, i) => ({ path: 'abc'[i] ?? '', ageMs }));
    expect(filesLine('en', used, [])).toBe(`-# Looked at: ${said}.`);
  });
});

test.each<[string, string, boolean]>([
  ['a base image has what is in it', 'FROM python:3.11-slim\n', true],
  ['a stage above has what is in it', 'FROM python:3.11-slim AS one\nFROM one\n', true],
  ['nothing has nothing in it', 'FROM scratch\n', false],
])('A step that starts from %s', async (_, dockerfile, hasSome) => {
  const { lesson, tree, answer } = fixture;
  const insight = await openInsights();
  const files = { ...answer, Dockerfile: dockerfile };
  const walk = insight('layers', {}, { lesson, tree, student: { files, complete: true } });
  const shown = JSON.stringify(layerMessage('en', guild, walk, walk.steps.length - 1));
  expect(shown.includes('all that is in the image it starts from')).toBe(hasSome);
  expect(shown.includes('It puts no file into the image')).toBe(!hasSome);
});

test.each([
  ['mended', true],
  ['still-there', true],
  ['unknown', false],
] as const)(
  'An attempt at a bug that nothing ran and the quick check calls %s says whose word stands',
  (outcome, says) => {
    const attempt = { symptom: 'wrong-port', isOwn: false, lines: 1, change: [], outcome };
    const runs = [
      { kind: 'away' },
      { kind: 'called-off' },
      { kind: 'used-up', perDay: 10, until: 0 },
    ] as const;
    for (const run of runs) {
      const shown = JSON.stringify(huntResult('en', { submission: 's0123456789ab', round: 0 }, attempt, run));
      expect(shown.includes('So this is only what my quick check says.')).toBe(says);
      expect(shown).toMatch(/No machine is free|You stopped the real run|You have 10 real runs/);
    }
  },
);
