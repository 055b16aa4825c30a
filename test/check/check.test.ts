import { beforeAll, describe, expect, test } from '@jest/globals';
import { translate } from '../../src/wording/wording.ts';
import { type LessonFixture, lessonWithoutManifest, openLessonFixture } from './lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const statuses = (report: ReturnType<LessonFixture['check']>): string =>
  report.todos.map(({ status }) => status[0]).join('');
const texts = (report: ReturnType<LessonFixture['check']>): string =>
  [...report.todos, ...report.findings].map(({ message }) => translate('en', message)).join('\n');

describe('the lesson’s own answer', () => {
  test('finds six TODOs done and the answer ready', () => {
    const report = fixture.check(fixture.answer);
    expect(statuses(report)).toBe('dddddd');
    expect(report.ready).toBe(true);
    expect(report.wanted).toEqual([]);
    expect(report.findings.filter(({ severity }) => severity !== 'advice')).toEqual([]);
  });

  test('judges a Dockerfile alone as far as possible and asks for the other files', () => {
    const report = fixture.checkSent({ Dockerfile: fixture.answer.Dockerfile ?? '' });
    expect(statuses(report)).toBe('dddd' + 'u' + 'd');
    expect(report.ready).toBeNull();
    expect(report.wanted).toEqual(['entrypoint.sh', '.dockerignore']);
  });

  test('reports nothing about files that were not sent', () => {
    const report = fixture.checkSent({ 'entrypoint.sh': fixture.answer['entrypoint.sh'] ?? '' });
    expect(statuses(report)).toBe('uuuuuu');
    expect(report.ready).toBeNull();
    expect(report.wanted).toEqual(['Dockerfile', '.dockerignore']);
    expect(report.findings).toEqual([]);
  });

  test('blames nobody for a hidden file while .dockerignore is missing', () => {
    const { '.dockerignore': _, ...sent } = fixture.answer;
    expect(statuses(fixture.checkSent(sent))).toBe('dddddd');
    expect(fixture.checkSent(sent).ready).toBeNull();
  });
});

describe('files sent alone', () => {
  test('reports a missing TODO in a Dockerfile sent alone', () => {
    const report = fixture.checkSent({
      Dockerfile: (fixture.answer.Dockerfile ?? '').replace('RUN pip install uv\n', ''),
    });
    expect(report.todos[0]).toMatchObject({ n: 1, status: 'missing' });
    expect(report.ready).toBe(false);
  });

  test('reports a script sent alone that serves only the container', () => {
    const script = (fixture.answer['entrypoint.sh'] ?? '').replace('0.0.0.0', '127.0.0.1');
    const report = fixture.checkSent({ 'entrypoint.sh': script });
    expect(report.todos[4]).toMatchObject({
      status: 'wrong',
      rule: 'ListensEverywhere',
      file: 'entrypoint.sh',
      line: 4,
    });
  });

  test.each([
    ['the Python of the system', 'uv run ', ''],
    ['a program that the Dockerfile may install', 'python manage.py runserver', 'gunicorn config.wsgi -b'],
    ['a folder', 'set -e\n', 'set -e\ncd core\n'],
    ['what CMD says', /exec .*/, 'exec "$@"'],
  ])('does not judge a script sent alone that needs %s', (_, from, to) => {
    const script = (fixture.answer['entrypoint.sh'] ?? '').replaceAll(
      typeof from === 'string' ? from : new RegExp(from, 'g'),
      to,
    );
    const report = fixture.checkSent({ 'entrypoint.sh': script });
    expect(statuses(report)).toBe('uuuuuu');
    expect(report.ready).toBeNull();
  });

  test('does not judge a script sent alone that uses python3', () => {
    const script = (fixture.answer['entrypoint.sh'] ?? '').replaceAll('python ', 'python3 ');
    expect(statuses(fixture.checkSent({ 'entrypoint.sh': script }))).toBe('uuuuuu');
  });

  test('reports a .dockerignore sent alone that Docker refuses', () => {
    const report = fixture.checkSent({ '.dockerignore': 'a\n!\n' });
    expect(report.findings).toMatchObject([{ rule: 'DockerignoreInvalid', line: 2 }]);
  });
});

test('reports every TODO missing in a folder without a Dockerfile', () => {
  const report = fixture.check({ 'entrypoint.sh': fixture.answer['entrypoint.sh'] ?? '' });
  expect(statuses(report)).toBe('mmmmmm');
  expect(report.ready).toBe(false);
});

