import { type APIMessage, MessageType } from 'discord-api-types/v10';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { KnownDm, Records } from '../../records/records.ts';
import { CoalescingTask } from '../../timing/coalescing.ts';
import { OnePerKey } from '../../timing/per-key.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';

/** DMs without activity for longer than this are not read on catch-up. Milliseconds. */
const quietMs = 30 * 86_400_000;
/** The most DMs that one catch-up reads, most recently active first. Each takes one request, and Discord allows 50 a second. */
const maxDms = 2_000;
/** DMs read concurrently. */
const concurrency = 4;
/** Messages per page of a channel, and the most pages read. */
const page = { size: 100, max: 5 } as const;
/** Delay before a DM with unanswered messages is read again. Milliseconds. */
const retryMs = 20_000;
/** DMs held in memory. */
const maxHeld = 20_000;

/** Only a message that a person wrote is a question. */
export const isQuestion = (
  message: Pick<APIMessage, 'type'> & { readonly author?: APIMessage['author'] },
): boolean =>
  message.author?.bot !== true &&
  (message.type === MessageType.Default || message.type === MessageType.Reply);

export interface InboxOptions {
  readonly records: Pick<Records, 'people'>;
  readonly messenger: Pick<Messenger, 'messagesAfter'>;
  /** Answers a message. Returns false when that failed and may succeed later. */
  readonly answer: (message: APIMessage) => Promise<boolean>;
  readonly log: Logger;
  readonly now?: () => number;
  /** Whether this bot, of several, answers direct messages now. Default: it does. */
  readonly mine?: () => boolean;
}

/**
 * Answers students' DMs in order and each message once, including messages written while Dockhand was down or lost by Discord's
 * gateway. The records hold up to which message each DM is answered.
 */
