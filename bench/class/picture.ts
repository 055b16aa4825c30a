/**
 * What `/class` costs with 500 students and 20 submissions each: reading and drawing, and how long the event loop is blocked meanwhile.
 * `node bench/class/picture.ts`. Exits with 1 when a promise is broken.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { classPicture } from '../../src/pictures/class-picture.ts';
import { PngRenderer } from '../../src/pictures/png-renderer.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { classView } from '../../src/teaching/views.ts';
import { fillClass, usersOf } from './fill.ts';

const promised = { totalMs: 500, lagMs: 50 } as const;
const students = 500;
const each = 20;
const rounds = 30;

const guild = '100000000000000001';
const lesson = {
  slug: 'l',
  title: 'A lesson',
  todos: Array.from({ length: 6 }, (_, i) => ({
    n: i + 1,
    title: `Do ${i}`,
    nudges: [],
    hint: null,
    line: 1,
  })),
};
const records = await openRecords(':memory:');
await fillClass(records, { guild, lesson: lesson.slug, users: usersOf(students), each });

const painter = new PngRenderer();
const once = async (): Promise<void> => {
  const view = await classView(records, guild, lesson);
  await othersFirst();
  await painter.paint(classPicture('en', view, 'dark'));
};
await once();
const times: number[] = [];
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
for (let i = 0; i < rounds; i += 1) {
  const before = performance.now();
  await once();
  times.push(performance.now() - before);
  // As in real use: people pause between clicks.
  await new Promise((resolve) => setTimeout(resolve, 200));
}
delay.disable();
await painter.close();
await records.close();
const sorted = times.toSorted((a, b) => a - b);
const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
const lag = delay.percentile(99) / 1e6;
process.stdout.write(
  `${JSON.stringify({
    students,
    submissions: students * each,
    medianMs: Math.round(median),
    worstMs: Math.round(sorted.at(-1) ?? 0),
    eventLoopLagP99Ms: Math.round(lag),
    promised,
  })}\n`,
);
process.exitCode = median <= promised.totalMs && lag <= promised.lagMs ? 0 : 1;
