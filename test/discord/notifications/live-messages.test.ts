import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Desk } from '../../../src/desk/desk.ts';
import { editIntervalMs } from '../../../src/discord/notifications/live-message.ts';
import { LiveMessages } from '../../../src/discord/notifications/live-messages.ts';
import { watchedSubmissions } from '../../../src/discord/notifications/watched-kinds.ts';
import type { Message } from '../../../src/discord/render/message.ts';
import type { Messenger } from '../../../src/discord/rest/messenger.ts';
import type { Records, ReplyPlace, Submission } from '../../../src/records/records.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';
import type { Progress } from '../../../src/submission/job.ts';
import { silent } from '../../support/redis.ts';
import { verdictOf } from '../../support/verdicts.ts';
import { stillDesk } from '../stand-ins.ts';

type Listener = Parameters<Desk['onProgress']>[0];

let records: Records;
let edits: string[];
let live: LiveMessages;
let report: Listener;
let refuse: boolean;
let meanwhile: () => Promise<unknown>;

const place: ReplyPlace = { kind: 'message', channel: '1', message: '2' };
const step = (n: number): Progress => ({
  v: 1,
  phase: 'build',
  step: { n, of: 99, instruction: 'RUN x' },
  done: [],
  worker: 'w',
});

const start = (): void => {
  const desk = stillDesk({
    onProgress: (listener) => {
      report = listener;
      return () => {};
    },
  });
  const messenger = {
    editMessage: async (_channel: string, _id: string, message: Message) => {
      if (refuse) throw new Error('no');
      await meanwhile();
      edits.push(JSON.stringify(message));
    },
  } as unknown as Messenger;
  live = new LiveMessages({
    desk,
    kind: watchedSubmissions({ desk, records, lesson: () => null }),
    messenger,
    locales: { of: async () => 'en' },
    lessons: { label: (_locale, message) => message },
    log: silent,
  });
};
const submit = (reply: ReplyPlace = place, receivedAt = 1, id = 'sa1'): Promise<Submission> =>
  records.submissions.create({
    id,
    student: { guild: '1', user: '2' },
    lesson: { slug: 'l', digest: 'd' },
    files: { Dockerfile: 'FROM a\n' },
    receivedAt,
    reply,
  });
const watched = (submission: Submission) => ({
  submission,
  reply: place,
  locale: 'en' as const,
  used: [],
  absent: [],
});

beforeEach(async () => {
  records = await openRecords(':memory:');
  edits = [];
  refuse = false;
  meanwhile = async () => {};
  jest.useFakeTimers();
  start();
});
afterEach(async () => {
  jest.useRealTimers();
  await live.close();
  await records.close();
});

test('coalesces a hundred progress reports into one edit that shows the last', async () => {
  live.watch(watched(await submit()));
  for (let n = 1; n <= 99; n += 1) report('sa1', 1, step(n));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  expect(edits).toHaveLength(1);
  expect(edits[0]).toContain('Step 99 of 99');
});

test('does not edit a message when nothing changed', async () => {
  live.watch(watched(await submit()));
  report('sa1', 1, step(1));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  report('sa1', 1, step(1));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  expect(edits).toHaveLength(1);
});

test('never overwrites a verdict with progress', async () => {
  const submission = await submit();
  live.watch(watched(submission));
  report('sa1', 1, step(1));
  await live.finish(submission);
  report('sa1', 1, step(2));
  await jest.advanceTimersByTimeAsync(10 * editIntervalMs);
  expect(edits).toHaveLength(0);
});

test('never overwrites a verdict that another bot recorded', async () => {
  const submission = await submit();
  live.watch(watched(submission));
  await records.submissions.judge('sa1', 1, verdictOf('passed'), 2);
  report('sa1', 1, step(1));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  expect(edits).toHaveLength(0);
});

test('leaves the verdict that another bot sent during an edit', async () => {
  const submission = await submit();
  live.watch(watched(submission));
  meanwhile = async () => {
    meanwhile = async () => {};
    await records.submissions.judge('sa1', 1, verdictOf('passed'), 2);
    edits.push('the verdict, by the other bot');
  };
  report('sa1', 1, step(1));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  expect(edits).toHaveLength(3);
  expect(edits[1]).toContain('Step 1');
  expect(edits[2]).toContain('Passed');
});

test('continues live messages from the records after a restart', async () => {
  await submit();
  report('sa1', 1, step(7));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  expect(edits).toHaveLength(1);
  expect(edits[0]).toContain('Step 7');
});

test('goes on with the next edit after one that failed', async () => {
  live.watch(watched(await submit()));
  refuse = true;
  report('sa1', 1, step(1));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  refuse = false;
  report('sa1', 1, step(2));
  await jest.advanceTimersByTimeAsync(editIntervalMs);
  expect(edits).toHaveLength(1);
});

describe('a verdict that arrives before the answer to its submission', () => {
  const interaction = (): ReplyPlace => ({
    kind: 'interaction',
    token: 't',
    channel: '1',
    expiresAt: Date.now() + 900_000,
  });
  let told: string[];
  /** Twice, as when a newer submission replaces it in the same moment. */
  const tell = async (submission: Submission): Promise<void> => {
    told = [];
    for (const who of ['the teller', 'who replaces it'])
      void live.finish(submission).then(() => told.push(who));
    await jest.advanceTimersByTimeAsync(100);
  };

  test('waits until the answer has arrived', async () => {
    const submission = await submit(interaction(), Date.now());
    await tell(submission);
    expect(told).toEqual([]);
    live.watch(watched(submission));
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toHaveLength(2);
    report('sa1', 1, step(1));
    await jest.advanceTimersByTimeAsync(10 * editIntervalMs);
    expect(edits).toEqual([]);
  });

  test('waits a few seconds at most for the answer', async () => {
    await tell(await submit(interaction(), Date.now()));
    await jest.advanceTimersByTimeAsync(3_800);
    expect(told).toEqual([]);
    await jest.advanceTimersByTimeAsync(100);
    expect(told).toHaveLength(2);
  });

  test('does not wait again once the answer has been seen', async () => {
    const submission = await submit(interaction(), Date.now());
    live.watch(watched(submission));
    await tell(submission);
    expect(told).toHaveLength(2);
  });

  test('does not wait for an answer that is old, in a channel, or dated in the future', async () => {
    await tell(await submit(interaction(), Date.now() - 5_000));
    expect(told).toHaveLength(2);
    await tell(await submit(interaction(), Date.now() + 3_600_000, 'sa2'));
    expect(told).toHaveLength(2);
    await tell(await submit(place, Date.now(), 'sa3'));
    expect(told).toHaveLength(2);
  });
});
