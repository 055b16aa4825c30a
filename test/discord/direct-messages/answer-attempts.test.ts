import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { APIMessage } from 'discord-api-types/v10';
import { AnswerAttempts } from '../../../src/discord/direct-messages/answer-attempts.ts';
import type { Records } from '../../../src/records/records.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';
import { silent } from '../../support/redis.ts';

const ada = '200000000000000001';
const message = { id: '1001', author: { id: ada } } as unknown as APIMessage;

let records: Records;
beforeEach(async () => {
  records = await openRecords(':memory:');
  await records.people.dmOpened(ada, 'c1', '1000', 1);
});
afterEach(() => records.close());

const life = (): AnswerAttempts => new AnswerAttempts(records, silent);
const forEver = new Promise<never>(() => undefined);
/** A process life that ends while it answers. */
const ends = async (): Promise<void> => {
  let begun: () => void = () => undefined;
  const looking = new Promise<void>((resolve) => {
    begun = resolve;
  });
  void life().handle(message, {
    answer: () => {
      begun();
      return forEver;
    },
    giveUp: async () => true,
  });
  await looking;
};
/** What a process life does with the message. */
async function outcome(of: AnswerAttempts, answered = true): Promise<string> {
  let what = 'nothing';
  const as = (word: string) => async () => {
    what = word;
    return answered;
  };
  await of.handle(message, { answer: as('answered'), giveUp: as('given up') });
  return what;
}

test('reads a message that ended the bot once more, and gives it up after the second time', async () => {
  await ends();
  expect((await records.people.dms(0, 1))[0]?.interrupted).toBe(true);
  expect(await outcome(life(), false)).toBe('answered');
  await ends();
  expect(await outcome(life(), false)).toBe('given up');
  expect(await outcome(life())).toBe('given up');
});

test('does not count attempts whose answer could not be sent', async () => {
  const patient = life();
  for (let turn = 0; turn < 4; turn += 1) expect(await outcome(patient, false)).toBe('answered');
  expect(await outcome(life())).toBe('answered');
});

test('does not count attempts whose answer failed', async () => {
  const broken = { answer: () => Promise.reject(new Error('broken')), giveUp: async () => true };
  for (let turn = 0; turn < 3; turn += 1)
    await expect(life().handle(message, broken)).rejects.toThrow('broken');
  expect(await outcome(life())).toBe('answered');
});

test('takes its marks away and starts no more answers on a regular stop', async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    const stopping = life();
    void stopping.handle(message, { answer: () => forEver, giveUp: async () => true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await stopping.close();
    expect((await records.people.dms(0, 1))[0]?.interrupted).toBe(false);
    expect(await outcome(stopping)).toBe('nothing');
  }
  expect(await outcome(life())).toBe('answered');
});

test('answers even while the records are away', async () => {
  Object.assign(records.people, {
    dmAttempted: () => Promise.reject(new Error('disk full')),
    setDmAttempts: () => Promise.reject(new Error('disk full')),
  });
  expect(await outcome(life(), false)).toBe('answered');
});

test('keeps a message given up when its notice could not be sent, even after later answers', async () => {
  await ends();
  await ends();
  const third = life();
  expect(await outcome(third, false)).toBe('given up');
  const next = { id: '1002', author: { id: ada } } as unknown as APIMessage;
  await third.handle(next, { answer: async () => true, giveUp: async () => true });
  expect(await outcome(third)).toBe('given up');
});