describe('an image by its digest', () => {
  const digest = `@sha256:${'0123456789abcdef'.repeat(4)}`;
  const own = (): string => fixture.answer.Dockerfile ?? '';
  const pinned: readonly (readonly [string, () => string, boolean | null])[] = [
    ['as base', () => own().replace('FROM python:3.11-slim', `FROM python:3.11-slim${digest}`), null],
    [
      'by a variable',
      () => `ARG PIN=${digest}\n${own().replace('FROM python:3.11-slim', 'FROM python:3.11-slim$PIN')}`,
      null,
    ],
    [
      'to copy out of',
      () => own().replace('RUN pip install uv', `COPY --from=ghcr.io/astral-sh/uv:0.9${digest} /uv /bin/uv`),
      null,
    ],
    [
      'to mount',
      () =>
        own().replace(
          'WORKDIR /app\n',
          `WORKDIR /app\nRUN --mount=from=ghcr.io/astral-sh/uv${digest},target=/b true\n`,
        ),
      null,
    ],
    ['that nothing needs', () => `FROM python:3.11-slim${digest} AS unused\n${own()}`, true],
    [
      'as a name that a stage has',
      () => `FROM python:3.11-slim AS base\n${own().replace('FROM python:3.11-slim', 'FROM base')}`,
      true,
    ],
  ];
  test.each(pinned)(
    'takes an image that is pinned by its digest for unknown where the build needs it: %s',
    (_how, text, ready) => {
      const report = fixture.check({ ...fixture.answer, Dockerfile: text() });
      expect({ ready: report.ready, todos: statuses(report) }).toEqual({ ready, todos: 'dddddd' });
    },
  );
});

test('reports only Docker’s findings for a lesson without a manifest', () => {
  const report = fixture.checker({
    student: { files: { Dockerfile: 'FROM python:3.11-slim\nCMD foo\nENV A\n' }, complete: true },
    lesson: lessonWithoutManifest,
    tree: { files: [] },
  });
  expect(report.todos).toEqual([]);
  expect(report.ready).toBeNull();
  expect(report.findings.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['KeyValueFormat', 'JSONArgsRecommended']),
  );
});

test('reports secrets without repeating them', () => {
  const dockerfile = `${fixture.answer.Dockerfile}ENV SECRET_KEY=hunter2-hunter2 API_TOKEN=tok-123456\nARG PASSWORD=correct-horse\n`;
  const report = fixture.check({ ...fixture.answer, Dockerfile: dockerfile });
  expect(report.findings.filter(({ rule }) => rule === 'SecretsUsedInArgOrEnv')).toHaveLength(3);
  expect(texts(report)).not.toMatch(/hunter2|tok-123|correct-horse/);
});

test('shortens quoted text and removes its control characters', () => {
  const bad = `\u001b[31m\u202e\`@everyone\`${'x'.repeat(500)}`;
  const report = fixture.check({
    ...fixture.answer,
    Dockerfile: `${fixture.answer.Dockerfile}${bad} y\nCOPY ${bad} /x\nEXPOSE ${bad}\n`,
  });
  const text = texts(report);
  expect(text).not.toMatch(/[\u001b\u202e]|`@everyone`|x{200}/);
});

test('assumes uv.lock where a lesson’s checkout lacks it', () => {
  const tree = { files: fixture.tree.files.filter(({ path }) => path !== 'uv.lock') };
  const report = fixture.checker({
    student: { files: fixture.answer, complete: true },
    lesson: fixture.lesson,
    tree,
  });
  expect(report.ready).toBe(true);
});

test('returns the same report for the same files', () => {
  expect(fixture.check(fixture.answer)).toEqual(fixture.check(fixture.answer));
});

test('sorts errors before warnings before advice', () => {
  const report = fixture.check({
    ...fixture.answer,
    Dockerfile: `FROM python:3.11-slim AS Build\nENV A b\nCMD x\nEXPOSE 8000:8000\nFOO\n`,
  });
  const order = report.findings.map(({ severity }) => ['error', 'warning', 'advice'].indexOf(severity));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(new Set(order).size).toBe(3);
});

describe('failures at start', () => {
  const changed = (from: string, to: string, script = fixture.answer['entrypoint.sh'] ?? '') =>
    fixture.check({
      ...fixture.answer,
      Dockerfile: (fixture.answer.Dockerfile ?? '').replace(from, to),
      'entrypoint.sh': script,
    });
  const lineOf = (dockerfile: string, text: string): number =>
    dockerfile.split('\n').findIndex((line) => line.startsWith(text)) + 1;

  test.each([
    ['ENV DJANGO_SETTINGS_MODULE=core.settings'],
    ['ENV DATABASE_HOST=db'],
    ['ENV DJANGO_ALLOWED_HOSTS=example.com'],
    ['USER nobody'],
  ])('blames no TODO for the Dockerfile’s %s', (line) => {
    const report = changed('ENTRYPOINT', `${line}\nENTRYPOINT`);
    const at = lineOf((fixture.answer.Dockerfile ?? '').replace('ENTRYPOINT', `${line}\nENTRYPOINT`), line);
    expect(statuses(report)).toBe('dddddd');
    expect(report.ready).toBe(false);
    expect(report.findings[0]).toMatchObject({ rule: 'StartFails', file: 'Dockerfile', line: at });
  });

  test.each([['export DJANGO_SETTINGS_MODULE=core.settings'], ['export DATABASE_HOST=db']])(
    'blames the script’s TODO for its %s',
    (line) => {
      const report = changed(
        '',
        '',
        (fixture.answer['entrypoint.sh'] ?? '').replace('set -e', `set -e\n${line}`),
      );
      expect(statuses(report)).toBe('dddd' + 'w' + 'd');
      expect(report.todos[4]).toMatchObject({ file: 'entrypoint.sh', line: 3 });
    },
  );
});

