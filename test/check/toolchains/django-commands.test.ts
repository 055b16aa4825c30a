import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';
import { answer, changed } from '../mutation.ts';

/** Commands of manage.py as learners spell them, each with what Django 5.2 did with the lesson's backend. */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const predicted = (script: string): boolean | null =>
  fixture.check({ Dockerfile: answer.dockerfile, 'entrypoint.sh': script, '.dockerignore': answer.ignore })
    .ready;

test.each<readonly [string, boolean]>([
  ['migrate', true],
  ['migrate -noinput', false],
  ['migrate -no-input', false],
  ['migrate --no', false],
  ['migrate --noi', true],
  ['migrate --no-i', true],
  ['migrate -v2', true],
  ['migrate -v 2', true],
  ['migrate -vv', false],
  ['migrate -verbosity 2', false],
  ['migrate --v 2', false],
  ['migrate --verb 2', true],
  ['migrate --verbosity=2', true],
  ['migrate --verbosity=4', false],
  ['migrate -v=2', true],
  ['migrate -v=5', false],
  ['migrate --fake', true],
  ['migrate --fak', false],
  ['migrate -fake', false],
  ['migrate -f', false],
  ['migrate --run', true],
  ['migrate --run-sync', true],
  ['migrate --run_syncdb', false],
  ['migrate -y', false],
  ['migrate --yes', false],
  ['migrate --force', true],
  ['migrate --database default', true],
  ['migrate --database=default', true],
  ['migrate --db default', false],
  ['migrate --data=default', true],
  ['migrate --all', false],
  ['migrate products', true],
  ['migrate products 0001 extra', false],
  ['migrate -h', true],
  ['migrate --help', true],
  ['migrate --version', true],
  ['migrate -help', false],
  ['migrate --settings=config.settings', true],
  ['migrate --settings config.settings', true],
  ['migrate --settings=nope', false],
  ['migrate -settings config.settings', false],
  ['migrate --skip-checks', true],
  ['migrate --traceback', true],
  ['migrate -traceback', false],
  ['migrate --plan', true],
  ['migrate --check', false],
  ['migrate --prune', false],
  ['migrate --no-color', true],
  ['migrate --nocolor', false],
  ['migrate --force-color', true],
  ['migrate --', true],
  ['migrate --noinput=true', false],
  ['migrate --noinput --no-input', true],
  ['migrate -6', false],
  ["migrate ''", true],
  ['makemigrations -n x', true],
  ['makemigrations -nx', true],
  ['makemigrations --dry', true],
  ['makemigrations --dry-run --check', true],
  ['makemigrations -noinput', true],
  ['makemigrations --no-in', true],
  ['makemigrations products', true],
  ['makemigrations -v0', true],
  ['makemigrations --empty', false],
  ['makemigrations --merge --noinput', true],
  ['check -tmodels', true],
  ['check -t models', true],
  ['check --deploy', true],
  ['check --dep', true],
  ['check -deploy', false],
  ['check --fail-level ERROR', true],
  ['check --fail-level=error', false],
  ['check --list', true],
  ['check --databases default', false],
  ['check --database default', true],
  ['check products', true],
  ['check nope', false],
  ['showmigrations -l', true],
  ['showmigrations -p', true],
  ['showmigrations -lp', false],
  ['showmigrations --list --plan', false],
  ['showmigrations -v2', true],
  ['showmigrations products', true],
  ['showmigrations nope', false],
  ['flush --noinput', true],
  ['flush -noinput', false],
  ['flush --no-input', true],
  ['diffsettings --all', true],
  ['diffsettings -all', false],
  ['collectstatic --noinput', false],
  ['collectstatic -noinput', false],
  ['collectstatic --no-input --clear', false],
  ['collectstatic -c --noinput', false],
  ['loaddata nope', false],
  ['createcachetable', true],
  ['version', true],
  ['help', true],
  ['help migrate', true],
  ['migration', false],
  ['Migrate', false],
])('predicts whether a script goes on behind manage.py %s', (command, goesOn) => {
  const script = changed(answer.script, '\nexec', `\nuv run python manage.py ${command}\nexec`);
  expect(predicted(script)).toBe(goesOn);
});

