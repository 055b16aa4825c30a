import { describe, expect, test } from '@jest/globals';
import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import fc from 'fast-check';
import type { Blocker } from '../../../src/check/model/report.ts';
import { checkMessage } from '../../../src/discord/render/check/check.ts';
import { checkDetails } from '../../../src/discord/render/check/check-details.ts';
import type { CheckResult } from '../../../src/discord/render/check/check-result.ts';
import { nothingToCheck } from '../../../src/discord/render/check/file-problems.ts';
import { helpMessage } from '../../../src/discord/render/help.ts';
import { chooseClass } from '../../../src/discord/render/lesson/choose-class.ts';
import { hintMessage, noSuchTodo } from '../../../src/discord/render/lesson/hint.ts';
import { noLesson } from '../../../src/discord/render/lesson/no-lesson.ts';
import {
  dataDeleted,
  myDataMessage,
  nothingDeleted,
  sureToDelete,
} from '../../../src/discord/render/my-data.ts';
import { queueMessage } from '../../../src/discord/render/staff/queue.ts';
import { queueMenus } from '../../../src/discord/render/staff/queue-menus.ts';
import { statusMessage } from '../../../src/discord/render/status.ts';
import { resultInvitation, verdictMessage } from '../../../src/discord/render/verification/verdict.ts';
import { verdictDetails } from '../../../src/discord/render/verification/verdict-details.ts';
import { progressMessage } from '../../../src/discord/render/verification/verify.ts';
import { gradeOf } from '../../../src/grading/grade.ts';
import { defaultPolicy } from '../../../src/grading/policy.ts';
import { defaultFileNames } from '../../../src/intake/read-message.ts';
import { studentFilesOf } from '../../../src/lesson/manifest/requested-files.ts';
import type { StoredPersonalData } from '../../../src/records/records.ts';
import { phaseNames, type Verdict } from '../../../src/submission/verdict.ts';
import { sayDetail } from '../../../src/submission/wording/phases.ts';
import { shownName } from '../../../src/web/components/outcome-labels.ts';
import { verdictOf } from '../../support/verdicts.ts';
import { guild, looked, nasty, runs, submission, verdict } from './arbitraries.ts';
import { lessonOf } from './lesson.ts';
import { mustBeValid } from './valid.ts';

