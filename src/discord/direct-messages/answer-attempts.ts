import type { APIMessage } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { Records } from '../../records/records.ts';
import { describeError } from '../rest/discord-errors.ts';

/** A message that this many lives of the bot ended over is not read again. One end may be an accident. */
const mostEnds = 2;

/** What is done with a message; false when that failed and may succeed later. */
export interface MessageHandling {
  readonly answer: (message: APIMessage) => Promise<boolean>;
  /** Says that it is not read any more, because reading it ended the process. */
  readonly giveUp: (message: APIMessage) => Promise<boolean>;
}

/**
 * What ends the bot itself would be read again at each start. So it is recorded that a message is being answered before
 * anything reads it, and a process that finds the mark knows that another one died of the message. One that stops in good order removes it.
 */
export class AnswerAttempts {
  readonly #records: Pick<Records, 'people'>;
  readonly #log: Logger;
  /** Messages that this life has begun and not answered, by their ids; with the lives that ended over each. */
  readonly #begun = new Map<string, { readonly user: string; readonly ends: number }>();
  #closed = false;

  constructor(records: Pick<Records, 'people'>, log: Logger) {
    this.#records = records;
    this.#log = log;
  }

  /** Answers a message, or gives it up. False when that is for later. */
  async handle(message: APIMessage, { answer, giveUp }: MessageHandling): Promise<boolean> {
    // The next life begins it.
    if (this.#closed) return false;
    const ends = await this.#begin(message);
    let done = false;
    try {
      done = await (ends >= mostEnds ? giveUp(message) : answer(message));
    } finally {
      // Its mark goes with the record that it is answered.
      if (done) this.#begun.delete(message.id);
      else await this.#takeBack(message.id);
    }
    return done;
  }

  /** The bot stops in good order: what is under way did not end it. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#begun.keys()].map((id) => this.#takeBack(id)));
  }

  /** How many lives have ended over it. */
  async #begin({ id, author }: APIMessage): Promise<number> {
    const { people } = this.#records;
    const before = this.#begun.get(id);
    try {
      const ends = before?.ends ?? (await people.dmAttempted(author.id, id)) - 1;
      // Tried once more in the same life: the mark was taken away, or is another message's by now.
      if (before !== undefined) await people.setDmAttempts(author.id, id, ends + 1);
      this.#begun.set(id, { user: author.id, ends });
      return ends;
    } catch (error) {
      // Better answered without a mark than not at all.
      this.#log.warn(
        { event: 'direct-messages.attempt-not-recorded', err: describeError(error) },
        'it was not recorded that a DM is being answered',
      );
      return before?.ends ?? 0;
    }
  }

  async #takeBack(id: string): Promise<void> {
    const begun = this.#begun.get(id);
    if (begun === undefined) return;
    try {
      await this.#records.people.setDmAttempts(begun.user, id, begun.ends);
    } catch (error) {
      this.#log.warn(
        { event: 'direct-messages.attempt-not-taken-back', err: describeError(error) },
        'a DM still counts as being answered',
      );
    }
  }
}
