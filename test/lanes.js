import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { relative } from 'node:path';
import * as sequencer from '@jest/test-sequencer';

// Jest's types describe the file that `require` gets, and not the one that `import` gets.
const Sequencer = /** @type {typeof sequencer.default.default} */ (
  /** @type {unknown} */ (sequencer.default)
);

/** Files that need a box share two boxes; the others fill the time in between. */
const boxes = 2;
/**
 * Jest's workers: two for the files that need a box, and others that no box keeps waiting. Files about faults and commands leave a core
 * idle for half of their time (they wait for claims to lapse), so there are two of these where the memory carries a fourth worker.
 */
export const lanes = boxes + (totalmem() > 12e9 ? 2 : 1);

/**
 * Seconds of the files that take long on two cores, as measured; the others take some three. They decide the order, nothing else.
 * @type {readonly (readonly [RegExp, number])[]}
 */
const measured = [
  [/faults\/faults\./, 200],
  [/faults\/notifying\./, 150],
  [/deploy\/registry|workers\/worker\./, 130],
  [/workers\/(proofs|compose)|faults\/redis-away/, 110],
  [/faults\/rolling|e2e\/class|workers\/memory|growth\/check|cli\/french/, 85],
  [
    /classroom\/page|web\/page|syntax-check|faults\/(storm|stopping)|attacks\/exhaust|intake\/project|recorded/,
    75,
  ],
  [
    /growth\/(intake|pattern-growth|explain|lesson)|docker-live|workers\/(volumes|advice|variations|workflow)|faults\/(deadly|several-bots)/,
    62,
  ],
  [/cli\/(lesson|doctor\.)|attacks\/(reach|privilege|images)|commands\/alerts|program-answers/, 62],
  [/records\/refused|checker\/bot|e2e\/|verifier-pool|calibration|attacks\/egress|notifying-postgres/, 55],
  [/check\/advice|workers\/(postgres|wire)|docs\/tutorial|render\/(screens|quote)|deploy\/box\./, 48],
  [/reasons|records\/in-use|workers\/(mutations|busy|own-project)|faults\/join|cli\/|growth\//, 37],
  [/commands\/(queue|check|insights|verify|intake|ask)|package-folders|poetry|tracing|action\/|setup\//, 33],
  [/attacks\/|faults\/|kubernetes|checker\/|commands\/|deploy\/health|backup|gateway\/client|standing/, 23],
];
const needsBox = /real-box|own-box|support\/(attack|attempt)|SANDBOX_BOXES/;

/** Puts long files first, and never lets more files wait for boxes than there are boxes. */
export default class Lanes extends Sequencer {
  /**
   * @param {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} files
   * @override
   */
  sort(files) {
    return inLanes(
      files.map((file) => {
        const path = relative(import.meta.dirname, file.path);
        const seconds = measured.find(([pattern]) => pattern.test(path))?.[1] ?? 3;
        return { file, seconds, box: needsBox.test(readFileSync(file.path, 'utf8')) };
      }),
    ).map(({ file }) => file);
  }
}

/**
 * The order in which workers should take the files: as each gets free it takes the longest that need not wait for a box.
 * @template {{ readonly seconds: number, readonly box: boolean }} T
 * @param {readonly T[]} jobs
 * @returns {readonly T[]}
 */
export function inLanes(jobs) {
  const longest = [...jobs].sort((a, b) => b.seconds - a.seconds);
  const waiting = { box: longest.filter(({ box }) => box), other: longest.filter(({ box }) => !box) };
  const workers = Array.from({ length: lanes }, () => ({ freeAt: 0, box: false }));
  const order = [];
  while (waiting.box.length + waiting.other.length > 0) {
    const next = workers.reduce((soonest, worker) => (worker.freeAt < soonest.freeAt ? worker : soonest));
    const held = workers.filter(
      (worker) => worker !== next && worker.box && worker.freeAt > next.freeAt,
    ).length;
    const job =
      (held < boxes ? waiting.box.shift() : undefined) ?? waiting.other.shift() ?? waiting.box.shift();
    if (job === undefined) break;
    order.push(job);
    next.freeAt += job.seconds;
    next.box = job.box;
  }
  return order;
}
