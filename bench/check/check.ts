/**
 * The check's speed beside `dockerfile-utils` `validate`, in one run and in turns, so that the machine's mood meets both:
 * `node bench/check/check.ts`. It ends with 1 when a promise of the check is broken.
 *
 * Compared are times with the processor (see clock.ts); the wall clock's are printed beside them. No call gets a text that
 * an earlier one had: each student's files differ, so nothing that is remembered of a text can help. Both get the same
 * Dockerfile. Both are warm, as in a bot that has run for an hour.
 */
import { readFile } from 'node:fs/promises';
import { validate } from 'dockerfile-utils';
import { openChecker } from '../../src/check/check.ts';
import { CheckerPool } from '../../src/checker/checker-pool.ts';
import { noDeadLetters } from '../../src/checker/dead-letters.ts';
import { PooledTextReader, readerProcess } from '../../src/checker/text-reader.ts';
import { loadLesson } from '../../src/library/library.ts';
import { figures, type Timing, tellsWaiting, timed } from './clock.ts';

const warmUp = 4_000;
const turns = 4_000;
/** The process of its own gets as warm as this one: it has read as much in an hour. */
const warmReader = 4_000;

const lessons = new URL('../../lessons/backend-docker/', import.meta.url);
const { lesson, tree } = await loadLesson(lessons.pathname);
const read = (name: string): Promise<string> => readFile(new URL(`solution/${name}`, lessons), 'utf8');
const solution = {
  Dockerfile: await read('Dockerfile'),
  '.dockerignore': await read('.dockerignore'),
  'entrypoint.sh': await read('entrypoint.sh'),
};
type Files = typeof solution;
const check = await openChecker();

/** The lesson's answer as one more student writes it: no script in it has been read before. */
function student(n: number): Files {
  return {
    Dockerfile: `# student ${n}\n${solution.Dockerfile.replace(/^RUN .*/gm, (line) => `${line} # ${n}`)}`,
    '.dockerignore': `${solution['.dockerignore']}\n# student ${n}\n`,
    'entrypoint.sh': `${solution['entrypoint.sh']}\n# student ${n}\n`,
  };
}

/** A Dockerfile of so many instructions, none of them senseless. */
function longer(lines: number, n: number): string {
  const kinds = [
    (at: number) => `ENV NAME_${at}=value${n}`,
    (at: number) => `RUN echo ${at} # ${n}`,
    (at: number) => `COPY pyproject.toml /c${at}/`,
    (at: number) => `LABEL l${at}=x${n}`,
  ];
  const body = Array.from({ length: lines }, (_, at) => kinds[at % kinds.length]?.(at) ?? '');
  return `FROM python:3.11-slim\n${body.join('\n')}\n`;
}

const checked = (files: Files) => (): void =>
  void check({ student: { files, complete: true }, lesson, tree });
const validated = (files: Files) => (): void => void validate(files.Dockerfile);
const long = (lines: number) => (n: number) => checked({ ...solution, Dockerfile: longer(lines, n) });

/** Times several things in turns. */
function inTurns(makers: readonly ((n: number) => () => void)[], warm: number, times: number) {
  const found = makers.map((): Timing[] => []);
  for (let n = 0; n < warm + times; n += 1) {
    for (const [at, make] of makers.entries()) {
      const timing = timed(make(n));
      if (timing !== null && n >= warm) found[at]?.push(timing);
    }
  }
  return found.map((timings) => ({
    busy: figures(timings.map(({ busy }) => busy)),
    wall: figures(timings.map(({ wall }) => wall)),
  }));
}

const [ours, theirs] = inTurns([(n) => checked(student(n)), (n) => validated(student(n))], warmUp, turns);
const [short, tenfold] = inTurns([long(90), long(900)], 20, 100);
if (ours === undefined || theirs === undefined || short === undefined || tenfold === undefined)
  throw new Error('nothing was timed');

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const shown = ({ busy, wall }: typeof ours): string =>
  `p50 ${busy.p50.toFixed(3)} ms  p99 ${busy.p99.toFixed(3)} ms   by the wall clock ${wall.p50.toFixed(3)} and ${wall.p99.toFixed(3)} ms`;
print(
  tellsWaiting
    ? 'Times with the processor: what the kernel says the thread waited for one is left out.'
    : 'Times by the wall clock: this machine does not tell how long a thread waits.',
);
print(`check, three files       ${shown(ours)}`);
print(`validate, Dockerfile     ${shown(theirs)}`);
print(`check, 90 instructions   ${shown(short)}`);
print(`check, 900 instructions  ${shown(tenfold)}`);

/** The same check as the bot has it, in a process of its own: what crossing costs. Milliseconds by the wall clock. */
async function crossing(): Promise<number> {
  const pool = new CheckerPool(readerProcess);
  const reading = new PooledTextReader(pool, noDeadLetters);
  const extra: number[] = [];
  try {
    for (let n = 0; n < warmReader + 400; n += 1) {
      const files = student(n);
      const began = performance.now();
      await reading.check(
        { student: { files, complete: true }, lesson, tree },
        { guild: 'bench', user: 'one' },
      );
      const there = performance.now();
      check({ student: { files, complete: true }, lesson, tree });
      const here = performance.now() - there;
      if (n >= warmReader) extra.push(there - began - here);
    }
  } finally {
    await pool.close();
  }
  return extra.sort((a, b) => a - b)[extra.length >> 1] ?? Number.NaN;
}

function holds(name: string, value: number, limit: number): boolean {
  const kept = value <= limit;
  print(
    `${name.padEnd(38)} ${value.toFixed(2).padStart(7)}   at most ${limit}   ${kept ? 'holds' : 'BROKEN'}`,
  );
  return kept;
}
const kept = [
  holds('p50 of the check / p50 of validate', ours.busy.p50 / theirs.busy.p50, 4),
  holds('p99 of the check / its p50', ours.busy.p99 / ours.busy.p50, 3),
  holds('more in a process of its own, p50, ms', await crossing(), 1),
  holds('time for 10 times the lines', tenfold.busy.p50 / short.busy.p50, 12),
];
if (kept.includes(false)) process.exitCode = 1;
