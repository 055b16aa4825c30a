import type { CheckReport } from '../../../src/check/model/report.ts';
import { askReceived } from '../../../src/discord/render/ask.ts';
import { checkMessage } from '../../../src/discord/render/check/check.ts';
import { checkDetails } from '../../../src/discord/render/check/check-details.ts';
import type { CheckResult } from '../../../src/discord/render/check/check-result.ts';
import { askAboutFragment } from '../../../src/discord/render/check/fragment.ts';
import { intakeMessage } from '../../../src/discord/render/check/intake.ts';
import { explainMessage } from '../../../src/discord/render/explain.ts';
import { helpMessage } from '../../../src/discord/render/help.ts';
import { hintMessage, nothingToHint } from '../../../src/discord/render/lesson/hint.ts';
import { rungMessage, rungsOf, type TodoStanding } from '../../../src/discord/render/lesson/hint-rung.ts';
import type { Message } from '../../../src/discord/render/message.ts';
import { statusMessage } from '../../../src/discord/render/status.ts';
import { verdictMessage } from '../../../src/discord/render/verification/verdict.ts';
import { verdictDetails } from '../../../src/discord/render/verification/verdict-details.ts';
import { progressMessage } from '../../../src/discord/render/verification/verify.ts';
import { explained } from '../../../src/explain/explained.ts';
import { explainSent } from '../../../src/explain/sent.ts';
import { gradeOf } from '../../../src/grading/grade.ts';
import { defaultPolicy } from '../../../src/grading/policy.ts';
import { defaultFileNames } from '../../../src/intake/read-message.ts';
import { lessonIn } from '../../../src/lesson/lesson-in.ts';
import { studentFilesOf } from '../../../src/lesson/manifest/requested-files.ts';
import type { Submission } from '../../../src/records/records.ts';
import { commonPhases, phaseNames, type Verdict } from '../../../src/submission/verdict.ts';
import { sayDetail } from '../../../src/submission/wording/phases.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import type { Locale } from '../../../src/wording/wording.ts';
import { openLessonFixture } from '../../check/lesson-fixture.ts';
import { furtherScreens } from './further-screens.ts';
import { insightScreens } from './insight-screens.ts';
import type { Screen } from './screen.ts';

const guild = '100000000000000001';
const minute = 60_000;

