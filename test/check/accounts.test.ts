import { beforeAll, describe, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from './lesson-fixture.ts';
import { answer, changed, lines } from './mutation.ts';

/**
 * Programs for users and groups, with their effect on the build or the start. Each was tried with Debian 12; true if the container
 * answers, false if a step or the start fails.
 */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

type Steps = Readonly<Record<string, boolean | null>>;

/** The lesson's solution with additional steps before it starts, as root or as another user. */
const withSteps = (steps: string, user = '') =>
  fixture.check({
    Dockerfile: changed(answer.dockerfile, lines.start, `${steps}\n${user}${lines.start}`),
    'entrypoint.sh': answer.script,
    '.dockerignore': answer.ignore,
  });

const commands: Readonly<Record<string, Steps>> = {
  'long options': {
    'useradd --password=x app': true,
    'useradd --pass x app': true,
    'useradd --uid=1500 --comment "some one" --create-home app': true,
    'useradd --create-home=yes app': false,
    'useradd --no app': false,
    'useradd --nothing app': false,
    'useradd app --uid': false,
    'groupadd --gid=1500 team': true,
    'groupadd --users root team': true,
  },
  'letters in one word': {
    'useradd -mks /etc/skel app': false,
    'useradd -rms /bin/sh app': true,
    'useradd -mu1500 app': true,
    'useradd -mq app': false,
    'groupadd -rg1500 team': true,
    'useradd app && usermod -aGroot app': true,
    'useradd app && usermod -aGnone app': false,
  },
  'names that only another system has': {
    'useradd guest': true,
    'useradd ftp': true,
    'useradd halt && chown halt /app': true,
    'useradd games': false,
    'useradd operator': false,
    'useradd gnats': null,
    'id smmsp': false,
    'chown vpopmail /app': false,
    'groupadd wheel': true,
    'groupadd kvm': true,
    'groupadd users': false,
  },
  'what makes nobody': {
    'useradd -D': true,
    'useradd --defaults --shell /bin/bash': true,
    'useradd -D app': false,
    'useradd -D -m': false,
    'useradd --help': true,
    'useradd -h app && useradd app': true,
    'useradd -h app && chown app /app': false,
    'useradd -D && chown app /app': false,
    'groupadd --help && chown :team /app': false,
    'usermod --help': true,
    'userdel --help': true,
  },
  'what is refused': {
    useradd: false,
    'useradd one two': false,
    'useradd -mM app': false,
    'useradd -UN app': false,
    'useradd -u x app': false,
    'useradd -G root,none app': false,
    'groupadd app && useradd app': false,
    'groupadd app && useradd -g app app': true,
    'groupadd app && useradd -N app': true,
    'groupadd one two': false,
    'groupadd team && groupadd team': false,
    'groupadd team && groupadd -f team': true,
    'useradd app && usermod app': false,
    'useradd app && usermod -aG root': false,
    'useradd app && usermod -a root app': false,
    'userdel none': false,
    'useradd app && userdel --remove app && useradd app': true,
    'useradd -mu 1500 app && userdel app && useradd -u 1500 other': true,
  },
  // Whether a slim image has adduser is not known; but it certainly rejects these arguments.
  "Debian's adduser": {
    'adduser --create-home app': false,
    'adduser --gecos= app': false,
    'adduser --system --debug=1 app': false,
    'adduser -d app': false,
    'adduser one two three': false,
    'adduser none root': false,
    'adduser -system app': null,
    'adduser --disabled-pass --GECOS "" app': null,
    'adduser --group team && chown :team /app': null,
    'addgroup one two': false,
  },
};

describe.each(Object.entries(commands))('programs for accounts: %s', (_kind, each) => {
  test.each(Object.entries(each))('predicts %s', (command, ready) => {
    expect(withSteps(`RUN ${command}`).ready).toBe(ready);
  });
});

const homes: Readonly<Record<string, readonly [steps: string, ready: boolean]>> = {
  'made with the user': ['useradd -m app', true],
  'made with the user elsewhere': ['useradd -m -b /srv app', true],
  'that was there before and stays whose it was': ['mkdir /home/app && useradd -m app', false],
  'that was there before and is given to the user': [
    'mkdir /home/app && useradd -m app && chown app /home/app',
    true,
  ],
  'that was there before, without -m, and is given to the user': [
    'mkdir /home/app && useradd app && chown app /home/app',
    true,
  ],
  'that is the folder of the application': ['useradd -d /app app', true],
  'that nobody makes': ['useradd app', false],
};

test.each(Object.entries(homes))('predicts the start as a user with a home %s', (_name, [steps, ready]) => {
  expect(withSteps(`RUN ${steps} && chown -R app /app`, 'USER app\n').ready).toBe(ready);
});

const onAlpine: Steps = {
  'addgroup -S team && adduser -S -D -G team app && chown app:team /app': true,
  'adduser -SDH app && chown app /app': true,
  'adduser -S -G none app': false,
  'adduser -D app && addgroup team && addgroup app team': true,
  'addgroup team && addgroup team': false,
  'adduser -D app && adduser -S app': false,
  'adduser --home=/srv --disabled-password app && chown app /app': true,
};

test.each(Object.entries(onAlpine))('predicts %s on Alpine', (command, ready) => {
  const files = {
    Dockerfile: `FROM python:3.11-alpine\n${answer.dockerfile.slice(answer.dockerfile.indexOf('\n') + 1)}`,
    'entrypoint.sh': answer.script,
    '.dockerignore': answer.ignore,
  };
  const dockerfile = changed(files.Dockerfile, lines.start, `RUN ${command}\n${lines.start}`);
  expect(
    fixture
      .check({ ...files, Dockerfile: dockerfile })
      .findings.every(({ rule }) => rule !== 'BuildStepFails'),
  ).toBe(ready);
});

const owners: Steps = {
  'useradd -r -u 1337 app && chown -R 1337:1337 /app': true,
  'useradd -u 1337 app && chown -R 1337 /app': true,
  'useradd app && chown -R 1000 /app': true,
  'useradd app && chown -R 1001 /app': false,
  'useradd -r one && useradd app && chown -R 1000 /app': true,
  'useradd -u 5000 one && useradd app && chown -R 5001 /app': true,
  'useradd -r app && chown -R 999 /app': true,
  'useradd -r one && useradd -r app && chown -R 998 /app': true,
  'useradd -r one && useradd -r app && chown -R 999 /app': false,
  'useradd one && useradd app && chown -R 1000 /app': false,
  'useradd -u 500 one && userdel one && useradd -u 500 app && chown -R 500 /app': true,
  'useradd -d /app one && useradd -d /app app && chown -R one /app': false,
};

test.each(Object.entries(owners))(
  'a user owns what belongs to the number of that user: %s',
  (steps, ready) => {
    const path = 'ENV PATH="/app/.venv/bin:$PATH"\n';
    const report = fixture.check({
      Dockerfile: changed(answer.dockerfile, lines.start, `${path}RUN ${steps}\nUSER app\n${lines.start}`),
      'entrypoint.sh': answer.script.replaceAll('uv run ', ''),
      '.dockerignore': answer.ignore,
    });
    expect(report.ready).toBe(ready);
  },
);

test('a folder belongs to the user alone of `USER user:group`', () => {
  const steps = 'RUN groupadd app && useradd -m -g app app && chown -R app:app /app\n';
  const made = 'USER app:app\nRUN mkdir -p logs && touch logs/django.log\n';
  expect(withSteps(steps, made).ready).toBe(true);
});

test.each(['UV sync --frozen', 'Pip list', 'CHMOD +x /entrypoint.sh', 'Python -V'])(
  'a program in other letters is another one: %s',
  (command) => {
    expect(withSteps(`RUN ${command}`).ready).toBe(false);
    expect(withSteps(`RUN ${command} || true`).ready).toBe(true);
  },
);

/** A user without a home directory can run uv if it keeps no cache, wherever that is set (uv 0.13). */
test.each([
  ['uv run', false],
  ['uv run --no-cache', true],
  ['uv --no-cache run', true],
  ['uv run -n', true],
  ['uv run --cache-dir /tmp/c', true],
])('a user without a home runs %s', (run, ready) => {
  const script = `#!/bin/sh\nset -e\n${run} python manage.py migrate\nexec ${run} python manage.py runserver 0.0.0.0:8000\n`;
  const Dockerfile = changed(
    answer.dockerfile,
    lines.start,
    `RUN useradd -r app && chown -R app /app\nUSER app\n${lines.start}`,
  );
  const files = { Dockerfile, 'entrypoint.sh': script, '.dockerignore': answer.ignore };
  expect(fixture.check(files).ready).toBe(ready);
});