test.each<readonly [string, boolean]>([
  ['0.0.0.0:8000 --noreload', true],
  ['0.0.0.0:8000 --nor', true],
  ['0.0.0.0:8000 --no', false],
  ['0.0.0.0:8000 --noreload=true', false],
  ['0.0.0.0:8000 -noreload', false],
  ['--noreload 0.0.0.0:8000', true],
  ['--noreload --nothreading 0.0.0.0:8000', true],
  ['0.0.0.0:8000 --insecure', true],
  ['0.0.0.0:8000 -6', false],
  ['0.0.0.0:8000 -v2', true],
  ['-v 2 0.0.0.0:8000', true],
  ['0.0.0.0:8000 -v 5', false],
  ['0.0.0.0:8000 8000', false],
  ['0.0.0.0 8000', false],
  ['0.0.0.0', false],
  ['--host 0.0.0.0', false],
  ['--host=0.0.0.0 --port=8000', false],
  ['-p 8000', false],
  ['0.0.0.0:8000 --debug', false],
  ['0.0.0.0:8000 -b', false],
  ['0.0.0.0:8000 --skip-checks', true],
  ['0.0.0.0:8000 --traceback', true],
  ['0.0.0.0:8000 -h', false],
  ['0.0.0.0:8000 --version', false],
  ['0.0.0.0:8000 --noinput', false],
  ['0.0.0.0:8000 --no-input', false],
  ['0.0.0.0:8000 --settings=config.settings', true],
  ['0.0.0.0:8000 --settings config.settings', true],
  ['0.0.0.0:8000 --force', true],
  ['0.0.0.0:8000 --no-c', true],
  ['0.0.0.0:8000 --no-color --force-color', false],
  ['0.0.0.0:8000 --', true],
  ['-- 0.0.0.0:8000', true],
  ['0.0.0.0:8000 --nostatic', true],
  ['0.0.0.0:8000 --ins', true],
  ['0:8000', true],
  ['0.0.0.0:08000', true],
  [':8000', false],
  ['*:8000', false],
  ['0.0.0.0:8000/', false],
  ['http://0.0.0.0:8000', false],
  ['0.0.0.0:8000,', false],
  ['[::]:8000', true],
  ['-6 [::]:8000', true],
  ['::8000', false],
  ['0.0.0.0:-1', false],
  ['localhost:8000', false],
  ['8000', false],
  ['0.0.0.0:8000 # dev', true],
])('predicts whether manage.py runserver %s can be reached', (words, isReached) => {
  expect(predicted(changed(answer.script, 'runserver 0.0.0.0:8000', `runserver ${words}`))).toBe(isReached);
});

test.each(['migrate products --fake 0001', 'migrate products --database default 0001', 'check --tag nope'])(
  'says nothing of manage.py %s, which depends on a release or a package',
  (command) => {
    const script = changed(answer.script, '\nexec', `\nuv run python manage.py ${command}\nexec`);
    expect(predicted(script)).toBeNull();
  },
);

test.each(['migrate --help', 'migrate --version', 'migrate --plan', 'migrate --pl', 'migrate products zero'])(
  'makes no tables by manage.py %s alone',
  (command) => {
    expect(predicted(changed(answer.script, 'manage.py migrate', `manage.py ${command}`))).not.toBe(true);
  },
);

/** The database's file is there from the migrations on, and one that a step has migrated is only read (Docker 28.5). */
test.each<readonly [string, string, boolean]>([
  ['', 'uv run python manage.py migrate\nchown nobody db.sqlite3', true],
  ['', 'chown nobody db.sqlite3', false],
  ['', 'uv run python manage.py migrate\n[ -f db.sqlite3 ] || exit 1', true],
  ['', 'if [ -f db.sqlite3 ]; then exit 1; fi', true],
  ['RUN rm db.sqlite3', '', false],
  ['RUN uv run python manage.py migrate && rm db.sqlite3', '', true],
  ['RUN uv run python manage.py migrate\nRUN useradd -m app\nUSER app', '', true],
  ['RUN useradd -m app\nUSER app', '', false],
  ['RUN touch db.sqlite3\nRUN useradd -m app\nUSER app', '', false],
])('knows where the database is after %j and %j', (steps, lines, ready) => {
  const script = `#!/bin/sh\nset -e\n${lines}\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n`;
  const Dockerfile = changed(answer.dockerfile, 'EXPOSE', `${steps}\nEXPOSE`);
  const files = { Dockerfile, 'entrypoint.sh': script, '.dockerignore': answer.ignore };
  expect(fixture.check(files).ready).toBe(ready);
});