test('reports an empty continuation line from the instruction’s first line to its last', () => {
  const Dockerfile = 'FROM python:3.11-slim\nRUN echo a && \\\n\n    echo b\n';
  const found = fixture.check({ Dockerfile }).findings.find(({ rule }) => rule === 'NoEmptyContinuation');
  expect(found).toMatchObject({ line: 2, endLine: 4 });
});

describe('what Docker refuses', () => {
  const refused = (files: Readonly<Record<string, string>>): readonly string[] =>
    fixture
      .check({ ...fixture.answer, ...files })
      .findings.filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);
  const Dockerfile = 'FROM python:3.11-slim\nCOPY --parents core /x/\n';

  test('refuses --parents unless another frontend is named', () => {
    expect(refused({ Dockerfile })).toContain('UnknownFlag');
    expect(refused({ Dockerfile: `# syntax=docker/dockerfile:1-labs\n${Dockerfile}` })).not.toContain(
      'UnknownFlag',
    );
  });

  test.each([
    ['skip=JSONArgsRecommended', false],
    ['skip=all;error=true', false],
    ['error=True', false],
    ['foo=bar', true],
    ['error=yes', true],
    ['error', true],
    ['skip=all;ignore=x', true],
  ])('validates # check=%s', (options, wrong) => {
    const files = { Dockerfile: `# check=${options}\n${fixture.answer.Dockerfile ?? ''}` };
    expect(refused(files).includes('InvalidCheckOption')).toBe(wrong);
  });

  test.each([
    ['core\\manage.py', true],
    ['core\\config', true],
    ['.\\core', true],
    ['core\\tests', false],
    ['core\\__pycache__', false],
    ['!core\\manage.py', false],
    ['*\n!core\\manage.py', true],
  ])('validates the .dockerignore %j', (text, wrong) => {
    expect(refused({ '.dockerignore': text }).includes('DockerignoreInvalid')).toBe(wrong);
  });

  test('prefers Dockerfile.dockerignore to .dockerignore', () => {
    const files = { ...fixture.answer, 'Dockerfile.dockerignore': '*\n!core\n' };
    expect(fixture.check(files).ready).toBe(false);
    expect(
      fixture.check({ ...files, 'Dockerfile.dockerignore': '.venv\n', '.dockerignore': '*\n' }).ready,
    ).toBe(true);
  });
});

describe('variables that grow', () => {
  const long = 'a'.repeat(1_500);
  const doubled = (line: string, times: number): string => `ENV A=aaaaaaaaaaaaaaaa\n${line.repeat(times)}`;
  const withLines = (lines: string): string =>
    (fixture.answer.Dockerfile ?? '').replace('EXPOSE 8000\n', `${lines}EXPOSE 8000\n`);
  const ready = (Dockerfile: string) => fixture.check({ ...fixture.answer, Dockerfile }).ready;

  test.each([
    doubled('ENV A=$A$A\n', 21),
    doubled('env A="${A}${A}" B=$A\n', 21),
    doubled('ENV A=$A$A$A$A$A$A$A$A\n', 21),
    doubled('ENV A $A$A\n', 300),
    `${doubled('ENV A=$A$A\n', 6)}LABEL text=${'$A'.repeat(30)}\n`,
    `ENV A=${long}\nENV B=${'$A'.repeat(30_000)}\n`,
    `ARG A=${long}\n${'ARG A=$A$A\n'.repeat(21)}ENV B=$A\n`,
  ])('predicts nothing from variables of unknown length: %#', (lines) => {
    expect(ready(withLines(lines))).toBeNull();
  });

  test('predicts nothing from variables of unknown length above the first FROM', () => {
    const grown = `ARG A=${long}\n${'ARG A=$A$A\n'.repeat(21)}`;
    const dockerfile = `${grown}${withLines('ARG A\nENV B=$A\n')}`;
    expect(ready(dockerfile)).toBeNull();
  });

  test.each([
    doubled('ENV A=$A\n', 900),
    doubled('ENV A=$A$A\n', 6),
    'ENV PATH="/app/.venv/bin:$PATH"\n'.repeat(3),
    `LABEL text="${'x'.repeat(40_000)}"\n`,
    `ENV A="${'x'.repeat(4_000)}"\n`,
    `ENV A=text\nCOPY <<EOF /notes.txt\n${'a line of $A\n'.repeat(300)}EOF\n`,
  ])('predicts from variables that stay short: %#', (lines) => {
    expect(ready(withLines(lines))).toBe(true);
  });
});
