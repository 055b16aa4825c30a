import type { APIMessage } from 'discord-api-types/v10';
import type { Logger } from 'pino';
import type { Records } from '../../records/records.ts';
import { describeError } from '../rest/discord-errors.ts';

/** After this many process deaths during the same message, the message is no longer read. A single death may be a coincidence. */
const mostEnds = 2;

/** How a message is processed. Each function returns false when it failed now but may succeed later. */
export interface MessageHandling {
  readonly answer: (message: APIMessage) => Promise<boolean>;
  /** Tells the sender that the message will not be read again because reading it ended the process. */
  readonly giveUp: (message: APIMessage) => Promise<boolean>;
}

/**
 * Guards against messages that kill the process: such a message would be read again at every start. Before a message is
 * processed, a mark for it goes into the records. A process that finds a mark at its start knows that an earlier process died of
 * that message. A process that shuts down in an orderly way removes its marks.
 */
export class AnswerAttempts {
  readonly #records: Pick<Records, 'people'>;
  readonly #log: Logger;
  /** Messages that this process has started but not answered, by id, with the number of processes that died of each. */
  readonly #begun = new Map<string, { readonly user: string; readonly ends: number }>();
  #closed = false;

  constructor(records: Pick<Records, 'people'>, log: Logger) {
    this.#records = records;
    this.#log = log;
  }

  /** Answers a message, or gives it up. Returns false when it has to be tried again later. */
  async handle(message: APIMessage, { answer, giveUp }: MessageHandling): Promise<boolean> {
    // The next process will start it.
    if (this.#closed) return false;
    const ends = await this.#begin(message);
    let done = false;
    try {
      done = await (ends >= mostEnds ? giveUp(message) : answer(message));
    } finally {
      // The mark is removed together with recording that the message is answered.
      if (done) this.#begun.delete(message.id);
      else await this.#takeBack(message.id);
    }
    return done;
  }

  /** Removes the marks on an orderly shutdown: the messages in progress did not end the process. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#begun.keys()].map((id) => this.#takeBack(id)));
  }

  /** Marks the message and returns how many processes have died of it. */
  async #begin({ id, author }: APIMessage): Promise<number> {
    const { people } = this.#records;
    const before = this.#begun.get(id);
    try {
      const ends = before?.ends ?? (await people.dmAttempted(author.id, id)) - 1;
      // A retry within the same process: the mark is gone, or by now belongs to another message.
      if (before !== undefined) await people.setDmAttempts(author.id, id, ends + 1);
      this.#begun.set(id, { user: author.id, ends });
      return ends;
    } catch (error) {
      // Answering without a mark is better than not answering.
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
