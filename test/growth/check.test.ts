// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are Docker’s and the shell’s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { leastCpuTime } from '../check/cpu-time.ts';
import { type LessonFixture, openLessonFixture } from '../check/lesson-fixture.ts';
import { seededRandom } from '../check/random-inputs.ts';
import { isSteep } from './growth.ts';
import { contexts, growing } from './hostile.ts';

const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_128);
/** No input may take longer. An input of a few characters that exceeds this takes exponential time, or doubles memory with each line. */
const limitMs = 250;

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
  for (let turn = 0; turn < 50; turn += 1) fixture.check(fixture.answer);
});

const base = 'FROM python:3.11-slim\n';
const repeat = (times: number, of: (n: number) => string): string =>
  Array.from({ length: times }, (_, n) => of(n)).join('');
const inShell = (script: string): string => `${base}RUN ${script}`;

/** Inputs of growing size, up to the largest file that is accepted. */
const dockerfiles: Readonly<Record<string, (times: number) => string>> = {
  'a duration of many parts': (n) => `${base}HEALTHCHECK --interval=${'11s'.repeat(n)}x CMD true`,
  'a duration of digits': (n) => `${base}HEALTHCHECK --timeout=${'1'.repeat(n)} CMD true`,
  'a duration of dots': (n) => `${base}HEALTHCHECK --start-period=${'.1'.repeat(n)} CMD true`,
  'a duration of fractions': (n) => `${base}HEALTHCHECK --interval=${'1.'.repeat(n)}h CMD true`,
  'a duration with a sign': (n) => `${base}HEALTHCHECK --interval=-${'1h1m'.repeat(n)}- CMD true`,
  'ENV that doubles': (n) => `${base}ENV A=aaaaaaaaaaaaaaaa\n${repeat(n, () => 'ENV A=$A$A\n')}`,
  'ENV that doubles with braces': (n) => `${base}ENV A=a\n${repeat(n, () => 'ENV A=${A}${A}${A}${A}\n')}`,
  'ENV that doubles by two names': (n) => `${base}ENV A=a B=b\n${repeat(n, () => 'ENV A=$B$B B=$A$A\n')}`,
  'ENV that doubles in a default': (n) => `${base}ENV A=a\n${repeat(n, () => 'ENV A=${X:-$A$A}\n')}`,
  'ENV that doubles, new names': (n) =>
    `${base}ENV A0=a\n${repeat(n, (i) => `ENV A${i + 1}=\${A${i}}\${A${i}}x\n`)}`,
  'ENV of the old form that doubles': (n) => `${base}ENV A a\n${repeat(n, () => 'ENV A $A $A\n')}`,
  'ENV that doubles by replacing': (n) => `${base}ENV A=a\n${repeat(n, () => 'ENV A=${A//a/aa}\n')}`,
  'ENV that doubles in a name': (n) => `${base}ENV A=a\n${repeat(n, () => 'ENV $A=$A A=$A$A\n')}`,
  'ARG that doubles': (n) => `${base}ARG A=aaaaaaaaaaaaaaaa\n${repeat(n, () => 'ARG A=$A$A\n')}`,
  'ARG above FROM that doubles': (n) => `ARG A=a\n${repeat(n, () => 'ARG A=$A$A\n')}FROM $A`,
  'ARG and ENV in turns': (n) => `${base}ARG A=a\n${repeat(n, () => 'ENV A=$A$A\nARG A=$A$A\n')}`,
  'stages that double': (n) =>
    `FROM python:3.11-slim AS s0\nENV A=a\n${repeat(n, (i) => `FROM s${i} AS s${i + 1}\nENV A=$A$A\n`)}`,
  'WORKDIR that doubles': (n) => `${base}ENV A=a/\n${repeat(n, () => 'WORKDIR $A$A\nENV A=$A$A\n')}`,
  'COPY to what has doubled': (n) => `${base}ENV A=a\n${repeat(n, () => 'ENV A=$A$A\nCOPY . /$A/\n')}`,
  'a long value many times in one word': (n) => `${base}ENV A=${'a'.repeat(2_000)}\nENV B=${'$A'.repeat(n)}`,
  'a long value many times in one line': (n) =>
    `${base}ENV A=${'a'.repeat(2_000)}\nCOPY ${'$A '.repeat(n)} /x/`,
  'a long value in many lines': (n) =>
    `${base}ENV A=${'a'.repeat(2_000)}\n${repeat(n, () => 'LABEL a=$A$A$A$A b=$A$A$A$A\n')}`,
  'a heredoc of variables': (n) => `${base}ENV A=${'a'.repeat(2_000)}\nCOPY <<X /x\n${'$A\n'.repeat(n)}X\n`,
  'nested defaults': (n) => `${base}ENV A=${'${A:-'.repeat(n)}a${'}'.repeat(n)}`,
  'nested defaults around much': (n) => `${base}ENV B=${'${A:-'.repeat(60)}${'a'.repeat(n)}${'}'.repeat(60)}`,
  'variables and stages': (n) =>
    `FROM python:3.11-slim AS a\nENV ${repeat(n * 8, (i) => `A${i}=1 `)}\n${repeat(n, () => 'FROM a\n')}`,
  'variables and steps': (n) =>
    `${base}ENV ${repeat(n * 8, (i) => `A${i}=1 `)}\n${repeat(n, () => 'RUN a | b | c\n')}`,
  'files and stages': (n) =>
    `FROM python:3.11-slim AS a\n${repeat(Math.min(n, 60), (i) => `COPY . /c${i}/\n`)}${repeat(n, () => 'FROM a\n')}`,
  'files and COPY --from': (n) =>
    `FROM python:3.11-slim AS a\n${repeat(Math.min(n, 60), (i) => `COPY . /c${i}/\n`)}${base}${repeat(n, (i) => `COPY --from=a / /d${i}/\n`)}`,
  'files and chmod': (n) =>
    `${base}${repeat(Math.min(n, 60), (i) => `COPY . /c${i}/\n`)}${repeat(n, () => 'RUN chmod -R +x /\n')}`,
  'files and globs': (n) =>
    `${base}${repeat(Math.min(n, 60), (i) => `COPY . /c${i}/\n`)}${repeat(n, () => 'RUN rm -f /*a*b*c*\n')}`,
  'a PATH of many folders': (n) => `${base}ENV PATH=${':'.repeat(n)}\n${repeat(n, () => 'RUN nothing\n')}`,
  'a PATH that grows': (n) => `${base}${repeat(n, (i) => `ENV PATH=/a${i}:$PATH\nRUN nothing\n`)}`,
  'a shell variable that doubles': (n) => inShell(`a=aaaaaaaaaaaaaaaa; ${repeat(n, () => 'a=$a$a; ')} b=x$a`),
  'a shell variable that doubles in quotes': (n) =>
    inShell(`a=a; ${repeat(n, () => 'a="$a$a"; ')} echo "$a"`),
  'a shell variable that doubles by export': (n) => inShell(`a=a; ${repeat(n, () => 'export a=$a$a; ')}`),
  'a shell variable that doubles in a loop': (n) =>
    inShell(
      `a=a; ${repeat(Math.min(n, 8), () => 'for i in 1 2 3 4 5; do ')} a=$a$a; ${repeat(Math.min(n, 8), () => 'done; ')}`,
    ),
  'a shell variable that doubles in a function': (n) =>
    inShell(`a=a; f() { a=$a$a; ${repeat(Math.min(n, 20), () => 'f; ')} }; f`),
  'a shell variable that doubles by echo': (n) => inShell(`a=a; ${repeat(n, () => 'a=$(echo $a$a); ')}`),
  'a shell variable that doubles by a default': (n) => inShell(`a=a; ${repeat(n, () => 'a=${x:-$a$a}; ')}`),
  'arguments that double': (n) => inShell(`set -- a; ${repeat(n, () => 'set -- "$@" "$@"; ')}`),
  'arguments in one that double': (n) => inShell(`set -- a; ${repeat(n, () => 'set -- "$*$*"; ')}`),
  'activating again and again': (n) =>
    inShell(
      `python -m venv /v; f() { . /v/bin/activate; nothing; ${repeat(Math.min(n, 20), () => 'f; ')} }; f`,
    ),
  'a pattern of brackets': (n) => inShell(`case "${'a'.repeat(2_000)}" in ${'*['.repeat(n)}) true;; esac`),
  'globs of brackets': (n) => inShell(`rm -f ${'*['.repeat(n)}`),
  'options of uv': (n) => inShell(`uv ${'--a '.repeat(n)} || true`),
  'installs without uv': (n) => inShell(`${'install '.repeat(n)}`),
  'modes of chmod': (n) => inShell(`chmod ${'a'.repeat(n)} x`),
  'a module of dots': (n) => `${base}CMD gunicorn ${'a.'.repeat(n)}-`,
  'heredoc words': (n) => `${base}COPY <<${' '.repeat(n)}<a /x\n`,
  'a heredoc and blanks': (n) => inShell(`<<A ${' '.repeat(n)};\nA\n`),
  'an entrypoint of blanks': (n) => `${base}ENTRYPOINT ${'\u00a0'.repeat(n)}x`,
  'a file that read parts': (n) =>
    `${base}COPY <<X /x\n${'b '.repeat(n)}\nX\nRUN N="${'a '.repeat(1_000)}" && read $N $N $N $N < /x\n`,
  'imports from many folders': (n) =>
    `${base}ENV PYTHONPATH=${'a:'.repeat(1_000)}\n${repeat(n / 20, () => `RUN python -c "import ${'os,'.repeat(1_200)}os"\n`)}`,
  'many secrets': (n) => `${base}${repeat(n, (i) => `ENV A_KEY=secret${i}secret\n`)}`,
  'sources that are not there': (n) => `${base}COPY ${'[a=b,sudo '.repeat(n)} /x/`,
  'one secret everywhere': (n) => `${base}ENV A_KEY=hunter2hunter2\nRUN ${'hunter2hunter2 '.repeat(n)}`,
};

