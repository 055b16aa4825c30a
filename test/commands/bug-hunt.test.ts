import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { BotAnswer } from '../../classroom/server.ts';
import type { TextReader } from '../../src/checker/text-reader.ts';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import type { Progress } from '../../src/submission/job.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import {
  type ClassServer,
  checkWithOneWrongTodo,
  filled,
  messageOf,
  openClassServer,
  refusedRequests,
} from '../support/class-server.ts';
import { readAtOnce } from '../support/reading.ts';
import { redisUrl } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { lesson, rememberedFiles, solution, solvedFiles, studentOf } from './student-files.ts';

jest.setTimeout(180_000);

let classServer: ClassServer;
/** How often a bug was planted. */
let planted: number;
/** Planting continues only once this has resolved. */
let gate: Promise<void>;
/** The verdict of a run for practice. */
let practised: (report: (progress: Progress) => Promise<void>) => Promise<Verdict>;

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
  classServer.work(async ({ submission }, report) =>
    submission.startsWith('h') ? practised(report) : verdictOf('passed'),
  );
  const answer = await classServer.ada.command('verify', await solvedFiles());
  await answer.until((one) => one.text.includes('Passed!'), { ms: 60_000 });
  return filled(classServer.ada.slash('/bug-hunt'));
};

beforeEach(async () => {
  planted = 0;
  gate = Promise.resolve();
  practised = async () => verdictOf('passed');
  classServer = await openClassServer({
    reading: async () => reader(),
    settings: { PRACTICE_PER_DAY: '1' },
  });
});
afterEach(async () => {
  await classServer.close();
  expect(refusedRequests(classServer)).toEqual([]);
});