describe('Discord accepts every rendering of', () => {
  test('a check', () => {
    fc.assert(
      fc.property(looked, (value) => {
        mustBeValid(checkMessage('en', value));
        mustBeValid(checkDetails('en', value));
      }),
      { numRuns: 150 },
    );
  });

  test('a verdict', () => {
    fc.assert(
      fc.property(verdict, (value) => {
        mustBeValid(verdictMessage('en', submission, value, lessonOf(6)));
        mustBeValid(verdictDetails('en', submission, value));
      }),
      { numRuns: 150 },
    );
  });

  test('a hint', () => {
    const todo = fc.record({
      n: fc.nat({ max: 9999 }),
      title: nasty,
      nudges: fc.array(nasty, { maxLength: 30 }),
      hint: fc.option(nasty.map((hint) => (hint.trim() === '' ? 'x' : hint))),
      line: fc.constant(1),
    });
    fc.assert(
      // No lesson has a number twice: one that does is refused when it is read.
      fc.property(fc.uniqueArray(todo, { selector: ({ n }) => n, minLength: 1, maxLength: 5 }), (todos) => {
        const lesson = lessonOf(0, { todos });
        for (const one of todos) mustBeValid(hintMessage('en', guild, lesson, one));
        mustBeValid(noSuchTodo('en', guild, lesson, 77));
      }),
      runs,
    );
    mustBeValid(noSuchTodo('en', guild, lessonOf(0), 1));
    for (const reader of ['student', 'staff'] as const) mustBeValid(noLesson('en', 'x'.repeat(500), reader));
  });

  test('a verification under way', () => {
    const progress = fc.record({
      v: fc.constant(1 as const),
      phase: fc.constantFrom(...phaseNames),
      step: fc.option(fc.record({ n: fc.nat(), of: fc.nat(), instruction: nasty })),
      done: fc.array(
        fc.record({
          name: fc.constantFrom(...phaseNames),
          status: fc.constantFrom('ok', 'warned', 'failed', 'skipped'),
          ms: fc.nat(),
        }),
        { maxLength: 12 },
      ),
      worker: nasty,
    });
    fc.assert(
      fc.property(progress, looked, (value, { used, absent, problems }) => {
        mustBeValid(
          progressMessage(
            'en',
            submission.id,
            { state: 'running', progress: value },
            { used, absent, problems },
          ),
        );
      }),
      runs,
    );
  });

  test('the queue, a status, a help, a choice of classes, a mention, and nothing to check', () => {
    fc.assert(
      fc.property(nasty, looked, (worker, { report, used, problems }) => {
        const job = { submission: 'sa', run: 1, since: 0, progress: null };
        const queue = {
          paused: true,
          waiting: 500,
          next: Array.from({ length: 10 }, (_, i) => ({ ...job, submission: `sa${i}` })),
          running: Array.from({ length: 30 }, (_, i) => ({ ...job, submission: `sb${i}` })),
          workers: Array.from({ length: 30 }, (_, i) => ({
            id: `${worker}${i}`,
            boxes: 1,
            silent: 0,
            state: 'working' as const,
            startedAt: 0,
            jobs: [],
            at: 0,
          })),
          counts: { waiting: 500, delayed: 0, running: 30, failed: 0, verdicts: 0 },
          etaMs: 1,
        };
        const today = { passed: 1, failed: 2, error: 3, cancelled: 4 };
        mustBeValid(
          queueMessage(
            'en',
            { queue, today, owner: () => ({ user: '200000000000000001', practises: true }) },
            5_000,
          ),
        );
        mustBeValid(queueMessage('en', { queue: null, today, owner: () => null }, 5_000));
        mustBeValid(
          statusMessage(
            'en',
            {
              guild,
              lesson: lessonOf(60),
              report,
              used,
              hints: Array.from({ length: 60 }, (_, i) => i),
              submission: null,
              underway: null,
              pullRequest: null,
              grade: { policy: defaultPolicy, grade: gradeOf([], defaultPolicy) },
            },
            0,
          ),
        );
        mustBeValid(
          nothingToCheck('en', problems, { names: defaultFileNames, wantedFiles: studentFilesOf(null) }),
        );
        mustBeValid(
          chooseClass(
            'en',
            Array.from({ length: 40 }, (_, i) => ({ id: `${i + 1}`, name: worker })),
            '0',
          ),
        );
      }),
      runs,
    );
    mustBeValid(helpMessage('en', { guild, lesson: lessonOf(6) }, true, 365));
    mustBeValid(helpMessage('en', null, false, null));
    mustBeValid(resultInvitation('en', submission));
    const kept: StoredPersonalData = {
      files: Array.from({ length: 80 }, (_, i) => ({
        lesson: 'a-lesson',
        path: `${'`'.repeat(9)}${i}`,
        bytes: 65_536,
        receivedAt: 0,
      })),
      submissions: Array.from({ length: 500 }, (_, i) => ({
        id: `s${i}`,
        lesson: 'a-lesson',
        receivedAt: 0,
        outcome: ([null, 'passed', 'failed', 'error', 'cancelled'] as const)[i % 5] ?? null,
        withFiles: i % 2 === 0,
      })),
      hints: 10,
      checks: 10_000,
      asks: 3,
      ticks: 4,
      pullRequests: Array.from({ length: 80 }, (_, i) => `https://github.example/ada/backend/pull/${i}`),
      name: '`'.repeat(32),
      ownLessons: Array.from({ length: 80 }, (_, i) => `lesson-${i}`),
      locale: 'en-GB',
      dm: true,
    };
    mustBeValid(myDataMessage('en', guild, kept, { days: 365, now: 1 }));
    const none = {
      ...kept,
      files: [],
      submissions: [],
      hints: 0,
      checks: 0,
      asks: 0,
      ticks: 0,
      pullRequests: [],
      name: null,
      ownLessons: [],
      locale: null,
      dm: false,
    };
    mustBeValid(myDataMessage('en', guild, none, { days: null, now: 1 }));
    for (const stays of [true, false]) {
      mustBeValid(sureToDelete('en', guild, stays));
      mustBeValid(dataDeleted('en', stays));
    }
    mustBeValid(nothingDeleted('en'));
  });
});

