import { expect, test } from '@jest/globals';
import { explain } from '../../src/explain/explain.ts';
import { failures } from '../../src/explain/failures/index.ts';
import { leastCpuTime } from '../check/cpu-time.ts';
import { seededRandom } from '../check/random-inputs.ts';
import { seed as day, full, sampleOf } from '../support/sample.ts';
import { isSteep, largest } from './growth.ts';
import { growing, pieces } from './hostile.ts';

/** What is drawn at random is the same each day: it was seen to be linear. */
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_128);

/** The beginnings, middles and ends of phrases: a line that consists of nothing else makes each phrase start matching again and again. */
const phrasePieces = failures.flatMap(({ when }) =>
  when.flatMap(({ source, runs }) => [
    source,
    ...runs.flat().flatMap((part) => (part.kind === 'literal' ? [part.text] : [])),
  ]),
);

test('explains 64 KB within a second, whatever they are made of', () => {
  const random = seededRandom(seed);
  const drawn = Array.from(
    { length: full ? 2_000 : 30 },
    () => phrasePieces[random(phrasePieces.length)] ?? '',
  );
  const slow = ['\n', 'a\n', ' ', "'", '"', ': ', "exec: '", ...drawn].filter((piece) => {
    const text = piece.repeat(Math.ceil(largest / piece.length)).slice(0, largest);
    return leastCpuTime(700, () => void explain(text)) > 1_000;
  });
  expect(slow).toEqual([]);
}, 600_000);

test('reads a line of all phrases at once within a second', () => {
  const text = phrasePieces.join('').repeat(20).slice(0, largest);
  expect(leastCpuTime(700, () => void explain(text))).toBeLessThan(1_000);
});

test(`takes a time that grows with the text and no faster (seeds ${seed} and ${day})`, () => {
  const random = seededRandom(seed);
  const steep: string[] = [];
  const measure = (what: string, input: (times: number) => string): void => {
    const found = isSteep(input, (text) => void explain(text));
    if (found !== null) steep.push(`${what}: ${JSON.stringify(found)}`);
  };
  for (const piece of sampleOf(pieces, 70)) measure(JSON.stringify(piece), (times) => piece.repeat(times));
  for (let round = 0; round < (full ? 5_000 : 24); round += 1) {
    const piece = phrasePieces[random(phrasePieces.length)] ?? '';
    measure(JSON.stringify(piece), (times) => piece.repeat(times));
    const grow = growing(random);
    measure(`round ${round}, ${JSON.stringify(grow(2))}`, grow);
  }
  expect(steep).toEqual([]);
}, 900_000);