/** Every screen that a student sees in the lesson, from real checks of real files. */
export async function allScreens(locale: Locale): Promise<readonly Screen[]> {
  const { lesson: original, tree, answer, check, checkSent } = await openLessonFixture(locale);
  const lesson = lessonIn(original, locale);
  const result = (
    report: CheckReport,
    files: readonly string[],
    more: Partial<CheckResult> = {},
  ): CheckResult => ({
    guild,
    lesson,
    names: defaultFileNames,
    report,
    used: files.map((path) => ({ path, ageMs: null })),
    absent: Object.values(defaultFileNames).filter((path) => !files.includes(path)),
    problems: [],
    change: 'f0123456789ab',
    lines: null,
    ofMessage: null,
    fixed: false,
    ...more,
  });
  const sent = (files: Readonly<Record<string, string>>, more?: Partial<CheckResult>): CheckResult =>
    result(checkSent(files), Object.keys(files), more);
  const whole = (dockerfile: string): CheckResult =>
    result(check({ ...answer, Dockerfile: dockerfile }), Object.keys(answer));
  const starter = original.template ?? '';
  const { Dockerfile: solved = '', '.dockerignore': ignore = '' } = answer;
  const checks: Readonly<Record<string, CheckResult>> = {
    'untouched starter': sent({ Dockerfile: starter }),
    'lone .dockerignore': sent({ '.dockerignore': ignore }),
    'lone .dockerignore with a fault': sent({ '.dockerignore': '.venv\n*.sqlite3 # the database\n' }),
    'lone script with faults': sent({ 'entrypoint.sh': 'uv run python manage.py runserver\n' }),
    'one open TODO': whole(solved.replace(/^RUN chmod.*$/m, '')),
    'several open TODOs': sent({
      Dockerfile: starter.replace('# Command: pip install uv', 'RUN pip install uv'),
    }),
    'the build stops at a step': whole(solved.replace('uv.lock', 'uv.lok')),
    'Docker cannot read a line': whole(solved.replace('RUN uv sync', 'RUM uv sync')),
    'all fine': whole(solved),
    'warnings only': whole(`${solved.replace('ENTRYPOINT', 'entrypoint')}MAINTAINER ada\n`),
    'fine, but the script is not seen': sent({ Dockerfile: solved }),
    'somebody else’s message': sent(
      { Dockerfile: starter },
      { ofMessage: '300000000000000001', change: null },
    ),
    'mended in a form': { ...whole(solved.replace(/^RUN chmod.*$/m, '')), fixed: true },
    'some lines of the file': {
      ...whole(solved),
      change: null,
      lines: { path: 'Dockerfile', from: 4, to: 6 },
    },
  };
  const started = checkSent({ Dockerfile: starter });
  const standingOf = (n: number): TodoStanding => {
    const found = started.todos.find((todo) => todo.n === n);
    return found === undefined ? { kind: 'unknown' } : { kind: 'known', result: found };
  };
  const submission: Submission = {
    id: 'sabcdefghijkl',
    student: { guild, user: '200000000000000001' },
    lesson: { slug: lesson.slug, digest: lesson.digest },
    files: answer,
    filesDigest: 'f',
    receivedAt: 0,
    run: 1,
    runBy: 'student',
    state: 'judged',
    reply: null,
    verdict: null,
    judgedAt: null,
    notifiedAt: null,
    pullRequest: null,
  };
  const used = [
    { path: 'Dockerfile', ageMs: null },
    { path: 'entrypoint.sh', ageMs: 5 * minute },
  ];
  const files = { used, absent: ['.dockerignore'] };
  const verdicts = verdictsOf();
  const explain = (text: string): Message =>
    explainMessage(locale, explained(explainSent({ text, files: [] }), lesson), { guild, numbered: true });
  return [
    ...Object.entries(checks).map(([name, value]) => ({
      name: `check: ${name}`,
      message: checkMessage(locale, value),
    })),
    ...Object.entries(checks).map(([name, value]) => ({
      name: `details: ${name}`,
      message: checkDetails(locale, value),
      isAsked: true as const,
    })),
    ...lesson.todos.map((todo) => ({
      name: `hint ${todo.n}`,
      message: hintMessage(locale, guild, lesson, todo),
    })),
    ...lesson.todos.flatMap((todo) =>
      rungsOf(locale, lesson, todo).map((rung) => ({
        name: `hint ${todo.n}: ${rung}`,
        message: rungMessage(locale, { guild, lesson, todo }, rung, standingOf(todo.n)),
      })),
    ),
    {
      name: 'hint: all done',
      message: nothingToHint(locale, guild),
    },
    {
      name: 'hint: after an attempt',
      message: lesson.todos.map((todo) => hintMessage(locale, guild, lesson, todo, 'attempt'))[4] ?? {
        components: [],
      },
    },
    {
      name: 'verify: queued',
      message: progressMessage(
        locale,
        submission.id,
        { state: 'waiting', place: { position: 3, etaMs: 4 * minute }, workers: 1, paused: false },
        files,
      ),
    },
    {
      name: 'verify: no worker',
      message: progressMessage(
        locale,
        submission.id,
        { state: 'waiting', place: { position: 1, etaMs: null }, workers: 0, paused: false },
        files,
      ),
    },
    {
      name: 'verify: running',
      message: progressMessage(
        locale,
        submission.id,
        {
          state: 'running',
          progress: {
            v: 1,
            phase: 'rebuild',
            step: { n: 4, of: 9, instruction: 'RUN uv sync --frozen' },
            done: phaseNames.slice(0, 8).map((name) => ({ name, status: 'ok', ms: 4_200 })),
            worker: 'w1',
          },
        },
        files,
      ),
    },
    ...Object.entries(verdicts).map(([name, verdict]) => ({
      name: `verify: ${name}`,
      message: verdictMessage(locale, submission, verdict, lesson),
    })),
    ...Object.entries(verdicts).map(([name, verdict]) => ({
      name: `verify details: ${name}`,
      message: verdictDetails(locale, submission, verdict),
      isAsked: true as const,
    })),
    { name: 'help', message: helpMessage(locale, { guild, lesson }, false, 365) },
    {
      name: 'status',
      message: statusMessage(
        locale,
        {
          guild,
          lesson,
          report: checkSent({ Dockerfile: starter }),
          used,
          hints: [1, 2],
          submission: { ...submission, verdict: verdicts.failed ?? null, judgedAt: 0 },
          underway: null,
          pullRequest: null,
          grade: { policy: defaultPolicy, grade: gradeOf([], defaultPolicy) },
        },
        10 * minute,
      ),
    },
    {
      name: 'fragment',
      message: askAboutFragment(locale, {
        piece: 'p0123456789ab',
        path: 'Dockerfile',
        text: 'COPY pyproject.toml uv.lock ./\nRUN uv sync --frozen\n',
        ageMs: 5 * minute,
      }),
    },
    {
      name: 'greeting',
      message: intakeMessage(
        locale,
        { kind: 'greeting', files: {}, problems: [] },
        { guild: { id: guild }, lesson, names: defaultFileNames, wantedFiles: studentFilesOf(null) },
      ),
    },
    ...(await insightScreens(locale, { lesson: original, tree, answer }, submission)),
    ...furtherScreens(locale, lesson),
    { name: 'explain: known', message: explain('/bin/sh: 1: uv: not found') },
    { name: 'explain: unknown', message: explain('error: the frobnicator has no more flux') },
    { name: 'explain: term', message: explain('layer') },
    { name: 'explain: two terms', message: explain('docker vs virtual machine') },
    {
      name: 'explain: nothing has failed',
      message: explain('Starting development server at http://127.0.0.1:8000/'),
    },
    {
      name: 'ask',
      message: askReceived(
        locale,
        {
          id: 'q0123456789ab',
          student: submission.student,
          lesson: lesson.slug,
          at: 0,
          question: 'Why?',
          submission: null,
          state: 'open',
          card: null,
          thread: null,
          claimedBy: null,
          closedBy: null,
        },
        'new',
        'posted',
      ),
    },
  ];
}