const scripts: Readonly<Record<string, (times: number) => string>> = {
  'comments before two words': (n) => `# #!/bin/sh\n${'#'.repeat(n)}\nx y\n`,
  'signs of a comment in the first line': (n) => `# #!/bin/sh${' #'.repeat(n)}\nx y\n`,
  'comments alone': (n) => `# #!/bin/sh\n${'#\n'.repeat(n)}x y\n`,
  'empty lines before the first word': (n) => `${'\n'.repeat(n)}set -e\n`,
  'lines of blanks before the first word': (n) => `${' \n'.repeat(n)}set -e\n`,
  'comments before a Dockerfile': (n) => `${'#\n\n'.repeat(n)}FRO`,
  'carriage returns before the first word': (n) => `${'\r'.repeat(n)}set -e\n`,
  'a first line of blanks': (n) => `#!${' '.repeat(n)}/bin/sh\n`,
  'closing brackets': (n) => `#!/bin/sh\nCOPY ${')'.repeat(n * 15)}\n`,
  arrows: (n) => `#!/bin/sh\nRUN ${'>'.repeat(n * 15)}\n`,
  'zero bytes in a quote': (n) => `#!/bin/sh\nexec "${'\u0000'.repeat(n * 15)}`,
  // As long as the longest script that is parsed.
  'words of at signs': (n) => `#!/bin/sh\n${'a@'.repeat(Math.min(n, 3_000))}\n`,
  'at signs and backquotes': (n) => `#!/bin/sh\nA=""${'a@`a'.repeat(Math.min(n, 1_500))}\n`,
  'waits of blanks': (n) => `#!/bin/sh\n${'exec \n'.repeat(n)}`,
  'variables that double': (n) => `#!/bin/sh\na=a\n${repeat(n, () => 'a=$a$a\n')}exec $a\n`,
};

