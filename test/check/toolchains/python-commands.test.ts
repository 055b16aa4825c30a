import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';
import { answer, changed, lines } from '../mutation.ts';

/**
 * Commands of uv, pip and manage.py with the outcome that the check has to predict. Each was tried with the real program
 * (uv 0.13, pip 26, Django 5.2). Null if the outcome depends on a network, a version or a file that is not known here.
 */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

type Outcomes = Readonly<Record<string, boolean | null>>;

const predicted = (
  dockerfile: string,
  script: string = answer.script,
  more: Readonly<Record<string, string>> = {},
): boolean | null =>
  fixture.check({
    Dockerfile: dockerfile,
    'entrypoint.sh': script,
    '.dockerignore': answer.ignore,
    ...more,
  }).ready;

const syncs: Outcomes = {
  'uv sync --frozen -q --no-progress': true,
  'uv sync --frozen --no-dev --no-editable': true,
  'uv sync --frozen --all-groups --all-extras': true,
  'uv sync --frozen --link-mode=copy --compile-bytecode': true,
  'uv sync --frozen -p 3.11': true,
  'uv sync --frozen -p 311': true,
  'uv sync --frozen --package boutique-backend': true,
  'uv sync -qn --frozen': true,
  'uv sync --locked': true,
  'uv sync --frozen --prod': false,
  'uv sync --froz': false,
  'uv sync --frozen --frozen': false,
  'uv sync --frozen=true': false,
  'uv sync --frozen --locked': false,
  'uv sync --frozen --upgrade': false,
  'uv sync --frozen --link-mode foo': false,
  'uv sync --frozen --extra': false,
  'uv sync --frozen --no-group prod': false,
  'uv sync --frozen --no-extra prod': false,
  'uv sync --frozen --only-group prod': false,
  'uv sync --frozen --package other': false,
  'uv sync --frozen --offline --no-cache': false,
  'uv sync --frozen -p 3.12 --no-python-downloads': false,
  'UV_FROZEN=maybe uv sync': false,
  'UV_LINK_MODE=foo uv sync --frozen': false,
  'uv sync --frozen -p 3.12': null,
  'uv sync --frozen --python-platform windows': null,
  'uv sync --frozen --no-install-package psycopg': false,
  'uv init && uv sync --frozen': false,
  'uv lock --check && uv sync --frozen': true,
  'uv venv && uv sync --frozen': true,
  'uv venv && uv venv && uv sync --frozen': false,
};

test.each(Object.entries(syncs))('predicts %s instead of uv sync', (command, ready) => {
  expect(predicted(changed(answer.dockerfile, lines.sync, `RUN ${command}\n`))).toBe(ready);
});

const installs: Outcomes = {
  'pip install UV': true,
  'pip install "uv>=0.5"': true,
  'pip install uv==0.4.0': true,
  'pip install "uv>0.8,<0.9"': true,
  'pip install --no-cache uv': true,
  'pip install uv==0.1.24': false,
  'pip install uv==99.0': false,
  'pip install uv==0.5.99': false,
  'pip install uv=0.4': false,
  'pip install u_v': false,
  'pip install uv --system': false,
  'pip install -y uv': false,
  'pip install --target=/opt/uv uv': false,
  'pip install uv\u200b': false,
};

test.each(Object.entries(installs))('predicts %s instead of pip install uv', (command, ready) => {
  expect(predicted(changed(answer.dockerfile, lines.install, `RUN ${command}\n`))).toBe(ready);
});

const runs: Outcomes = {
  'uv run Python manage.py': true,
  'uv run manage.py': true,
  'uv run --no-project python manage.py': true,
  'uv run --frozen python manage.py': true,
  'uv run --with django python manage.py': true,
  'uv run -p 3.11 python manage.py': true,
  'uv run --only-dev python manage.py': true,
  'uv run --no-sync -p 3.12 python manage.py': true,
  'uv run -p 3.12 python manage.py': false,
  'uv run --extra prod python manage.py': false,
  'uv run --group prod python manage.py': false,
  'uv run --with gunicorn python manage.py': false,
  'uv run --env-file .env python manage.py': false,
  'uv run --frozen --locked python manage.py': false,
  'uv run --production python manage.py': false,
  'uv manage.py': false,
  'uv python manage.py': false,
};

test.each(Object.entries(runs))('predicts %s in the entrypoint', (command, ready) => {
  const script = answer.script.replaceAll('uv run python manage.py', command);
  expect(predicted(answer.dockerfile, script)).toBe(ready);
});

const django: Outcomes = {
  'flush --noinput': true,
  'migrate --noinput': true,
  'makemigrations --check': true,
  'check --deploy': true,
  flush: false,
  'migrate --foo': false,
  'migrate --verbosity x': false,
  'check --prod': false,
};

test.each(Object.entries(django))('predicts manage.py %s in the entrypoint', (command, ready) => {
  const script = changed(answer.script, '\nexec', `\nuv run python manage.py ${command}\nexec`);
  expect(predicted(answer.dockerfile, script)).toBe(ready);
});

