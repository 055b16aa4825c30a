import { beforeAll, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const migrate = 'uv run python manage.py migrate';
const serve = 'uv run python manage.py runserver 0.0.0.0:8000';

/** Start scripts, and whether dash and bash of Debian 12 reach the server. */
test.each([
  [`trap '${serve}' EXIT\n${migrate}`, true],
  [`trap "${serve}" 0\n${migrate}`, true],
  [`start() { ${serve}; }\ntrap start EXIT\n${migrate}`, true],
  [`f() { trap '${serve}' EXIT; }\nf\n${migrate}`, true],
  [`trap '${serve}' EXIT\n(${migrate})\nexit 0`, true],
  [`trap 'uv run python manage.py runserver 9000' EXIT\n${migrate}`, false],
  [`trap '${serve}' EXIT\ntrap - EXIT\n${migrate}`, false],
  [`trap '${serve}' EXIT\n${migrate}\nexec true`, false],
  [`trap '${serve}' TERM\n${migrate}`, false],
  [`trap 'rm -f /tmp/x' EXIT\n${migrate}`, false],
  [`trap 'echo bye' EXIT\n${migrate}\nexec ${serve}`, true],
  [`trap '' EXIT\n${migrate}\nexec ${serve}`, true],
  [`set -e\nx=$(trap 'echo y' EXIT; echo z)\n[ "$x" = z ]\n${migrate}\nexec ${serve}`, false],
])('what a trap keeps for the end of a shell is done then: %s', (lines, ready) => {
  for (const shell of ['sh', 'bash']) {
    const script = `#!/bin/${shell}\n${lines}\n`;
    expect(fixture.check({ ...fixture.answer, 'entrypoint.sh': script }).ready).toBe(ready);
  }
});