describe('the form of a bug hunt', () => {
  test('opens with the bug that was shown, and plants it only once', async () => {
    const found = messageOf(await hunted());
    await filled(classServer.ada.press(found, 'Where is it?'));
    for (const _ of [1, 2]) expect((await classServer.ada.press(found, 'Open the file')).state).toBe('modal');
    await filled(classServer.ada.slash('/bug-hunt'));
    expect(planted).toBe(1);
    await filled(classServer.ada.press(found, 'Another bug'));
    expect(planted).toBe(2);
  });

  test('asks for a second press when it was not ready in time, and then opens', async () => {
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

/** A worker sends a heartbeat. */
async function sign(): Promise<void> {
  const redis = new Redis(redisUrl());
  const { workers } = redisKeys(classServer.prefix);
  await redis.hset(workers, 'w', JSON.stringify({ id: 'w', boxes: 1, jobs: [], at: Date.now() + 600_000 }));
  redis.disconnect();
}

/** Sends a fix that works but differs from the file that passed. */
async function repaired(found: BotAnswer): Promise<BotAnswer> {
  const file = /copy of your `([^`]+)`/.exec(found.text)?.[1] ?? '';
  const text = `${await readFile(join(solution, file), 'utf8')}# mended by Ada\n`;
  const form = await classServer.ada.press(messageOf(found), 'Open the file');
  return filled(form.modal.fill({ text }).submit());
}
const comesTo = (answer: BotAnswer, text: string) =>
  answer.until((one) => one.text.includes(text), { ms: 60_000 });

const standing = async () => {
  const student = studentOf(classServer, classServer.ada);
  const { records } = classServer;
  return {
    attempts: await records.attempts.of(student, lesson),
    today: await records.verdicts.outcomesSince(student.guild, 0),
    files: await rememberedFiles(classServer),
    turns: await records.submissions.turnsSince(student, lesson, 0),
  };
};

describe('a repair in a bug hunt', () => {
  test('A repair is built and run for real, shown as it goes on, and changes nothing that counts', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    practised = async (report) => {
      await report({
        v: 1,
        phase: 'build',
        step: { n: 4, of: 9, instruction: 'RUN x' },
        done: [],
        worker: 'w',
      });
      await promise;
      return verdictOf('passed');
    };
    const found = await hunted();
    await sign();
    const before = await standing();
    const sent = await repaired(found);
    expect(sent.text).toContain('quick check says that it is fixed');
    expect(sent.text).toContain('Your points stay as they are');
    await comesTo(sent, 'Step 4 of 9');
    const queue = await filled(classServer.tess.slash('/queue', { force: true }));
    expect(queue.text).toContain(`<@${classServer.ada.id}> (practice)`);
    expect(queue.text).toContain('**Done today:** 1 passed');
    expect(JSON.stringify(messageOf(queue).components)).not.toContain('Do something about a verification');
    resolve();
    const told = await comesTo(sent, 'ran it for real: it passed');
    const symptom = /> ([^\n]+)/.exec(found.text)?.[1] ?? 'none';
    expect(told.text).toContain(symptom);
    expect(told.text).toContain('+ # mended by Ada');
    expect(told.text).toContain('Your points are as before');
    expect(await standing()).toEqual(before);
    await until(
      () => classServer.records.practice.underway(5),
      (left) => left.length === 0,
    );
    expect((await filled(classServer.ada.press(messageOf(told), 'Another bug'))).text).toContain('Bug hunt');
  });

  test('A repair’s answer says why it failed, whatever the instant check said, and it can be tried again', async () => {
    const explanation = { page: 'reasons', key: 'wrong-port', values: { port: 8001, wanted: 8000 } };
    practised = async () => ({ ...verdictOf('failed'), explanation, excerpt: ['Starting at 8001'] });
    const found = await hunted();
    await sign();
    const told = await comesTo(await repaired(found), 'ran it for real. This happened');
    expect(told.text).toContain('Not yet');
    expect(told.text).toContain('Starting at 8001');
    expect(told.text).toContain('Your points are as before');
    expect((await standing()).today).toMatchObject({ passed: 1, failed: 0 });
    expect((await classServer.ada.press(messageOf(told), 'Try again')).state).toBe('modal');
  });

  test('A repair beyond the daily limit of real runs gets the instant check’s answer, and the time of the next run', async () => {
    const found = await hunted();
    await sign();
    await comesTo(await repaired(found), 'ran it for real: it passed');
    const answer = await repaired(found);
    expect(answer.text).toContain('Found and fixed');
    expect(answer.text).toMatch(/You have one real run in 24 hours. The next one is free <t:\d+:R>/);
    expect(await classServer.records.practice.underway(5)).toEqual([]);
  });

  /** A run of a fix that lasts until `resolve`, and then passes. */
  async function underway() {
    const { promise, resolve } = Promise.withResolvers<void>();
    practised = async () => {
      await promise;
      return verdictOf('passed');
    };
    const found = await hunted();
    await sign();
    return { sent: await repaired(found), resolve };
  }

  test('uses the instant check when no machine is free, and says so', async () => {
    const answer = await repaired(await hunted());
    expect(answer.text).toContain('Found and fixed');
    expect(answer.text).toContain('only what my quick check says');
    expect(await classServer.records.practice.underway(5)).toEqual([]);
  });

  test('uses the instant check when its run fails on our side, and says so', async () => {
    practised = async () => verdictOf('error');
    const found = await hunted();
    await sign();
    const told = await comesTo(await repaired(found), 'only what my quick check says');
    expect(told.text).toContain('Found and fixed');
  });

  test('A repair is stopped by its button, by nobody but its student', async () => {
    const { sent, resolve } = await underway();
    await classServer.ada.press(messageOf(sent), 'Stop it');
    const told = await comesTo(sent, 'You stopped the real run');
    resolve();
    expect(told.text).toContain('Your points are as before');
  });

  test('The result of a repair arrives although the bot was restarted while it ran', async () => {
    const { sent, resolve } = await underway();
    await classServer.restart();
    resolve();
    await comesTo(sent, 'ran it for real: it passed');
  });

  test('disappears with the student’s data', async () => {
    practised = () => new Promise(() => undefined);
    const found = await hunted();
    await sign();
    await repaired(found);
    const asked = await filled(classServer.ada.slash('/my-data'));
    const sure = await filled(classServer.ada.press(messageOf(asked), 'Delete my data'));
    await filled(classServer.ada.press(messageOf(sure), 'Yes, delete it'));
    await until(
      () => classServer.records.practice.underway(5),
      (left) => left.length === 0,
    );
  });
});
