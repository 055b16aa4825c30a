import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { noIgnoreFile } from '../../../src/check/dockerfile/dockerignore.ts';
import { projectFacts } from '../../../src/check/lesson-facts.ts';
import { aimOf } from '../../../src/check/rules/aims/aim-of.ts';
import { type AimContext, defineRule, type RuleContext } from '../../../src/check/rules/rule.ts';
import { buildContext } from '../../../src/check/simulation/build/context.ts';
import type { Phase, SimulatedFailureCause } from '../../../src/check/simulation/failures.ts';
import { projectOf } from '../../../src/check/simulation/project.ts';
import { aims } from '../../../src/lesson/manifest/manifest.ts';
import { type TranslatableText, translate } from '../../../src/wording/wording.ts';
import { openLessonFixture } from '../lesson-fixture.ts';

let around: AimContext;
beforeAll(async () => {
  const { lesson, tree, answer } = await openLessonFixture();
  if (lesson.manifest === null) throw new Error('the lesson has no manifest');
  const context = buildContext(
    { files: answer, complete: true },
    { tree, complete: true, open: false, expected: [] },
    noIgnoreFile,
    [],
  );
  around = {
    buildContext: context,
    project: projectOf(projectFacts(lesson.manifest, 'Dockerfile'), context, tree.files),
  };
});

const aim = (phase: Phase, file: string, cause: SimulatedFailureCause) =>
  aimOf({ ...cause, phase, at: { file, line: 1 } }, around);

const file = (path: string, from: string | null = null) => ({ path, resolved: path, from });
const copy = (path: string, ...beside: readonly string[]): SimulatedFailureCause => ({
  kind: 'copy-not-found',
  path,
  sources: [path, ...beside],
  isComment: false,
  hiddenBy: null,
  instead: null,
  stage: null,
});

test.each<[string, SimulatedFailureCause, string | null, string | null]>([
  ['a command', { kind: 'command-not-found', command: 'curl' }, null, null],
  ['a script', { kind: 'script-not-found', path: '/x' }, null, 'entrypoint-script'],
  [
    'cd from beside manage.py',
    { kind: 'folder-not-found', path: 'core', folder: '/app/core', startsInProject: true },
    null,
    'entrypoint-script',
  ],
  [
    'cd from elsewhere',
    { kind: 'folder-not-found', path: 'core', folder: '/', startsInProject: false },
    null,
    'project-directory',
  ],
  [
    'uv’s own words',
    { kind: 'tool-refused', tool: 'uv', command: 'uv sync', phrase: '' },
    'dependencies-installed',
    'entrypoint-script',
  ],
  [
    'uv run’s own words',
    { kind: 'tool-refused', tool: 'uv', command: 'uv run', phrase: '' },
    null,
    'entrypoint-script',
  ],
  ['uninstalling', { kind: 'tool-refused', tool: 'uv', command: 'uv pip uninstall', phrase: '' }, null, null],
  [
    'pip without uv',
    { kind: 'install-refused', tool: 'pip', phrase: '', about: 'packages' },
    'dependencies-installed',
    'dependencies-installed',
  ],
  [
    'pip with uv',
    { kind: 'install-refused', tool: 'pip', phrase: '', about: 'installer' },
    'installer-available',
    'installer-available',
  ],
  [
    'apt without uv',
    { kind: 'package-not-found', package: 'curll', phrase: '', similar: 'curl' },
    null,
    null,
  ],
  [
    'apt with uv',
    { kind: 'package-not-found', package: 'uv', phrase: '', similar: null },
    'installer-available',
    'installer-available',
  ],
  [
    'a file of the image',
    { kind: 'file-not-found', command: 'cat', ...file('/etc/x') },
    null,
    'entrypoint-script',
  ],
  [
    'the script',
    { kind: 'file-not-found', command: 'chmod', ...file('/start.sh') },
    'entrypoint-script',
    'entrypoint-script',
  ],
  [
    'the script under another name',
    { kind: 'file-not-found', command: 'chmod', ...file('/run', 'entrypoint.sh') },
    'entrypoint-script',
    'entrypoint-script',
  ],
  [
    'a script that is to go',
    { kind: 'file-not-found', command: 'rm', ...file('/start.sh') },
    null,
    'entrypoint-script',
  ],
  [
    'a lock file to install from',
    { kind: 'requirements-not-found', path: 'uv.lock', purpose: 'install' },
    'dependencies-copied-first',
    'entrypoint-script',
  ],
  [
    'another file to install from',
    { kind: 'requirements-not-found', path: 'requirements.txt', purpose: 'install' },
    'dependencies-installed',
    'entrypoint-script',
  ],
  ['a COPY of a dependency file', copy('uv.lck'), 'dependencies-copied-first', 'dependencies-copied-first'],
  ['a COPY of the script', copy('entrypont.sh'), 'entrypoint-script', 'entrypoint-script'],
  [
    'a COPY beside a dependency file',
    copy('to', 'pyproject.toml'),
    'dependencies-copied-first',
    'dependencies-copied-first',
  ],
  ['any other COPY', copy('README'), null, null],
])('maps a failure of %s to the aim that it serves', (_, cause, build, start) => {
  expect({ build: aim('build', 'Dockerfile', cause), start: aim('start', 'entrypoint.sh', cause) }).toEqual({
    build,
    start,
  });
});

test('maps what the script sets to the script, and what an ENV sets to no TODO', () => {
  const cause = { kind: 'waits-for-database', host: 'db' } as const;
  expect([aim('start', 'Dockerfile', cause), aim('start', 'entrypoint.sh', cause)]).toEqual([
    null,
    'entrypoint-script',
  ]);
});

test('keeps a lesson’s aims out of the simulation and the toolchains', () => {
  const named = ['simulation', 'toolchains'].flatMap((room) => {
    const folder = new URL(`../../../src/check/${room}/`, import.meta.url);
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .filter((path) => {
        const text = readFileSync(new URL(path, folder), 'utf8');
        return /\bAim\b/.test(text) || aims.some((each) => text.includes(`'${each}'`));
      });
  });
  expect(named).toEqual([]);
});

test('requires the values that a sentence names at compile time', () => {
  const said: TranslatableText[] = [];
  const rule = defineRule({
    id: 'SentenceWithValues',
    severity: 'advice',
    reads: 'nothing',
    texts: { title: 'A title', why: 'A reason.', found: '{{path}} is not in {{folder}}.' },
    good: {},
    bad: {},
    find: (_, report) => {
      // @ts-expect-error: there is no folder.
      report('found', { path: 'x' });
      // @ts-expect-error: there are no values.
      report('found');
      said.push(report('found', { path: 'x', folder: '/app' }));
      return [];
    },
  });
  rule.find({} as RuleContext);
  expect(said.map((each) => translate('en', each))).toEqual(['x is not in /app.']);
});
