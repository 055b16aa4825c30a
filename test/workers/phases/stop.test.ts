import { describe, expect, test } from '@jest/globals';
import { translate } from '../../../src/wording/wording.ts';
import type { Work } from '../../../workers/phases/phase.ts';
import { stopPhase } from '../../../workers/phases/stop.ts';
import type { RunningContainer } from '../../../workers/sandbox/containers/container.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { theLesson } from '../support/lesson.ts';
import { quiet } from '../support/pretend-box.ts';

/** Stops a container that is in one state before and in another afterwards, with a stop that takes `ms`. */
async function stopped(
  before: { readonly running: boolean; readonly exitCode: number | null },
  exitCode: number,
  ms = 200,
) {
  const { lesson } = await theLesson();
  const { manifest } = lesson;
  const states = [before, { running: false, exitCode }];
  let asked = 0;
  const running = {
    state: async () => ({ error: '', health: null, ...(states.shift() ?? before) }),
    stop: async () => {
      asked += 1;
      return ms;
    },
  } as unknown as RunningContainer;
  const work = {
    box: { counters: async () => quiet },
    ...{ manifest, lesson, limits: readLimits({}) },
  } as unknown as Work;
  const outcome = await stopPhase(work, running);
  if (outcome.failure !== null) throw new Error('it failed');
  const { status, detail } = outcome.found;
  return { status, asked, said: translate('en', detail) };
}

describe('stopping a container', () => {
  test('passes a container that ends when it is asked to', async () => {
    const { status, said } = await stopped({ running: true, exitCode: null }, 143);
    expect(status).toBe('ok');
    expect(said).toBe('It stopped 0.2 s after SIGTERM');
  });

  test('warns of a container that had to be killed', async () => {
    const { status, said } = await stopped({ running: true, exitCode: null }, 137, 10_100);
    expect(status).toBe('warned');
    expect(said).toContain('had to be killed after 10.1 s');
  });

  test.each([0, 1, 137])('warns of a container that had ended by itself with exit code %d', async (code) => {
    const { status, asked, said } = await stopped({ running: false, exitCode: code }, code);
    expect(status).toBe('warned');
    expect(said).toContain(`It ended by itself (exit code ${code}) before it was asked to stop.`);
    expect(asked).toBe(0);
  });
});
