import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

/** Where uv keeps its cache, and who may write to it: with no place for it uv runs nothing (measured, uv 0.13). */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const answerWith = (steps: string, script = fixture.answer['entrypoint.sh'] ?? '') =>
  fixture.check({
    ...fixture.answer,
    Dockerfile: (fixture.answer.Dockerfile ?? '').replace('EXPOSE', () => `${steps}EXPOSE`),
    'entrypoint.sh': script,
  }).ready;
const owned = 'RUN useradd -m app && chown -R app /app\n';

test.each([
  ['HOME=/root', '', false],
  ['HOME=/home/nobody', '', false],
  ['HOME=/tmp', '', true],
  ['HOME=/app', '', true],
  ['UV_CACHE_DIR=/opt/uv-cache', '', false],
  ['UV_CACHE_DIR=/opt/uv-cache', 'mkdir -p /opt/uv-cache', false],
  ['UV_CACHE_DIR=/opt/uv-cache', 'mkdir -p /opt/uv-cache && chown app /opt/uv-cache', true],
  ['UV_CACHE_DIR=/opt/uv-cache', 'mkdir -p /opt/uv-cache && chmod 777 /opt/uv-cache', true],
  ['UV_CACHE_DIR=/tmp/uv-cache', '', true],
  ['UV_CACHE_DIR=/app/.cache/uv', '', true],
  ['UV_CACHE_DIR=.cache', '', true],
  ['XDG_CACHE_HOME=/opt', '', false],
  ['UV_NO_CACHE=1 UV_CACHE_DIR=/opt/uv-cache', '', true],
])(
  'a user writes to the cache that a variable names, or uv does not start: %s, %s',
  (variable, step, ready) => {
    const made = step === '' ? '' : `RUN ${step}\n`;
    expect(answerWith(`${owned}${made}ENV ${variable}\nUSER app\n`)).toBe(ready);
  },
);

test.each([
  ['chmod 777 /opt/uv-cache', false],
  ['chmod -R 777 /opt/uv-cache', true],
  ['chown -R app /opt/uv-cache', true],
  ['rm -rf /opt/uv-cache', false],
  ['rm -rf /opt/uv-cache && install -d -o app /opt/uv-cache', true],
])('what root has put into a cache stays root’s: %s', (step, ready) => {
  const Dockerfile = (fixture.answer.Dockerfile ?? '')
    .replace('RUN uv sync', 'ENV UV_CACHE_DIR=/opt/uv-cache\nRUN uv sync')
    .replace('EXPOSE', () => `${owned}RUN ${step}\nUSER app\nEXPOSE`);
  expect(fixture.check({ ...fixture.answer, Dockerfile }).ready).toBe(ready);
});

test.each([
  ['exec gosu app sh -c "$0 serve"', true],
  ['exec runuser -u app -- sh -c "$0 serve"', true],
  ['exec su app -c "$0 serve"', true],
  ['exec setpriv --reuid=app --regid=app --init-groups "$0" serve', false],
  ['export HOME=/home/app\n  exec setpriv --reuid=app --regid=app --init-groups "$0" serve', true],
  ['exec env HOME=/home/app setpriv --reuid=app --regid=app --clear-groups "$0" serve', true],
])('a change of the user changes HOME, except by setpriv: %s', (become, ready) => {
  const script = `#!/bin/sh
set -e
if [ "$1" != serve ]; then
  chown -R app /app
  ${become}
fi
uv run python manage.py migrate
exec uv run python manage.py runserver 0.0.0.0:8000
`;
  const steps = 'RUN apt-get update && apt-get install -y gosu && useradd -m app\n';
  expect(answerWith(steps, script)).toBe(ready);
});