export class Inbox {
  readonly #options: InboxOptions;
  readonly #now: () => number;
  /** By channel: the last message up to which all are answered. */
  readonly #answered = new LRUCache<string, bigint>({ max: maxHeld });
  /** Channels with unanswered messages, which are read again. */
  readonly #retries = new Map<string, NodeJS.Timeout>();
  readonly #perChannel = new OnePerKey();
  readonly #reading: CoalescingTask;
  #closed = false;

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#reading = new CoalescingTask(() => this.#readAll());
  }

  /** Handles a message from the gateway, which may deliver it twice. */
  arrived(message: APIMessage): Promise<void> {
    return this.#inOrder(message.channel_id, () => this.#receive(message));
  }

  /** Reads the known DMs from the last answered message on. Call it whenever events may have been missed. */
  async catchUp(): Promise<void> {
    this.#answered.clear();
    this.#reading.request();
    await this.#reading.idle();
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#retries.values()) clearTimeout(timer);
  }

  /** Runs work one at a time per channel. */
  async #inOrder(channel: string, work: () => Promise<void>): Promise<void> {
    try {
      await this.#perChannel.run(channel, async () => {
        if (this.#options.mine?.() ?? true) await work();
      });
    } catch (error) {
      this.#options.log.warn(
        { event: 'direct-messages.not-processed', err: describeError(error) },
        'a DM could not be processed',
      );
    }
  }

  async #receive(message: APIMessage): Promise<void> {
    const id = BigInt(message.id);
    const dm = { user: message.author.id, channel: message.channel_id, answered: String(id - 1n) };
    const upTo = this.#answered.get(dm.channel);
    if (upTo !== undefined && id <= upTo) return;
    // First message of this DM since events may have been missed: the records know where to resume.
    const from = upTo === undefined ? await this.#answeredUpTo(dm) : String(upTo);
    if (upTo === undefined && BigInt(from) < id - 1n) return this.#readOn({ ...dm, answered: from });
    if (await this.#options.answer(message)) await this.#markAnswered(dm, message.id);
    else this.#retryLater({ ...dm, answered: from });
  }

  /** Reads a DM from the last answered message on, and answers every message without an answer. */
  async #readOn(dm: KnownDm): Promise<void> {
    const from = String(this.#answered.get(dm.channel) ?? dm.answered);
    if (this.#closed) return;
    const messages = await this.#messagesAfter({ ...dm, answered: from });
    if (messages === null) return;
    // Students also reference messages, by replying or forwarding; only references in the bot's own messages mark an answer.
    const hasAnswer = new Set(
      messages.flatMap((message) =>
        message.author.bot === true ? [message.message_reference?.message_id] : [],
      ),
    );
    for (const message of messages) {
      if (!isQuestion(message) || hasAnswer.has(message.id)) continue;
      this.#options.log.info(
        { event: 'direct-messages.caught-up', message: message.id },
        'answering a message that was missed',
      );
      if (!(await this.#options.answer(message))) this.#retryLater({ ...dm, answered: from });
    }
    const last = messages.at(-1);
    if (last !== undefined) await this.#markAnswered(dm, last.id);
  }

  /**
   * Returns the messages oldest first, or null when the DM could not be read. That is retried unless Discord's refusal is final.
   */
  async #messagesAfter(dm: KnownDm): Promise<readonly APIMessage[] | null> {
    const all: APIMessage[] = [];
    let after = dm.answered;
    try {
      for (let n = 0; n < page.max; n += 1) {
        const found = await this.#options.messenger.messagesAfter(dm.channel, after, page.size);
        const sorted = [...found].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
        all.push(...sorted);
        after = sorted.at(-1)?.id ?? after;
        if (found.length < page.size) break;
      }
      return all;
    } catch (error) {
      this.#options.log.info(
        { event: 'direct-messages.not-read', err: describeError(error) },
        'a DM could not be read',
      );
      if (!isFinal(error)) this.#retryLater(dm);
      return null;
    }
  }

  #retryLater(dm: KnownDm): void {
    if (this.#closed || this.#retries.has(dm.channel)) return;
    const timer = setTimeout(() => {
      this.#retries.delete(dm.channel);
      void this.#inOrder(dm.channel, () => this.#readOn(dm));
    }, retryMs);
    timer.unref();
    this.#retries.set(dm.channel, timer);
  }

  async #markAnswered(dm: KnownDm, message: string): Promise<void> {
    if (this.#retries.has(dm.channel)) return;
    this.#answered.set(dm.channel, BigInt(message));
    try {
      await this.#options.records.people.dmAnswered(dm.user, dm.channel, message, this.#now());
    } catch (error) {
      // The message is read again after a restart, and its answer is found then.
      this.#options.log.warn(
        { event: 'direct-messages.answer-not-recorded', err: describeError(error) },
        'it was not recorded how far a DM is answered',
      );
    }
  }

  /** The message up to which a DM is answered. For a new DM it is the one just before its first message. */
  async #answeredUpTo(dm: KnownDm): Promise<string> {
    try {
      return await this.#options.records.people.dmOpened(dm.user, dm.channel, dm.answered, this.#now());
    } catch (error) {
      this.#options.log.warn(
        { event: 'direct-messages.not-recorded', err: describeError(error) },
        'a DM was not recorded',
      );
      return dm.answered;
    }
  }

  async #readAll(): Promise<void> {
    if (this.#closed) return;
    try {
      const all = await this.#options.records.people.dms(this.#now() - quietMs, maxDms);
      const others = all.filter(({ interrupted }) => !interrupted).values();
      await Promise.all(Array.from({ length: concurrency }, () => this.#readEach(others)));
      // DMs in which an earlier process died come last, one at a time: if one ends this process too, no other DM is affected.
      await this.#readEach(all.filter(({ interrupted }) => interrupted));
    } catch (error) {
      this.#options.log.error(
        { event: 'direct-messages.catch-up-failed', err: describeError(error) },
        'the known DMs could not be read',
      );
    }
  }

  async #readEach(waiting: Iterable<KnownDm>): Promise<void> {
    for (const dm of waiting) {
      if (this.#closed) return;
      await this.#inOrder(dm.channel, () => this.#readOn(dm));
    }
  }
}