const needs = '"django>=5.2,<6","djangorestframework>=3.16,<4","psycopg[binary]>=3.2,<4"';
const pyproject = (name: string, list: string, python = '>=3.11', version = '0.1.0'): string =>
  `[project]\nname="${name}"\nversion="${version}"\nrequires-python="${python}"\ndependencies=[${list}]\n`;

const projects: readonly (readonly [string, string, string, boolean | null])[] = [
  ['another name', pyproject('x', needs), 'uv sync --frozen', false],
  ['the same name, spelled otherwise', pyproject('Boutique_Backend', needs), 'uv sync --frozen', true],
  ['a package more', pyproject('boutique-backend', `${needs},"gunicorn"`), 'uv sync --locked', false],
  [
    'a package more at start',
    pyproject('boutique-backend', `${needs},"gunicorn"`),
    'uv sync --frozen',
    false,
  ],
  ['another version', pyproject('boutique-backend', needs, '>=3.11', '0.2.0'), 'uv sync --locked', false],
  ['no version', '[project]\nname="boutique-backend"\n', 'uv sync --frozen', false],
  ['no TOML', '[project\n', 'uv sync --frozen', false],
];

test.each(projects)('predicts a build with %s in pyproject.toml', (_, text, command, ready) => {
  const dockerfile = changed(answer.dockerfile, lines.sync, `RUN ${command}\n`);
  expect(predicted(dockerfile, answer.script, { 'pyproject.toml': text })).toBe(ready);
});

/** Tried with Python 3.11; empty ones are as good as none. */
const variables: Outcomes = {
  'PYTHONUTF8=1': true,
  'PYTHONUTF8=': true,
  'PYTHONHASHSEED=random': true,
  'PYTHONHASHSEED=4294967295': true,
  'PYTHONTRACEMALLOC=5': true,
  'PYTHONINTMAXSTRDIGITS=0': true,
  'PYTHONMALLOC=malloc_debug': true,
  'PYTHONIOENCODING=UTF-8:replace': true,
  'PYTHONWARNINGS=ignore': true,
  'PYTHONUTF8=true': false,
  'PYTHONHASHSEED=x': false,
  'PYTHONHASHSEED=-1': false,
  'PYTHONHASHSEED=4294967296': false,
  'PYTHONTRACEMALLOC=on': false,
  'PYTHONINTMAXSTRDIGITS=10': false,
  'PYTHONMALLOC=fast': false,
  'PYTHONIOENCODING=x': null,
  'PYTHONWARNINGS=error': null,
  'PYTHONPLATLIBDIR=lib64': null,
  'PYTHONSAFEPATH=1': null,
};

test.each(Object.entries(variables))(
  'predicts a start with the interpreter’s own variable %s',
  (variable, ready) => {
    expect(predicted(changed(answer.dockerfile, 'EXPOSE', `ENV ${variable}\nEXPOSE`))).toBe(ready);
    const script = changed(answer.script, '\nexec', `\nexport ${variable}\nexec`);
    expect(predicted(answer.dockerfile, script)).toBe(ready);
  },
);

test('variables that an interpreter refuses also keep a build from installing with pip, and not one of uv alone', () => {
  expect(predicted(changed(answer.dockerfile, 'RUN pip', 'ENV PYTHONUTF8=on\nRUN pip'))).toBe(false);
  expect(
    predicted(answer.dockerfile, changed(answer.script, '\nuv', '\nPYTHONUTF8=on uv --version\nuv')),
  ).toBe(true);
});

/** Options of `pip install`, as pip 26 read them. */
const pipOptions: Outcomes = {
  '--default-timeout=100': true,
  '--default-timeout 100': true,
  '--timeout 1.5': true,
  '--retries 3': true,
  '--progress-bar off': true,
  '--progress off': true,
  '--root-user-action=ignore': true,
  '--root-user ignore': true,
  '--upgrade-strategy eager': true,
  '--exists-action w': true,
  '--no-user': true,
  '--no-cache': true,
  '-qU': true,
  '--timeout abc': false,
  '--timeout=': false,
  '--retries=x': false,
  '--retries 1.5': false,
  '--progress-bar none': false,
  '--root-user-action ignor': false,
  '--upgrade-strategy fast': false,
  '--exists-action x': false,
  '--no_cache_dir': false,
  '-no-cache-dir': false,
  '-y': false,
};

test.each(Object.entries(pipOptions))('predicts pip install %s', (option, ready) => {
  expect(predicted(changed(answer.dockerfile, 'RUN pip install', `RUN pip install ${option}`))).toBe(ready);
});

test('predicts what pip makes of values in its variables, and before its command', () => {
  const withEnv = (variable: string) => changed(answer.dockerfile, 'RUN pip', `ENV ${variable}\nRUN pip`);
  expect(predicted(withEnv('PIP_DEFAULT_TIMEOUT=100'))).toBe(true);
  expect(predicted(withEnv('PIP_TIMEOUT=abc'))).toBe(false);
  expect(predicted(changed(answer.dockerfile, 'pip install', 'pip --retries x install'))).toBe(false);
});
