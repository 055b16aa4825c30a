/**
 * Hostile texts, generated from a seed, for intake, check and worker: how long each takes, the slowest first. With the number of texts
 * and a seed: `node bench/hostile/fuzz.ts 200000 1`. Exits with 1 when one takes over a second.
 */
import { seededRandom } from '../../test/check/random-inputs.ts';
import { openReaders } from './readers.ts';

const count = Number(process.argv[2] ?? 2_000);
const seed = Number(process.argv[3] ?? 1);
const limitMs = 1_000;

const inventions = await openReaders();
const random = seededRandom(seed);
const slowest: { readonly ms: number; readonly what: string; readonly text: string }[] = [];
for (let round = 0; round < count; round += 1) {
  // Most have the size of a student's file; one in twenty is as large as the limit allows.
  const size = random(20) === 0 ? 64_000 : 200 + random(6_000);
  const { what, text, read } = inventions(random, size);
  const before = process.threadCpuUsage();
  read();
  const { user, system } = process.threadCpuUsage(before);
  slowest.push({ ms: (user + system) / 1000, what, text });
  if (slowest.length > 200) slowest.sort((a, b) => b.ms - a.ms).splice(20);
}
slowest.sort((a, b) => b.ms - a.ms).splice(10);
for (const { ms, what, text } of slowest)
  console.log(
    `${ms.toFixed(0).padStart(6)} ms  ${what.padEnd(14)} ${text.length} characters: ${JSON.stringify(text.slice(0, 100))}`,
  );
const over = slowest.filter(({ ms }) => ms > limitMs).length;
console.log(`${count} texts, seed ${seed}: ${over} over ${limitMs} ms`);
process.exitCode = over === 0 ? 0 : 1;