describe('what stops the build', () => {
  const message = { page: 'verdict-cause', key: 'command-missing', values: { word: 'x' } };
  const place = { rule: 'R', file: 'Dockerfile', message, url: null };
  const todos = lessonOf(3).todos.map(({ n, title }) => ({
    ...place,
    n,
    title,
    status: n === 2 ? ('wrong' as const) : ('done' as const),
    required: true,
    line: n === 2 ? 4 : null,
  }));
  const finding = { ...place, line: 9, severity: 'error' as const };
  const answer = (blocker: Blocker): string =>
    JSON.stringify(
      checkMessage('en', {
        guild,
        lesson: lessonOf(3),
        names: defaultFileNames,
        report: { blocker, todos, findings: [finding, { ...finding, line: 4 }], ready: false, wanted: [] },
        used: [],
        absent: [],
        problems: [],
        ofMessage: null,
        fixed: false,
        change: null,
        lines: null,
      }),
    );

  test('comes first and once, and its TODO does not repeat it', () => {
    const shown = answer({ ...place, kind: 'step', line: 4, todo: 2 });
    expect(shown.indexOf('The build stops at line 4')).toBeGreaterThan(0);
    expect(shown.indexOf('The build stops at line 4')).toBeLessThan(shown.indexOf('2 of 3 TODOs done'));
    // Once in the heading and once below it, where the file is named.
    expect(shown.match(/line 4/gi)).toHaveLength(2);
    expect(shown.match(/line 9/gi)).toHaveLength(1);
    expect(shown).not.toContain('**TODO 2**');
  });

  test('leaves no TODO ticked that Docker cannot have come to', () => {
    const shown = answer({ ...place, kind: 'unread', line: 4, todo: 2 });
    expect(shown).toContain('Docker cannot read line 4');
    expect(shown).toContain('not known until line 4 can be read');
    expect(shown).not.toContain('✅');
    expect(shown).toContain('Then line 9 comes.');
  });
});

describe('a check', () => {
  const base: CheckResult = {
    guild,
    lesson: lessonOf(6),
    names: defaultFileNames,
    report: { blocker: null, todos: [], findings: [], ready: null, wanted: [] },
    used: [],
    absent: [],
    problems: [],
    ofMessage: null,
    fixed: false,
    change: null,
    lines: null,
  };
  const finding = (
    severity: 'error' | 'advice',
    word: string,
  ): CheckResult['report']['findings'][number] => ({
    rule: 'R',
    severity,
    file: 'Dockerfile',
    line: 1,
    message: { page: 'verdict-cause', key: 'command-missing', values: { word: `${word}${'.'.repeat(140)}` } },
    url: null,
  });

  test('names three more findings in a line each, and counts the others', () => {
    const findings = [finding('error', 'bad'), ...Array.from({ length: 9 }, () => finding('advice', 'meh'))];
    const shown = JSON.stringify(checkMessage('en', { ...base, report: { ...base.report, findings } }));
    expect(shown).toContain('bad');
    expect(shown.split('meh')).toHaveLength(4);
    expect(shown).toContain('and 6 more things');
    expect(shown).toContain('v1:check-details:0:');
  });

  test('shows in its details the least important last, and says how many are left out', () => {
    const findings = [
      ...Array.from({ length: 20 }, (_, i) => finding('error', `bad${i}`)),
      ...Array.from({ length: 20 }, () => finding('advice', 'meh')),
    ];
    const shown = JSON.stringify(checkDetails('en', { ...base, report: { ...base.report, findings } }));
    expect(shown).toContain('bad0');
    expect(shown).not.toContain('meh');
    expect(shown).toMatch(/and \d+ more things/);
  });

  test('gives a handful of advice in its details, and counts the rest', () => {
    const findings = [finding('error', 'bad'), ...Array.from({ length: 9 }, () => finding('advice', 'meh'))];
    const shown = JSON.stringify(checkDetails('en', { ...base, report: { ...base.report, findings } }));
    expect(shown).toContain('bad');
    expect(shown.split('meh')).toHaveLength(6);
    expect(shown).toContain('and 4 more things');
  });

  test.each([true, false, null])(
    'Full verification is the main button only when it would pass (ready: %s)',
    (ready) => {
      const { components } = checkMessage('en', { ...base, report: { ...base.report, ready } });
      const buttons = components.flatMap((part) =>
        part.type === ComponentType.ActionRow
          ? part.components.filter((one) => one.type === ComponentType.Button)
          : [],
      );
      const verify = buttons.find((one) => 'label' in one && one.label === 'Full verification');
      expect(verify?.style).toBe(ready === true ? ButtonStyle.Primary : ButtonStyle.Secondary);
    },
  );

  test('offers no verification under a check of somebody else’s message', () => {
    expect(JSON.stringify(checkMessage('en', { ...base, ofMessage: '300000000000000001' }))).not.toContain(
      'v1:verify',
    );
  });
});

