// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the shell’s
import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

/** Scripts that call themselves, as entrypoints do to drop root's privileges. */
let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const server = 'uv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000\n';
const reportOf = (head: string, steps = '') =>
  fixture.check({
    ...fixture.answer,
    Dockerfile: (fixture.answer.Dockerfile ?? '').replace('EXPOSE', () => `${steps}EXPOSE`),
    'entrypoint.sh': `#!/bin/sh\n${head}\n${server}`,
  });

test.each([
  'if [ "$1" != again ]; then exec "$0" again; fi',
  'if [ -z "$STARTED" ]; then export STARTED=1; exec "$0"; fi',
  '[ -n "$STARTED" ] || STARTED=1 exec "$0"',
  '[ -n "$STARTED" ] || exec env STARTED=1 "$0" "$@"',
  '[ -f /started ] || { touch /started; exec "$0"; }',
  'if [ $# -lt 3 ]; then exec "$0" "$@" x; fi',
])('a script that calls itself with something changed goes on: %s', (head) => {
  expect(reportOf(head).ready).toBe(true);
});

test.each([
  'if [ "$(id -u)" = 0 ]; then chown -R app /app; exec gosu app "$0" "$@"; fi',
  'if [ "$(id -u)" -eq 0 ]; then chown -R app /app; exec gosu app "$0"; fi',
  '[ "$(id -un)" = app ] || { chown -R app /app; exec gosu app "$0"; }',
  '[ "$(whoami)" = app ] || { chown -R app /app; exec runuser -u app -- "$0"; }',
  'if [ "$(id -u)" = 0 ]; then chown -R app /app; exec su app -c "$0"; fi',
])('a script that calls itself as another user goes on: %s', (head) => {
  const steps = 'RUN apt-get update && apt-get install -y gosu && useradd -m app\n';
  expect(reportOf(head, steps).ready).toBe(true);
});

test.each(['exec "$0"', 'exec "$0" "$1"', 'set -e\n"$0"', 'set -e\nsh "$0"', 'exec /entrypoint.sh'])(
  'a script that calls itself without changing anything never serves, and the report says so: %s',
  (head) => {
    const { ready, todos } = reportOf(head);
    expect([ready, todos.find(({ n }) => n === 5)?.message.key]).toEqual([false, 'itself']);
  },
);

test.each(['"$0"', '"$0" || true', '"$0" &', 'set -e\n"$0" &', 'exec "$0" "$@" x'])(
  'how a script ends that calls itself until there is no room for more is unknown: %s',
  (head) => {
    expect(reportOf(head).ready).toBeNull();
  },
);
