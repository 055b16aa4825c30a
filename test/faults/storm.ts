import { parseArgs } from 'node:util';
import { seedOf } from './support/dice.ts';
import { storm } from './support/storm.ts';
import { isKept } from './support/storm-result.ts';

/**
 * `npm run storm -- --count N --seed S`: a class of N students submits while all kinds of faults strike. Progress goes to standard error,
 * the result is the last line of standard output. Exit code 1: a promise was broken, and the logs are kept; or the storm did not end in
 * time.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    times: { type: 'string' },
    minutes: { type: 'string', default: '40' },
    only: { type: 'string', multiple: true },
    real: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const count = Number(values.count);
const full = count >= 1_000;
/** Real boxes need the set-up's images and disks. */
const hasBoxes = process.env.DOCKHAND_STATE !== undefined;
const real = values.real === undefined ? (full && hasBoxes ? 30 : 0) : Number(values.real);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
const result = await storm({
  count,
  seed: values.seed === undefined ? seedOf() : Number(values.seed),
  times: values.times === undefined ? Math.max(1, Math.round((20 * count) / 1_000)) : Number(values.times),
  slowTimes: full ? 3 : Math.min(1, Math.floor(count / 100)),
  minuteMs: full ? 60_000 : 10_000,
  workers: 3,
  boxes: 12,
  pace: 0.25,
  lockMs: 6_000,
  atOnce: 40,
  giveUpAfter: Number(values.minutes) * 60,
  ...(values.only === undefined ? {} : { only: values.only }),
  keep: values.keep,
  say,
  real,
  stop: stop.signal,
}).catch((error: unknown) => {
  if (!stop.signal.aborted) throw error;
  say('Stopped before its end; nothing of it is left running.');
  process.exit(130);
});
process.stdout.write(`${JSON.stringify(result)}\n`, () =>
  process.exit(isKept(result) && result.submitted === count ? 0 : 1),
);
