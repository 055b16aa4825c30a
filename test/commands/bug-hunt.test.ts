import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { BotAnswer } from '../../classroom/server.ts';
import type { TextReader } from '../../src/checker/text-reader.ts';
import {
  type ClassServer,
  checkWithOneWrongTodo,
  filled,
  messageOf,
  openClassServer,
  refusedRequests,
} from '../support/class-server.ts';
import { readAtOnce } from '../support/reading.ts';
import { verdictOf } from '../support/verdicts.ts';
import { solvedFiles } from './student-files.ts';

jest.setTimeout(180_000);

let classServer: ClassServer;
/** How often a bug was planted. */
let planted: number;
/** Planting goes on only once this is resolved. */
let gate: Promise<void>;

const reader = (): TextReader => {
  const reading = readAtOnce(checkWithOneWrongTodo);
  return {
    ...reading,
    insight: async (kind, given, input, owner) => {
      if (kind === 'hunt') {
        planted += 1;
        await gate;
      }
      return reading.insight(kind, given, input, owner);
    },
  };
};

const hunted = async (): Promise<BotAnswer> => {
  classServer.work(async () => verdictOf('passed'));
  const answer = await classServer.ada.command('verify', await solvedFiles());
  await answer.until((one) => one.text.includes('Passed!'), { ms: 60_000 });
  return filled(classServer.ada.slash('/bug-hunt'));
};

beforeEach(async () => {
  planted = 0;
  gate = Promise.resolve();
  classServer = await openClassServer({ reading: async () => reader() });
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

describe('the form of a bug hunt', () => {
  test('opens with the bug that was shown, which is planted once', async () => {
    const found = messageOf(await hunted());
    await filled(classServer.ada.press(found, 'Where is it?'));
    for (const _ of [1, 2]) expect((await classServer.ada.press(found, 'Open the file')).state).toBe('modal');
    await filled(classServer.ada.slash('/bug-hunt'));
    expect(planted).toBe(1);
    await filled(classServer.ada.press(found, 'Another bug'));
    expect(planted).toBe(2);
  });

  test('says to press once more when it was not ready in time, and then opens', async () => {
    const found = messageOf(await hunted());
    await classServer.restart();
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    const late = await classServer.ada.press(found, 'Open the file');
    expect(late.loading).toBe(true);
    resolve();
    expect((await late.untilFilled({ ms: 60_000 })).text).toContain('Please try once more');
    expect((await classServer.ada.press(found, 'Open the file')).state).toBe('modal');
  });
});
