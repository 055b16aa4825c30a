/**
 * The check's speed with each shipped lesson, compared with `dockerfile-utils` `validate`, in one run and in turns, so that the machine's
 * load affects both alike: `node bench/check/check.ts`. Exits with 1 when a promise of the check is broken.
 *
 * Processor times are compared (see clock.ts); wall-clock times are printed beside them. No call gets a text that an earlier one had:
 * each student's files differ, so no cache of a text can help. Both get the same file. Both are warmed up, as in a bot that has run for
 * an hour.
 */
import { type CheckInput, openChecker } from '../../src/check/check.ts';
import { CheckerPool } from '../../src/checker/checker-pool.ts';
import { noDeadLetters } from '../../src/checker/dead-letters.ts';
import { PooledTextReader, readerProcess } from '../../src/checker/text-reader.ts';
import { type Figures, figures, type Timing, tellsWaiting, timed } from './clock.ts';
import { type ShippedLesson, shippedLessons } from './shipped.ts';

const warmUp = 4_000;
const turns = 4_000;
/** The separate process is warmed up like this one: within an hour it has checked as much. */
const warmReader = 4_000;

const check = await openChecker();

/** A Dockerfile with this many instructions, all of them meaningful. */
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

interface Measured {
  readonly busy: Figures;
  readonly wall: Figures;
}

/** Times two functions in turns. */
function inTurns(
  makers: readonly [(n: number) => () => void, (n: number) => () => void],
  warm: number,
  times: number,
): readonly [Measured, Measured] {
  const found: readonly [Timing[], Timing[]] = [[], []];
  for (let n = 0; n < warm + times; n += 1) {
    for (const at of [0, 1] as const) {
      const timing = timed(makers[at](n));
      if (timing !== null && n >= warm) found[at].push(timing);
    }
  }
  const measured = (timings: readonly Timing[]): Measured => ({
    busy: figures(timings.map(({ busy }) => busy)),
    wall: figures(timings.map(({ wall }) => wall)),
  });
  return [measured(found[0]), measured(found[1])];
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const show = (what: string, { busy, wall }: Measured): void =>
  print(
    `${what.padEnd(24)} p50 ${busy.p50.toFixed(3)} ms  p99 ${busy.p99.toFixed(3)} ms   by the wall clock ${wall.p50.toFixed(3)} and ${wall.p99.toFixed(3)} ms`,
  );

/** Whether a figure is within its limit; prints both. */
function holds(name: string, value: number, limit: number): boolean {
  const kept = value <= limit;
  print(
    `${name.padEnd(38)} ${value.toFixed(2).padStart(7)}   at most ${limit}   ${kept ? 'holds' : 'BROKEN'}`,
  );
  return kept;
}

/** The same check in a process of its own, as the bot runs it: what the process boundary costs. Wall-clock milliseconds. */
async function crossing({ handedIn }: ShippedLesson): Promise<number> {
  // Opened only now: timing blocks this thread for so long that the process would be taken for dead meanwhile.
  const pool = new CheckerPool(readerProcess);
  const reading = new PooledTextReader(pool, noDeadLetters);
  const extra: number[] = [];
  try {
    for (let n = 0; n < warmReader + 400; n += 1) {
      const input = handedIn(n);
      const began = performance.now();
      await reading.check(input, { guild: 'bench', user: 'one' });
      const there = performance.now();
      check(input);
      const here = performance.now() - there;
      if (n >= warmReader) extra.push(there - began - here);
    }
  } finally {
    await pool.close();
  }
  return extra.sort((a, b) => a - b)[extra.length >> 1] ?? Number.NaN;
}

const checked = (input: CheckInput) => (): void => void check(input);

/** The promises that hold for each lesson. */
async function measureLesson(lesson: ShippedLesson): Promise<readonly boolean[]> {
  const { slug, handedIn, peer } = lesson;
  print(`\n${slug}`);
  const read = (n: number) => {
    const input = handedIn(n);
    return (): void => void peer.read(input);
  };
  const [ours, theirs] = inTurns([(n) => checked(handedIn(n)), read], warmUp, turns);
  show('check, all files', ours);
  show(peer.name, theirs);
  return [
    holds('p50 of the check / p50 of the other', ours.busy.p50 / theirs.busy.p50, 4),
    holds('p99 of the check / its p50', ours.busy.p99 / ours.busy.p50, 3),
    holds('more in a process of its own, p50, ms', await crossing(lesson), 1),
  ];
}

/** The check does not become slow with long inputs. */
function measureLength({ slug, handedIn }: ShippedLesson): boolean {
  const long = (lines: number) => (n: number) => {
    const input = handedIn(n);
    const files = { ...input.student.files, Dockerfile: longer(lines, n) };
    return checked({ ...input, student: { files, complete: true } });
  };
  const [short, tenfold] = inTurns([long(90), long(900)], 20, 100);
  print(`\nlong Dockerfiles in ${slug}`);
  show('check, 90 instructions', short);
  show('check, 900 instructions', tenfold);
  return holds('time for 10 times the lines', tenfold.busy.p50 / short.busy.p50, 12);
}

print(
  tellsWaiting
    ? 'Times with the processor: what the kernel says the thread waited for one is left out.'
    : 'Times by the wall clock: this machine does not tell how long a thread waits.',
);
const lessons = await shippedLessons();
const kept: boolean[] = [];
for (const lesson of lessons) kept.push(...(await measureLesson(lesson)));
kept.push(...lessons.filter(({ slug }) => slug === 'backend-docker').map(measureLength));
if (kept.includes(false)) process.exitCode = 1;
