import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { loadLesson } from '../../../src/library/library.ts';
import { readStudentFiles } from '../../../src/library/student-files.ts';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

/** What the check says of the lesson's answer with one more line in its entrypoint, and maybe one in its Dockerfile. */
function checked(line: string, instruction = ''): ReturnType<LessonFixture['check']> {
  const script = `#!/bin/sh\nset -e\n${line}\nuv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n`;
  const Dockerfile = (fixture.answer.Dockerfile ?? '').replace('EXPOSE', `${instruction}\nEXPOSE`);
  return fixture.check({ ...fixture.answer, Dockerfile, 'entrypoint.sh': script });
}

// Each was verified in a box, whose containers have no network: pip 24, uv 0.13, apt 2.6.
test.each([
  ['pip install gunicorn'],
  ['pip install django'],
  ['python -m pip install --user gunicorn'],
  ['pip download gunicorn'],
  ['pip wheel gunicorn'],
  ['pip install --force-reinstall uv'],
  ['uv pip install gunicorn'],
  ['uv add gunicorn'],
  ['uv sync --frozen --reinstall'],
  ['apt-get update && apt-get install -y curl'],
  ['apt-get install -y curl'],
])('predicts that a container without a network ends at %s', (line) => {
  expect(checked(line).ready).toBe(false);
});

test.each([
  ['pip install uv'],
  ['pip install -U uv'],
  ['pip install --upgrade pip'],
  ['uv pip install django'],
  ['uv sync'],
  ['uv sync --locked'],
  ['uv sync --no-cache'],
  ['uv lock'],
  ['apt-get update'],
  ['pip install gunicorn || true'],
])('predicts that a container without a network goes on after %s', (line) => {
  expect(checked(line).ready).toBe(true);
});

test('knows that what the image has needs no network at start', () => {
  expect(checked('pip install gunicorn', 'RUN pip install gunicorn').ready).toBe(true);
  const apt = 'RUN apt-get update && apt-get install -y curl';
  expect(checked('apt-get install -y curl', apt).ready).toBe(true);
  expect(checked('apt-get install -y git', apt).ready).toBe(false);
});

test.each([
  ['uv sync --upgrade'],
  ['uv lock --upgrade'],
  ['uvx ruff --version'],
  ['uv pip install -r ../pyproject.toml'],
])('does not know what a cache has for %s', (line) => {
  expect(checked(line).ready).toBe(null);
});

test('says at which line packages are downloaded, and where they belong', () => {
  const todo = checked('pip install gunicorn').todos.find(({ status }) => status === 'wrong');
  expect(todo).toMatchObject({
    n: 5,
    line: 3,
    message: { key: 'installs', values: { command: 'pip install gunicorn' } },
  });
});

test.each([
  ['pip install -r requirements.txt', true, []],
  ['pip install uvicorn', true, []],
  ['pip install gunicorn', false, ['StartFails']],
])('predicts what %s comes to where another lesson starts a server', async (line, ready, rules) => {
  const { lesson, tree, solution } = await loadLesson(
    join(import.meta.dirname, '../../../lessons/fastapi-docker'),
  );
  const { files } = await readStudentFiles(solution ?? '', lesson.manifest?.files);
  const start = `${line} && exec uvicorn app.main:app --host 0.0.0.0 --port 8000`;
  const Dockerfile = (files.Dockerfile ?? '').replace(/^CMD .*/m, `CMD ["sh", "-c", "${start}"]`);
  const report = fixture.checker({
    student: { files: { ...files, Dockerfile }, complete: true },
    lesson,
    tree,
  });
  const errors = report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  expect({ ready: report.ready, errors }).toEqual({ ready, errors: rules });
});

test.each([
  ['flock /tmp/lock echo alone', true],
  ['flock -n /tmp/lock -c "echo alone"', true],
  ['(flock -n 9 || exit 1; echo alone) 9>/tmp/lock', true],
  ['exec 9>/tmp/lock; flock 9', true],
  ['flock -w 5 /tmp/lock false', false],
  ['flock /tmp/lock nothere', false],
])('runs what stands behind a lock: %s', (line, ready) => {
  expect(checked(line).ready).toBe(ready);
});