describe('a verdict that passed', () => {
  const phases = [
    { name: 'build', detail: sayDetail.later('built', { steps: 9, cached: 2 }) },
    { name: 'inspect', detail: sayDetail.later('image', { megabytes: 240, layers: 9 }) },
    { name: 'probe', detail: sayDetail.later('answered', { path: '/api/', status: 200 }) },
    { name: 'stop', detail: sayDetail.later('stopped', { seconds: 0.4 }) },
  ].map((phase) => ({ ...phase, status: 'ok', ms: 4_200 })) as Verdict['phases'];
  const passed: Verdict = {
    ...verdictOf('passed'),
    phases,
    image: { bytes: 240e6, layers: [{ bytes: 120e6, instruction: 'RUN uv sync' }] },
  };

  test('Times, SIGTERM and layers of a verdict are behind Details, and phases that passed are one line', () => {
    const shown = JSON.stringify(verdictMessage('en', submission, passed, lessonOf(6)));
    expect(shown).toContain('All 4 phases passed');
    expect(shown).toContain('v1:verdict-details:');
    expect(shown).not.toMatch(/SIGTERM|layers|RUN uv sync|4\.2 s/);
    const details = JSON.stringify(verdictDetails('en', submission, passed));
    expect(details).toContain('It stopped 0.4 s after SIGTERM');
    expect(details).toContain('4.2 s');
    expect(details).toContain('is 240 MB, in one layer');
    expect(details).toContain('RUN uv sync');
  });
});

test('a hint hides its answer in a container, never in bars', () => {
  const lesson = lessonOf(3);
  const todo = lesson.todos[1];
  if (todo === undefined) throw new Error('no TODO');
  const { components } = hintMessage('en', guild, lesson, todo);
  const hidden = components.filter((part) => part.type === ComponentType.Container && part.spoiler === true);
  expect(JSON.stringify(hidden)).toContain('RUN x || y');
  const shown = JSON.stringify(components.filter((part) => !hidden.includes(part)));
  expect(shown).not.toContain('RUN x');
  expect(shown).toContain(`v1:hint:1:${guild}`);
  expect(shown).toContain(`v1:hint:3:${guild}`);
});

test('Two nameless students never have the same label: their ids distinguish them', () => {
  const [one, other] = ['200000000000000017', '200000000000000018'];
  const labels = queueMenus('en', {
    queue: null,
    today: { passed: 0, failed: 0, error: 0, cancelled: 0 },
    owner: () => null,
    nameOf: () => null,
    parked: [
      { submission: 'sa', user: one },
      { submission: 'sb', user: other },
    ],
  }).flatMap(({ components }) =>
    components.flatMap((part) => ('options' in part ? part.options.map(({ label }) => label) : [])),
  );
  expect(new Set(labels).size).toBe(2);
  const names = [one, other].map((user) => shownName('en', user, null));
  expect(new Set(names).size).toBe(2);
  expect([...labels, ...names].filter((name) => /^(?:a )?student(?: ·|$)/.test(name))).toEqual([]);
});
