import { describe, expect, test } from '@jest/globals';
import { leastCpuTime } from '../check/cpu-time.ts';
import { seededRandom } from '../check/random-inputs.ts';
import { isSteep, largest } from './growth.ts';
import { growing, pieces } from './hostile.ts';
import { workerTexts } from './worker-texts.ts';

/** All pieces everywhere with DOCKHAND_FULL=1, otherwise a sample. DOCKHAND_SEED repeats a run. */
const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_128);
const rounds = full ? 400 : 40;

/** Texts at which a parser of program output may start again. */
const restartPoints = [
  '[',
  '"',
  "'",
  '(',
  '\n',
  ' ',
  '\r',
  ': ',
  '/',
  'a/',
  '0',
  'a',
  '[1/2] ',
  'File "',
  'Error: ',
];

describe.each(Object.entries(workerTexts))('%s', (_, read) => {
  test.each(restartPoints)('reads 64 KB of %j quickly', (unit) => {
    const text = unit.repeat(Math.floor(largest / unit.length));
    expect(leastCpuTime(250, () => read(text))).toBeLessThan(250);
  });

  test(`reads repetitive texts in linear time (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const steep: string[] = [];
    const measure = (what: string, input: (times: number) => string): void => {
      const found = isSteep(input, read);
      if (found !== null) steep.push(`${what}: ${JSON.stringify(found)}`);
    };
    const tried = full ? pieces : Array.from({ length: rounds }, () => pieces[random(pieces.length)] ?? '');
    for (const piece of tried) measure(JSON.stringify(piece), (times) => piece.repeat(times));
    for (let round = 0; round < rounds; round += 1) {
      const grow = growing(random);
      measure(`round ${round}, ${JSON.stringify(grow(2))}`, grow);
    }
    expect(steep).toEqual([]);
  }, 900_000);
});
