import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { Inbox } from '../../../src/discord/direct-messages/inbox.ts';
import type { Records } from '../../../src/records/records.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';
import { silent } from '../../support/redis.ts';

const ada = '200000000000000001';
const channel = '300000000000000001';

let records: Records;
let dms: Inbox;
/** The DM as Discord has it: the student's messages and the bot's answers. */
let written: APIMessage[];
let lastId: bigint;
let sending: boolean;
let reading: boolean;

const put = (content: string, of: { readonly bot: boolean; readonly to?: string }): APIMessage => {
  lastId += 1n;
  const message = {
    id: String(lastId),
    channel_id: channel,
    author: { id: of.bot ? '1' : ada, bot: of.bot },
    type: of.to === undefined ? MessageType.Default : MessageType.Reply,
    content,
    ...(of.to === undefined ? {} : { message_reference: { message_id: of.to } }),
  } as unknown as APIMessage;
  written.push(message);
  return message;
};
const writes = (content: string): APIMessage => put(content, { bot: false });
const answers = (): readonly string[] =>
  written.filter((message) => message.author.bot === true).map((message) => message.content);

const open = (): Inbox =>
  new Inbox({
    records,
    messenger: {
      messagesAfter: async (_channel, after, limit = 20) => {
        if (!reading) throw new Error('Discord is away');
        return written
          .filter((message) => BigInt(message.id) > BigInt(after))
          .slice(0, limit)
          .reverse();
      },
    },
    answer: async (message) => {
      if (!sending) return false;
      put(`to ${message.content}`, { bot: true, to: message.id });
      return true;
    },
    log: silent,
  });
const restart = (): void => {
  dms.close();
  dms = open();
};

beforeEach(async () => {
  records = await openRecords(':memory:');
  written = [];
  lastId = 1_000n;
  sending = true;
  reading = true;
  dms = open();
});
afterEach(async () => {
  jest.useRealTimers();
  dms.close();
  await records.close();
});

describe('the inbox', () => {
  test('answers the messages of a DM in order, each once', async () => {
    const [a, b] = [writes('a'), writes('b')];
    await Promise.all([dms.arrived(a), dms.arrived(b), dms.arrived(a)]);
    await dms.arrived(b);
    expect(answers()).toEqual(['to a', 'to b']);
  });

  test('answers once, after a restart, what was written meanwhile', async () => {
    await dms.arrived(writes('before'));
    restart();
    writes('while away');
    writes('also');
    await dms.catchUp();
    await dms.catchUp();
    restart();
    await dms.catchUp();
    expect(answers()).toEqual(['to before', 'to while away', 'to also']);
  });

  test('answers missed messages first when a new one arrives before the catch-up', async () => {
    await dms.arrived(writes('before'));
    restart();
    writes('lost');
    await dms.arrived(writes('first'));
    await dms.catchUp();
    expect(answers()).toEqual(['to before', 'to lost', 'to first']);
  });

  test('answers what was missed when a gateway session could not be resumed', async () => {
    await dms.arrived(writes('before'));
    writes('lost');
    const late = writes('late');
    await Promise.all([dms.catchUp(), dms.arrived(late)]);
    expect(answers()).toEqual(['to before', 'to lost', 'to late']);
  });

  test('does not answer twice when recording the answer failed', async () => {
    await dms.arrived(writes('one'));
    const { dmAnswered } = records.people;
    Object.assign(records.people, { dmAnswered: () => Promise.reject(new Error('disk full')) });
    await dms.arrived(writes('two'));
    Object.assign(records.people, { dmAnswered });
    restart();
    await dms.catchUp();
    expect(answers()).toEqual(['to one', 'to two']);
  });

  test('does not take a student’s reply to the bot for an answer', async () => {
    await dms.arrived(writes('before'));
    restart();
    const asked = writes('asked');
    put('and?', { bot: false, to: asked.id });
    await dms.catchUp();
    expect(answers()).toEqual(['to before', 'to asked', 'to and?']);
  });

  test('answers more messages than one page of history holds', async () => {
    await dms.arrived(writes('0'));
    restart();
    for (let n = 1; n <= 250; n += 1) writes(String(n));
    await dms.catchUp();
    expect(answers()).toEqual(Array.from({ length: 251 }, (_, n) => `to ${n}`));
  });

  test('starts with the first message of somebody new', async () => {
    put('an old word of the bot', { bot: true });
    await dms.arrived(writes('hello'));
    expect(answers()).toEqual(['an old word of the bot', 'to hello']);
    expect(await records.people.dms(0, 10)).toEqual([
      { user: ada, channel, answered: '1002', interrupted: false },
    ]);
  });
});

describe('an answer that cannot be sent', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  });

  test('sends an undeliverable answer later, without answering later messages twice', async () => {
    await dms.arrived(writes('0'));
    sending = false;
    await dms.arrived(writes('a'));
    sending = true;
    await dms.arrived(writes('b'));
    expect(answers()).toEqual(['to 0', 'to b']);
    await jest.advanceTimersByTimeAsync(25_000);
    expect(answers()).toEqual(['to 0', 'to b', 'to a']);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(answers()).toHaveLength(3);
  });

  test('sends an undeliverable answer after the next start of the bot', async () => {
    sending = false;
    await dms.arrived(writes('a'));
    restart();
    sending = true;
    await dms.catchUp();
    expect(answers()).toEqual(['to a']);
  });

  test('waits while Discord cannot be read either', async () => {
    await dms.arrived(writes('a'));
    restart();
    writes('b');
    reading = false;
    await dms.catchUp();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(answers()).toEqual(['to a']);
    reading = true;
    await jest.advanceTimersByTimeAsync(25_000);
    expect(answers()).toEqual(['to a', 'to b']);
  });
});
