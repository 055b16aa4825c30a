import { type APIMessage, MessageType } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { KnownDm, Records } from '../../records/records.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';

/**
 * What students write in DMs: answered in order, each message once, also what was written while Dockhand was away or
 * Discord's gateway had lost it. How far a DM is answered is in the records.
 */
export interface Inbox {
  /** A message came through the gateway. It may come twice. */
  readonly arrived: (message: APIMessage) => Promise<void>;
  /** Reads the known DMs on from where they were answered. To be called when events may have been missed. */
  readonly catchUp: () => Promise<void>;
  readonly close: () => void;
}

/** DMs that were quiet for longer are not read again. Milliseconds. */
const quiet = 30 * 86_400_000;
/** DMs that one round reads, the liveliest first: a request each, of the 50 a second that Discord allows. */
const mostDms = 2_000;
/** DMs read at the same moment. */
const abreast = 4;
/** Messages in one page of a channel, and how many pages are read. */
const page = { size: 100, most: 5 } as const;
/** A DM whose messages could not be answered is read again after this. Milliseconds. */
const retryAfter = 20_000;
/** DMs held in memory. */
const most = 20_000;

/** Only what a person wrote is a question. */
export const isQuestion = (
  message: Pick<APIMessage, 'type'> & { readonly author?: APIMessage['author'] },
): boolean =>
  message.author?.bot !== true &&
  (message.type === MessageType.Default || message.type === MessageType.Reply);

export function openDms(options: {
  readonly records: Pick<Records, 'people'>;
  readonly post: Pick<Messenger, 'messagesAfter'>;
  /** Answers a message; false when that failed and may go better later. */
  readonly answer: (message: APIMessage) => Promise<boolean>;
  readonly log: Logger;
  readonly now?: () => number;
}): Inbox {
  const { records, post, answer, log } = options;
  const now = options.now ?? Date.now;
  /** By channel: the last message up to which everything is answered. */
  const answered = new Map<string, bigint>();
  /** Channels with something unanswered, which is read again. */
  const behind = new Map<string, NodeJS.Timeout>();
  const lanes = new Map<string, Promise<void>>();
  let round: Promise<void> | null = null;
  let again = false;
  let closed = false;

  /** One after the other in each channel. */
  const inLane = (channel: string, work: () => Promise<void>): Promise<void> => {
    const before = lanes.get(channel) ?? Promise.resolve();
    const mine = before.then(work).catch((error: unknown) => {
      log.warn({ err: describeError(error) }, 'a DM could not be read on');
    });
    lanes.set(channel, mine);
    return mine.finally(() => {
      if (lanes.get(channel) === mine) lanes.delete(channel);
    });
  };

  const readAgain = (dm: KnownDm): void => {
    if (closed || behind.has(dm.channel)) return;
    const timer = setTimeout(() => {
      behind.delete(dm.channel);
      void inLane(dm.channel, () => readOn(dm));
    }, retryAfter);
    timer.unref();
    behind.set(dm.channel, timer);
  };

  const done = async (dm: KnownDm, message: string): Promise<void> => {
    if (behind.has(dm.channel)) return;
    if (answered.size >= most) answered.clear();
    answered.set(dm.channel, BigInt(message));
    try {
      await records.people.dmAnswered(dm.user, dm.channel, message, now());
    } catch (error) {
      // Read once more after a restart; its answer is found there then.
      log.warn({ err: describeError(error) }, 'how far a DM is answered was not recorded');
    }
  };

  /** Up to where a DM is answered; to just before its first message when it is new. */
  const opened = async (dm: KnownDm): Promise<string> => {
    try {
      return await records.people.dmOpened(dm.user, dm.channel, dm.answered, now());
    } catch (error) {
      log.warn({ err: describeError(error) }, 'a DM was not recorded');
      return dm.answered;
    }
  };

  /** Reads a DM on from where it was answered; answers what has no answer yet. */
  const readOn = async (dm: KnownDm): Promise<void> => {
    const from = String(answered.get(dm.channel) ?? dm.answered);
    if (closed) return;
    let messages: readonly APIMessage[];
    try {
      messages = await allAfter(dm.channel, from);
    } catch (error) {
      log.info({ err: describeError(error) }, 'a DM could not be read');
      if (!isFinal(error)) readAgain({ ...dm, answered: from });
      return;
    }
    // Students refer to messages too, when they reply to one or forward it: only what a bot says is an answer.
    const has = new Set(
      messages.flatMap((message) =>
        message.author.bot === true ? [message.message_reference?.message_id] : [],
      ),
    );
    for (const message of messages) {
      if (!isQuestion(message) || has.has(message.id)) continue;
      log.info({ message: message.id }, 'answering what was written meanwhile');
      if (!(await answer(message))) readAgain({ ...dm, answered: from });
    }
    const last = messages.at(-1);
    if (last !== undefined) await done(dm, last.id);
  };

  const allAfter = async (channel: string, from: string): Promise<readonly APIMessage[]> => {
    const all: APIMessage[] = [];
    let after = from;
    for (let n = 0; n < page.most; n += 1) {
      const found = await post.messagesAfter(channel, after, page.size);
      const sorted = [...found].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      all.push(...sorted);
      after = sorted.at(-1)?.id ?? after;
      if (found.length < page.size) break;
    }
    return all;
  };

  const readAll = async (): Promise<void> => {
    const waiting = [...(await records.people.dms(now() - quiet, mostDms))];
    const hand = async (): Promise<void> => {
      for (let dm = waiting.shift(); dm !== undefined && !closed; dm = waiting.shift()) {
        const known = dm;
        await inLane(known.channel, () => readOn(known));
      }
    };
    await Promise.all(Array.from({ length: abreast }, hand));
  };

  return {
    arrived: (message) =>
      inLane(message.channel_id, async () => {
        const id = BigInt(message.id);
        const dm = { user: message.author.id, channel: message.channel_id, answered: String(id - 1n) };
        const upTo = answered.get(dm.channel);
        if (upTo !== undefined && id <= upTo) return;
        // Seen for the first time since events may have been missed: the records know whether something came before.
        const from = upTo === undefined ? await opened(dm) : String(upTo);
        if (upTo === undefined && BigInt(from) < id - 1n) return readOn({ ...dm, answered: from });
        if (await answer(message)) await done(dm, message.id);
        else readAgain({ ...dm, answered: from });
      }),
    catchUp: async () => {
      answered.clear();
      if (round !== null) {
        again = true;
        return round;
      }
      round = readAll()
        .catch((error: unknown) =>
          log.error({ err: describeError(error) }, 'the known DMs could not be read'),
        )
        .finally(() => {
          round = null;
        });
      await round;
      if (!again || closed) return;
      again = false;
      await readAll().catch((error: unknown) =>
        log.error({ err: describeError(error) }, 'the known DMs could not be read'),
      );
    },
    close: () => {
      closed = true;
      for (const timer of behind.values()) clearTimeout(timer);
    },
  };
}
