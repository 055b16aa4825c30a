// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the shell’s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type LessonFixture, openLessonFixture } from '../lesson-fixture.ts';

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

const migrate = 'uv run python manage.py migrate';
const serve = 'uv run python manage.py runserver';

/** The check's prediction for the lesson's solution with a start script of these lines. */
const readyWith = (shell: 'sh' | 'bash', lines: string): boolean | null =>
  fixture.check({
    ...fixture.answer,
    'entrypoint.sh': `#!/bin/${shell}\nset -e\n${lines}\n`,
  }).ready;

/** A script's lines, with what dash or bash really did. */
type Way = readonly [shell: 'sh' | 'bash', lines: string, ready: boolean | null];

const ways = (each: readonly Way[]): void => {
  test.each(each)('#!/bin/%s: %s', (shell, lines, ready) => {
    expect(readyWith(shell, lines)).toBe(ready);
  });
};

describe('a variable that is not exported reaches no program', () => {
  ways([
    ['sh', `DATABASE_HOST=db\n${migrate}\nexec ${serve} 0.0.0.0:8000`, true],
    ['sh', `DATABASE_HOST=db\nexport DATABASE_HOST\n${migrate}\nexec ${serve} 0.0.0.0:8000`, false],
    ['sh', `export DATABASE_HOST\nDATABASE_HOST=db\n${migrate}\nexec ${serve} 0.0.0.0:8000`, false],
    ['sh', `set -a\nDATABASE_HOST=db\n${migrate}\nexec ${serve} 0.0.0.0:8000`, false],
    ['bash', `declare -x DATABASE_HOST=db\n${migrate}\nexec ${serve} 0.0.0.0:8000`, false],
    ['bash', `declare DATABASE_HOST=db\n${migrate}\nexec ${serve} 0.0.0.0:8000`, true],
    ['sh', `${migrate}\nPORT=8000\nexec sh -c '${serve} 0.0.0.0:$PORT'`, false],
    ['sh', `${migrate}\nexport PORT=8000\nexec sh -c '${serve} 0.0.0.0:$PORT'`, true],
    [
      'sh',
      `PATH="/app/.venv/bin:$PATH"\npython manage.py migrate\nexec python manage.py runserver 0.0.0.0:8000`,
      true,
    ],
  ]);
});

describe('a function is found by its own shell alone', () => {
  const start = `start() { ${serve} 0.0.0.0:8000; }\n${migrate}\n`;
  ways([
    ['sh', `${start}start`, true],
    ['sh', `${start}exec start`, false],
    ['sh', `${start}command start`, false],
    ['sh', `${start}env start`, false],
    ['sh', `${start}sh -c start`, false],
    ['bash', `${start}exec bash -c start`, false],
    ['bash', `${start}export -f start\nexec bash -c start`, true],
    ['sh', `uv() { command uv "$@"; }\n${migrate}\nexec ${serve} 0.0.0.0:8000`, true],
  ]);
});

describe('a local variable ends with its function', () => {
  ways([
    ['sh', `A=0.0.0.0:8000\nf() { local A=1.1.1.1:1; }\nf\n${migrate}\nexec ${serve} $A`, true],
    ['sh', `A=1.1.1.1:1\nf() { A=0.0.0.0:8000; }\nf\n${migrate}\nexec ${serve} $A`, true],
    ['bash', `A=0.0.0.0:8000\nf() { declare A=1.1.1.1:1; }\nf\n${migrate}\nexec ${serve} $A`, true],
    ['bash', `A=1.1.1.1:1\nf() { declare -g A=0.0.0.0:8000; }\nf\n${migrate}\nexec ${serve} $A`, true],
    ['sh', `f() { local A=0.0.0.0:8000; }\nf\n${migrate}\nexec ${serve} \${A:-127.0.0.1:1}`, false],
  ]);
});

describe('a command that may not have run leaves uncertain results', () => {
  const maybe = 'if [ "$(nproc)" -gt 3 ]; then';
  ways([
    ['sh', `PORT=8000\n${maybe} PORT=9000; fi\n${migrate}\nexec ${serve} 0.0.0.0:$PORT`, null],
    ['sh', `${maybe} cd /tmp; fi\n${migrate}\nexec ${serve} 0.0.0.0:8000`, null],
    ['sh', `${maybe} set -- ${serve} 0.0.0.0:8000; fi\n${migrate}\nexec "$@"`, null],
    ['sh', `${maybe} f() { :; }; else f() { false; }; fi\nf\n${migrate}\nexec ${serve} 0.0.0.0:8000`, null],
    ['sh', `${maybe} echo many; fi\n${migrate}\nexec ${serve} 0.0.0.0:8000`, true],
  ]);
});

