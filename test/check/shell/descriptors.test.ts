// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the shell’s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const start = 'uv run python manage.py migrate\nexec uv run python manage.py runserver 0.0.0.0:8000';

/** Lines of a start script under `set -e`, and whether dash and bash of Debian 12 reach the server after them. */
type Way = readonly [lines: string, dash: boolean | null, bash: boolean | null];

const ways = (each: readonly Way[]): void => {
  test.each(
    each.flatMap(([lines, dash, bash]) => [['sh', lines, dash] as const, ['bash', lines, bash] as const]),
  )('#!/bin/%s: %s', (shell, lines, ready) => {
    const script = `#!/bin/${shell}\nset -e\n${lines}\n${start}\n`;
    expect(fixture.check({ ...fixture.answer, 'entrypoint.sh': script }).ready).toBe(ready);
  });
};

describe('a lock by its number is had where the script has opened it', () => {
  ways([
    ['exec 9>/tmp/lock\nflock 9', true, true],
    ['exec 9>/tmp/lock\nflock -n 9 || exit 1', true, true],
    ['exec 9>/tmp/lock\nflock -u 9\nexec 9>&-', true, true],
    ['exec 9>/tmp/lock\nexec 9>&-\nflock 9', false, false],
    ['flock 9', false, false],
    ['(flock -x 9; echo in) 9>/tmp/lock', true, true],
    ['(flock -x 8; echo in) 9>/tmp/lock', false, false],
    ['{ flock 9; } 9>/tmp/lock\nflock 9', false, false],
    ['exec 9>/no/lock\nflock 9', false, false],
    ['exec 200>/tmp/lock\nflock -n 200', false, true],
    ['exec {lock}>/tmp/lock\nflock "$lock"', false, true],
  ]);
});

describe('a file descriptor that is not open accepts no output', () => {
  ways([
    ['echo hi >&7', false, false],
    ['echo hi >&7 || true', true, true],
    ['exec 3>&7', false, false],
    ['echo a 2>&3', false, false],
    ['exec 6>&1\nexec 6>&-\necho x >&6', false, false],
    ['log() { echo "$@" >&3; }\nlog start', false, false],
    ['log() { echo "$@" >&3; }\nexec 3>&2\nlog start', true, true],
    ['open() { exec 3>/tmp/o; }\nopen\necho x >&3', true, true],
    ['(exec 3>/tmp/k; echo x >&3)\necho y >&3', false, false],
    ['sh -c "echo x >&3" 3>/tmp/k\ngrep x /tmp/k', true, true],
    ['echo a >&12', false, false],
    ['if [ "$(hostname)" = x ]; then exec 9>/tmp/l; fi\nflock 9', null, null],
  ]);
});

describe('what is written to a number is in its file', () => {
  ways([
    ['exec 3>/tmp/a\necho one >&3\ngrep -q one /tmp/a', true, true],
    ['exec 3>/tmp/a\necho one >&3\ngrep -q two /tmp/a', false, false],
    ['exec 3>>/tmp/a\necho one >&3\necho two >&3\ngrep -q one /tmp/a', true, true],
    ['exec 3>&1\nx=$(echo in >&3)\n[ -z "$x" ]', true, true],
    ['exec 3>&1\nx=$(echo in >&3)\n[ -n "$x" ]', false, false],
    ['exec >/tmp/all.log 2>&1\necho hello', true, true],
    ['exec >/no/all.log', false, false],
  ]);
});

describe('what is read from a number comes line by line', () => {
  const opened = 'printf "a\\nb\\n" >/tmp/l\nexec 4</tmp/l\nread x <&4\nread y <&4';
  ways([
    [`${opened}\n[ "$x$y" = ab ]`, true, true],
    [`${opened}\nread z <&4`, false, false],
    ['exec 5</nonexistent\necho after', false, false],
    ['exec 3<<X\nhello\nX\nread a <&3\n[ "$a" = hello ]', true, true],
    ['read -u 3 x', false, false],
  ]);
});