describe('growing files', () => {
  const cases = [
    ...Object.entries(dockerfiles).map(([name, of]) => ({ name, file: 'Dockerfile', of })),
    ...Object.entries(scripts).map(([name, of]) => ({ name, file: 'entrypoint.sh', of })),
  ];
  test.each(cases)(`checks $file with $name within ${limitMs} ms at any size`, ({ file, of }) => {
    const check = (text: string) => () => fixture.check({ ...fixture.answer, [file]: text });
    // Start with a few repetitions, because an exponential check takes hours at a hundred.
    for (let n = 1; n < 20_000 && of(n).length <= 64 * 1024; n = n < 48 ? n + 4 : n * 2) {
      const ms = leastCpuTime(limitMs, check(of(n)));
      if (ms > limitMs) throw new Error(`${n} times, ${of(n).length} characters: ${Math.round(ms)} ms`);
    }
  });
});

test('treats a value that keeps doubling as unknown', () => {
  const doubled = (times: number) =>
    `${base}ENV A=a\n${'ENV A=$A$A\n'.repeat(times)}COPY --chmod=755 entrypoint.sh /$A\nENTRYPOINT ["/entrypoint.sh"]`;
  const failures = (times: number) =>
    fixture.check({ ...fixture.answer, Dockerfile: doubled(times) }).todos.map(({ status }) => status);
  expect(failures(3).at(-1)).not.toBe('done');
  // It is unknown where the script was copied to, so nothing is reported.
  expect(failures(30)).not.toEqual(failures(3));
});

test(`checks repetitive files in linear time (seed ${seed})`, () => {
  const random = seededRandom(seed);
  const steep: string[] = [];
  for (let round = 0; round < (full ? 3_000 : 30); round += 1) {
    const file =
      (['Dockerfile', 'Dockerfile', 'entrypoint.sh', '.dockerignore'] as const)[random(4)] ?? 'Dockerfile';
    const grow = growing(random);
    const around = contexts[file][random(contexts[file].length)] ?? String;
    const found = isSteep(
      (times) => around(grow(times)),
      (text) => void fixture.check({ ...fixture.answer, [file]: text }),
    );
    if (found !== null && found.ms > limitMs / 4)
      steep.push(`round ${round}, ${file} ${JSON.stringify(around(grow(2)))}: ${JSON.stringify(found)}`);
  }
  expect(steep).toEqual([]);
}, 1_800_000);
