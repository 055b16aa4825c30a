import { beforeAll, expect, test } from '@jest/globals';
import { translate } from '../../src/wording/wording.ts';
import { leastCpuTime } from './cpu-time.ts';
import { type LessonFixture, lessonWithoutManifest, openLessonFixture } from './lesson-fixture.ts';
import { randomFiles, seededRandom } from './random-inputs.ts';

/** 100,000 inputs with DOCKHAND_FULL=1. The test's name has the seed, and DOCKHAND_SEED repeats a run. */
const full = process.env.DOCKHAND_FULL === '1';
const seed = Number(process.env.DOCKHAND_SEED ?? 20_261_124);
const rounds = full ? 100_000 : 2_500;
const limitMs = 100;

let fixture: LessonFixture;
beforeAll(async () => {
  fixture = await openLessonFixture();
});

test(`survives ${rounds} random inputs, each within ${limitMs} ms, with displayable messages (seed ${seed})`, () => {
  const random = seededRandom(seed);
  const wrong: string[] = [];
  for (let round = 0; round < rounds && wrong.length < 5; round += 1) {
    const input = randomFiles(random, fixture.answer);
    const complete = random(3) > 0;
    const lesson = random(10) === 0 ? lessonWithoutManifest : fixture.lesson;
    try {
      const ms = leastCpuTime(limitMs, () => {
        const report = fixture.checker({ student: { files: input, complete }, lesson, tree: fixture.tree });
        for (const { message } of [...report.todos, ...report.findings]) {
          const text = translate('en', message);
          if (
            /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\ue000]|\{\{\w+\}\}|undefined/.test(text) ||
            text.length > 600
          ) {
            throw new Error(`a message that cannot be shown: ${JSON.stringify(text)}`);
          }
        }
      });
      if (ms > limitMs) wrong.push(`round ${round}: ${Math.round(ms)} ms for ${JSON.stringify(input)}`);
    } catch (error) {
      wrong.push(
        `round ${round}: ${error instanceof Error ? error.stack : error} for ${JSON.stringify(input)}`,
      );
    }
  }
  expect(wrong).toEqual([]);
}, 900_000);
