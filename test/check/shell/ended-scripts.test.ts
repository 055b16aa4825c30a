import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const start = 'uv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000';

/** Lines of a start script under `set -e`, and whether dash and bash of Debian 12 reach the server after them. */
test.each([
  // The left side of && may fail under `set -e`; the right side of || may not.
  ['[ -f manage.py && -d products ]', true, true],
  ['[ -f manage.py || -d products ]', false, false],
  ['[[ -f manage.py && -d products ]]', true, true],
  ['[[ -f manage.py || -d products ]]', false, true],
  ['if [[ -f manage.py && -d products ]]; then exit 1; fi', true, false],
  ['if [ -f manage.py && -d products ]; then exit 1; fi', true, true],
  ['if [ -f manage.py && -d products ]; then echo; else exit 1; fi', false, false],
  ['while [ -f nope && -f nope2 ]; do :; done', true, true],
  ['[ -f manage.py ] && [ -d products ]', true, true],
  ['[ 0 > 1 ]', true, true],
  ['[ "" > 1 ]', false, false],
  ['if [ 2 > 3 ]; then exit 1; fi', false, false],
  ['[ "a" < "b" ]', false, false],
  ['[ "a" < manage.py ]', true, true],
] as const)('a bracket is no syntax for a shell whose test is a program: %s', (lines, dash, bash) => {
  const ready = (shell: string): boolean | null =>
    fixture.check({ ...fixture.answer, 'entrypoint.sh': `#!/bin/${shell}\nset -e\n${lines}\n${start}\n` })
      .ready;
  expect([ready('sh'), ready('bash')]).toEqual([dash, bash]);
});

test.each([
  ['. .env || true', false, true],
  ['. ./.env || true', false, true],
  ['if . ./.env; then echo; fi', false, true],
] as const)('a file that is not there ends dash, whatever stands behind: %s', (lines, dash, bash) => {
  const ready = (shell: string): boolean | null =>
    fixture.check({ ...fixture.answer, 'entrypoint.sh': `#!/bin/${shell}\nset -e\n${lines}\n${start}\n` })
      .ready;
  expect([ready('sh'), ready('bash')]).toEqual([dash, bash]);
});

test.each([
  ['command . ./.env || true', true, true],
  ['command -p . ./.env || true', true, true],
  ['command command . ./.env 2>/dev/null || true', true, true],
  ['if command . ./.env; then echo; fi', true, true],
  ['command . ./.env', false, false],
  ['command shift 5 || true', true, true],
  ['command set -o nope || true', true, true],
  ["command eval 'shift 5' || true", true, true],
  ['command export A-B=1 || true', true, true],
  ['A=1; readonly A; command readonly A=2 || true', true, true],
  ["command eval 'exit 3' || true", false, false],
  ['command exit 3 || true', false, false],
  ['command exec nope || true', false, false],
  ['command -p exec nope || true', false, false],
  ['command exec 3>/tmp/log', true, true],
  ['command exec 3</nope || true', true, true],
  ['exec 3</nope || true', false, true],
  ['set +e; command . ./.env; set -e', true, true],
  ['f() { true; }; command f', false, false],
] as const)('behind `command` an error of dash’s own words only fails: %s', (lines, dash, bash) => {
  const ready = (shell: string): boolean | null =>
    fixture.check({ ...fixture.answer, 'entrypoint.sh': `#!/bin/${shell}\nset -e\n${lines}\n${start}\n` })
      .ready;
  expect([ready('sh'), ready('bash')]).toEqual([dash, bash]);
});

test.each([
  [`python -c "import os; print(os.environ['NOPE'])"`, false],
  [`NOPE=1 python -c "import os; print(os.environ['NOPE'])"`, true],
  [`python -c "import os; print(os.environ['PATH'])"`, true],
  [`python -c "import os; print(os.environ.get('NOPE'))"`, true],
  ['dd if=/dev/zero of=/tmp/z bs=1 count=1', true],
  ['dd if=/nonexistent of=/tmp/z', false],
  ['dd if=/dev/zero of=/no/z count=1', false],
])('what a line asks for is there, or it ends the script: %s', (line, ready) => {
  const script = `#!/bin/sh\nset -e\n${line}\n${start}\n`;
  expect(fixture.check({ ...fixture.answer, 'entrypoint.sh': script }).ready).toBe(ready);
});
