import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

/** Migrations that fail in a script that goes on: its server has no tables and answers with an error (tried with Django 5.2). */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const migrate = 'uv run python manage.py migrate';
const reportOf = (head: string, steps = '') =>
  fixture.check({
    ...fixture.answer,
    Dockerfile: (fixture.answer.Dockerfile ?? '').replace('EXPOSE', () => `${steps}EXPOSE`),
    'entrypoint.sh': `#!/bin/sh\n${head}\nexec uv run python manage.py runserver 0.0.0.0:8000\n`,
  });
const todo5 = (head: string) => {
  const { ready, todos } = reportOf(head);
  return [ready, todos.find(({ n }) => n === 5)?.message.key];
};

test.each([
  ['python manage.py migrate', 'module'],
  [`${migrate} --settings=config.settings.dev`, 'settings'],
  ['DJANGO_SETTINGS_MODULE=shop.settings uv run python manage.py migrate', 'settings'],
  [`${migrate} --nothing`, 'django'],
  [`${migrate} nothing`, 'django'],
  ['uv run python /app/manage.py migrate', 'manage'],
  ['uv run --nosync python manage.py migrate', 'optionMeant'],
  ['uv run --group nothing python manage.py migrate', 'group'],
  ['python manage.py migrate || true', 'module'],
  ['python manage.py migrate; echo done', 'module'],
  ['if ! python manage.py migrate; then echo "no database yet"; fi', 'module'],
])('a failed migration keeps the server from starting, and the report names the cause: %s', (head, key) => {
  expect(todo5(head)).toEqual([false, key]);
});

test.each([
  `python manage.py migrate || ${migrate}`,
  `python manage.py migrate\n${migrate}`,
  `${migrate}\npython manage.py migrate`,
  `${migrate} || true`,
  `set -e\n${migrate}`,
])('a migration that fails is forgiven where another succeeds: %s', (head) => {
  expect(reportOf(head).ready).toBe(true);
});

test('a migration that fails is forgiven where the image has the tables', () => {
  expect(reportOf('python manage.py migrate', `RUN ${migrate}\n`).ready).toBe(true);
});

test.each(['contenttypes', 'auth', 'auth --noinput'])(
  'a migration of an app of Django’s alone makes no table of the project: %s',
  (label) => {
    expect(todo5(`set -e\n${migrate} ${label}`)).toEqual([false, 'foreign']);
  },
);

test.each([`${migrate} products`, `${migrate} auth\n${migrate}`, `${migrate} auth && ${migrate} products`])(
  'a migration of the project’s own app makes its tables: %s',
  (head) => {
    expect(reportOf(`set -e\n${head}`).ready).toBe(true);
  },
);