describe('the operators of a parameter', () => {
  ways([
    ['sh', `if [ "\${1#-}" != "$1" ]; then set -- ${serve} 0.0.0.0:8000; fi\n${migrate}\nexec "$@"`, false],
    ['sh', `A=http://0.0.0.0:8000\n${migrate}\nexec ${serve} "\${A#*//}"`, true],
    ['sh', `A=0.0.0.0:8000:1:2\n${migrate}\nexec ${serve} "\${A%%:*}:8000"`, true],
    ['sh', `A=0.0.0.0:8000:1\n${migrate}\nexec ${serve} "\${A%:*}"`, true],
    ['sh', `A=/x/y/0.0.0.0:8000\n${migrate}\nexec ${serve} "\${A##*/}"`, true],
    ['sh', `: "\${PORT:=8000}"\n${migrate}\nexec ${serve} 0.0.0.0:$PORT`, true],
    ['sh', `A=abcd\n${migrate}\nexec ${serve} 0.0.0.0:\${#A}`, false],
    ['sh', `A=x0.0.0.0:8000\n${migrate}\nexec ${serve} "\${A:1}"`, false],
    ['bash', `A=x0.0.0.0:8000\n${migrate}\nexec ${serve} "\${A:1}"`, true],
    ['bash', `A=0_0_0_0:8000\n${migrate}\nexec ${serve} "\${A//_/.}"`, true],
    ['bash', `A=0_0.0.0:8000\n${migrate}\nexec ${serve} "\${A/_/.}"`, true],
    ['bash', `A=RUNSERVER\n${migrate}\nexec uv run python manage.py \${A,,} 0.0.0.0:8000`, true],
  ]);
});

describe('the shell’s own words', () => {
  ways([
    [
      'sh',
      `set -- migrate check\nfor c; do uv run python manage.py "$c"; done\nexec ${serve} 0.0.0.0:8000`,
      true,
    ],
    [
      'sh',
      `set -- -p 8000\nwhile getopts p: o; do [ $o = p ] && P=$OPTARG; done\n${migrate}\nexec ${serve} 0.0.0.0:$P`,
      true,
    ],
    ['sh', `while getopts p: o; do P=$OPTARG; done\n${migrate}\nexec ${serve} 0.0.0.0:\${P:-8000}`, true],
    ['sh', `echo A=0.0.0.0:8000 > settings\n. settings\n${migrate}\nexec ${serve} $A`, false],
    ['sh', `echo A=0.0.0.0:8000 > settings\n. ./settings\n${migrate}\nexec ${serve} $A`, true],
    ['bash', `echo A=0.0.0.0:8000 > settings\n. settings\n${migrate}\nexec ${serve} $A`, true],
    ['sh', `printf 8000 > p\nread -r P < p\n${migrate}\nexec ${serve} 0.0.0.0:$P`, false],
    ['sh', `printf 8000 > p\nread -r P < p || :\n${migrate}\nexec ${serve} 0.0.0.0:$P`, true],
    [
      'bash',
      `shopt -s nullglob\nfor f in /nope/*.sh; do . "$f"; done\n${migrate}\nexec ${serve} 0.0.0.0:8000`,
      true,
    ],
    ['bash', `for f in /nope/*.sh; do . "$f"; done\n${migrate}\nexec ${serve} 0.0.0.0:8000`, false],
    ['bash', `shopt -s lastpipe\necho 0.0.0.0:8000 | read -r A\n${migrate}\nexec ${serve} $A`, true],
    ['bash', `printf -v A '%s:%s' 0.0.0.0 8000\n${migrate}\nexec ${serve} "$A"`, true],
    ['bash', `A=(x 0.0.0.0:8000)\n${migrate}\nexec ${serve} "\${A[-1]}"`, true],
    ['sh', `n=010\n${migrate}\nexec ${serve} 0.0.0.0:$((7992 + n))`, true],
    ['sh', `${migrate}\nexec ${serve} 0.0.0.0:$((0x1f40))`, true],
  ]);
});

describe('text is parsed as the shell parses it', () => {
  ways([
    ['sh', `H=0.0.0.0 P=8000\n${migrate}\nexec ${serve} $H:$P`, true],
    ['sh', `H=0.0.0.0 A=$H:8000\n${migrate}\nexec ${serve} $A`, true],
    ['sh', `cat <<E\nstarting\n  E\n${migrate}\nexec ${serve} 0.0.0.0:8000`, null],
    ['sh', `case abc in "*") P=1;; *) P=8000;; esac\n${migrate}\nexec ${serve} 0.0.0.0:$P`, true],
    ['bash', `pushd /tmp\npopd\n${migrate}\nexec ${serve} 0.0.0.0:8000`, true],
    [
      'bash',
      `read -ra L <<< "runserver 0.0.0.0:8000"\n${migrate}\nexec uv run python manage.py "\${L[@]}"`,
      true,
    ],
    ['sh', `${migrate}\n${serve} 0.0.0.0:8000 &\nwhile kill -0 $!; do sleep 1; done`, null],
  ]);
});
