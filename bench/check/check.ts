/**
 * The check's speed beside `dockerfile-utils` `validate`, in one run and in turns, so that the machine's mood meets both:
 * `node bench/check/check.ts`. It ends with 1 when a promise of the check is broken.
 */
import { validate } from 'dockerfile-utils';
import { openChecker } from '../../src/check/check.ts';
import { loadLesson } from '../../src/library/library.ts';

const lessons = new URL('../../lessons/backend-docker/', import.meta.url);
const { lesson, tree } = await loadLesson(lessons.pathname);
const { readFile } = await import('node:fs/promises');
const read = (name: string): Promise<string> => readFile(new URL(`solution/${name}`, lessons), 'utf8');
const files = {
  Dockerfile: await read('Dockerfile'),
  '.dockerignore': await read('.dockerignore'),
  'entrypoint.sh': await read('entrypoint.sh'),
};
const check = await openChecker();

/** Milliseconds of one call. */
function timed(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

function figures(times: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99) };
}

const checkOnce = (): void => void check({ student: { files, complete: true }, lesson, tree });
const validateOnce = (): void => void validate(files.Dockerfile);

for (let turn = 0; turn < 400; turn += 1) {
  checkOnce();
  validateOnce();
}
const ours: number[] = [];
const theirs: number[] = [];
for (let turn = 0; turn < 3_000; turn += 1) {
  ours.push(timed(checkOnce));
  theirs.push(timed(validateOnce));
}

/** A Dockerfile of so many instructions, none of them senseless. */
function longer(lines: number): string {
  const body = Array.from({ length: lines }, (_, n) =>
    n % 4 === 0
      ? `ENV NAME_${n}=value`
      : n % 4 === 1
        ? `RUN echo ${n}`
        : n % 4 === 2
          ? `COPY pyproject.toml /c${n}/`
          : `LABEL l${n}=x`,
  );
  return `FROM python:3.11-slim\n${body.join('\n')}\n`;
}

function growth(): { readonly short: number; readonly long: number } {
  const time = (text: string, turns: number): number =>
    figures(
      Array.from({ length: turns }, () =>
        timed(
          () =>
            void check({ student: { files: { ...files, Dockerfile: text }, complete: true }, lesson, tree }),
        ),
      ),
    ).p50;
  const [short, long] = [longer(90), longer(900)];
  time(long, 5);
  return { short: time(short, 60), long: time(long, 30) };
}

const mine = figures(ours);
const other = figures(theirs);
const grown = growth();
const row = (name: string, value: number, limit: number): boolean => {
  const holds = value <= limit;
  process.stdout.write(
    `${name.padEnd(46)} ${value.toFixed(2).padStart(7)}   at most ${limit}   ${holds ? 'holds' : 'BROKEN'}\n`,
  );
  return holds;
};
process.stdout.write(
  `check, three files       p50 ${mine.p50.toFixed(3)} ms   p99 ${mine.p99.toFixed(3)} ms\n`,
);
process.stdout.write(
  `validate, Dockerfile     p50 ${other.p50.toFixed(3)} ms   p99 ${other.p99.toFixed(3)} ms\n`,
);
process.stdout.write(
  `90 and 900 instructions  ${grown.short.toFixed(2)} ms and ${grown.long.toFixed(2)} ms\n`,
);
const holds = [
  row('p50 of the check / p50 of validate', mine.p50 / other.p50, 4),
  row('p99 of the check / its p50', mine.p99 / mine.p50, 3),
  row('time for 10 times the lines', grown.long / grown.short, 12),
];
if (holds.includes(false)) process.exitCode = 1;