/** What the solution builds, starting from its base image. */
const layerNames = [
  'FROM python:3.11-slim',
  'WORKDIR /app',
  'RUN pip install uv',
  'COPY pyproject.toml uv.lock ./',
  'RUN uv sync --frozen',
  'COPY . .',
  'WORKDIR /app/core',
  'COPY entrypoint.sh /entrypoint.sh',
  'RUN chmod +x /entrypoint.sh',
];

function verdictsOf(): Readonly<Record<string, Verdict>> {
  const details: Readonly<Record<(typeof phaseNames)[number], Verdict['phases'][number]['detail']>> = {
    build: sayDetail.later('built', { steps: 9, cached: 2 }),
    inspect: sayDetail.later('image', { megabytes: 241, layers: 9 }),
    run: sayDetail.later('started'),
    ready: sayDetail.later('listening', { port: 8000 }),
    probe: sayDetail.later('answered-list', { path: '/api/products/', status: 200, count: 3 }),
    migrations: sayDetail.later('migrated'),
    stop: sayDetail.later('stopped', { seconds: 0.4 }),
    again: sayDetail.later('again'),
    rebuild: sayDetail.later('cache-kept'),
    postgres: sayDetail.later('postgres-migrated', { count: 20 }),
    promises: sayDetail.later('skipped'),
    finish: sayDetail.later('skipped'),
    services: sayDetail.later('skipped'),
  };
  const phases = phaseNames
    .filter((name) => commonPhases.includes(name))
    .map((name) => ({ name, status: 'ok' as const, ms: 4_200, detail: details[name] }));
  const passed: Verdict = {
    v: 1,
    outcome: 'passed',
    reason: null,
    explanation: null,
    todo: null,
    file: null,
    line: null,
    phases,
    image: {
      bytes: 2.41e8,
      layers: [1.26e8, 1_000, 3.1e7, 2e4, 8.4e7, 3e4, 1_000, 200, 200].map((bytes, i) => ({
        instruction: layerNames[i] ?? '',
        bytes,
      })),
    },
    excerpt: [],
    digests: { lesson: 'l', checker: 'c', box: 'b' },
  };
  const failed: Verdict = {
    ...passed,
    outcome: 'failed',
    reason: 'not-executable',
    explanation: sayReason.later('not-executable', { file: '/entrypoint.sh' }),
    todo: 5,
    file: 'Dockerfile',
    line: 15,
    phases: phases.map((phase, i) => {
      if (i < 2) return phase;
      const skipped = { ...phase, status: 'skipped' as const, ms: 0, detail: sayDetail.later('skipped') };
      return i === 2 ? { ...phase, status: 'failed' as const } : skipped;
    }),
    image: null,
    excerpt: [
      'Error response from daemon: failed to create task for container: failed to create shim task:',
      'OCI runtime create failed: runc create failed: unable to start container process:',
      'exec: "/entrypoint.sh": permission denied: unknown',
    ],
  };
  return {
    passed,
    'passed with warnings': {
      ...passed,
      phases: phases.map((phase) =>
        phase.name === 'stop'
          ? { ...phase, status: 'warned', detail: sayDetail.later('slow-stop', { seconds: 10 }) }
          : phase,
      ),
    },
    replayed: { ...passed, remembered: { judgedAt: Date.now() - 2 * 86_400_000 } },
    failed,
    'failed with a long log': {
      ...failed,
      excerpt: Array.from(
        { length: 20 },
        (_, i) => `  File "/app/core/manage.py", line ${i}, in <module>: ${'x'.repeat(120)}`,
      ),
    },
    error: {
      ...passed,
      outcome: 'error',
      reason: 'machine-busy',
      explanation: sayReason.later('machine-busy'),
      phases: [],
      image: null,
    },
    cancelled: {
      ...passed,
      outcome: 'cancelled',
      reason: 'by-student',
      explanation: sayReason.later('by-student'),
      phases: [],
      image: null,
    },
  };
}
