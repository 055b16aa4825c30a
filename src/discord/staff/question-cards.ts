import type { Logger } from 'pino';
import type { GuildSettings, Question, Records } from '../../records/records.ts';
import { OnePerKey } from '../../timing/per-key.ts';
import type { Locale } from '../../wording/wording.ts';
import type { Locales } from '../notifications/locales.ts';
import { PeriodicTask } from '../notifications/periodic-task.ts';
import type { Message } from '../render/message.ts';
import { askCard } from '../render/staff/ask.ts';
import { codeOf, codes, describeError, isFinal } from '../rest/discord-errors.ts';
import type { Messenger } from '../rest/messenger.ts';
import { readQuestionContext } from './question-context.ts';

/** How often missing cards are posted again. Milliseconds. */
const intervalMs = 5_000;
/** Rounds for which a class is skipped after a final refusal, because Discord counts refused requests. */
const roundsAfterRefusal = 4;

/** posted: the card is in the staff channel. no-channel: the class has no staff channel. refused: it could not be posted now. */
export type CardState = 'posted' | 'no-channel' | 'refused';

export interface QuestionCardsOptions {
  readonly records: Records;
  readonly messenger: Pick<Messenger, 'send' | 'editMessage'>;
  readonly locales: Pick<Locales, 'ofClass'>;
  /** Called when the board of a class has changed. */
  readonly changed: (guild: string) => void;
  readonly log: Logger;
  readonly everyMs?: number | undefined;
  /** Whether this bot, of several, is responsible for a class now. */
  readonly owns: (guild: string) => boolean;
}

/**
 * The cards of students' questions in the staff channels. A card that cannot be posted (the channel is gone or closed to the bot,
 * or Discord is unavailable) is posted as soon as possible, and a deleted one is posted again.
 */
export class QuestionCards {
  readonly #options: QuestionCardsOptions;
  readonly #perQuestion = new OnePerKey();
  readonly #rounds: PeriodicTask;
  /** The remaining rounds for which each class is skipped. */
  readonly #resting = new Map<string, number>();

  constructor(options: QuestionCardsOptions) {
    this.#options = options;
    this.#rounds = new PeriodicTask(() => this.#postMissing(), {
      everyMs: options.everyMs ?? intervalMs,
      onError: (error) =>
        options.log.warn(
          { event: 'questions.round-failed', err: describeError(error) },
          'the cards of questions were not looked after',
        ),
    });
  }

  close(): Promise<void> {
    return this.#rounds.close();
  }

  /** Shows the current state of a question, in its card or else in a new one. */
  show(id: string): Promise<CardState> {
    return this.#perQuestion.run(id, async () => {
      const { records } = this.#options;
      const question = await records.questions.get(id);
      if (question === null) return 'refused';
      const guild = await records.guilds.get(question.student.guild);
      this.#options.changed(question.student.guild);
      if (question.card !== null) return this.#redraw(question, question.card, guild);
      return question.state === 'closed' ? 'posted' : this.#post(question, guild);
    });
  }

  async #postMissing(): Promise<void> {
    const waiting = await this.#options.records.questions.withoutCard();
    const byClass = Map.groupBy(waiting, ({ guild }) => guild);
    for (const [guild, questions] of byClass) {
      if (!this.#options.owns(guild)) continue;
      const rounds = this.#resting.get(guild) ?? 0;
      if (rounds > 0) this.#resting.set(guild, rounds - 1);
      else await this.#postMissingOf(guild, questions);
    }
  }

  async #postMissingOf(guild: string, questions: readonly { readonly id: string }[]): Promise<void> {
    for (const { id } of questions) {
      if ((await this.show(id)) === 'posted') continue;
      this.#resting.set(guild, roundsAfterRefusal);
      return;
    }
  }

  async #redraw(
    question: Question,
    card: NonNullable<Question['card']>,
    guild: GuildSettings | null,
  ): Promise<CardState> {
    const { messenger, records, log } = this.#options;
    try {
      await messenger.editMessage(card.channel, card.message, await this.#card(question));
      return 'posted';
    } catch (error) {
      const code = codeOf(error);
      if (code === codes.unknownMessage || code === codes.unknownChannel) {
        await records.questions.setPlace(question.id, { card: null });
        return question.state === 'closed' ? 'posted' : this.#post(question, guild);
      }
      log.warn(
        { event: 'questions.card-not-updated', ask: question.id, err: describeError(error) },
        'the card of a question was not updated',
      );
      return 'refused';
    }
  }

  async #post(question: Question, guild: GuildSettings | null): Promise<CardState> {
    const { records, log } = this.#options;
    const channel = guild?.taChannel ?? null;
    if (channel === null) return 'no-channel';
    try {
      const card = await this.#send(question, channel);
      await records.questions.setPlace(question.id, { card });
      this.#resting.delete(question.student.guild);
      this.#options.changed(question.student.guild);
      return 'posted';
    } catch (error) {
      log.warn(
        { event: 'questions.card-not-shown', ask: question.id, err: describeError(error) },
        'a question was not shown in the staff channel; it is tried again',
      );
      return 'refused';
    }
  }

  /** In a channel where the bot may write but not attach files, the question is posted without its files. */
  async #send(question: Question, channel: string): Promise<{ channel: string; message: string }> {
    const { messenger } = this.#options;
    const nonce = `${question.id}${Math.floor(Date.now() / 60_000).toString(36)}`.slice(0, 25);
    try {
      return await messenger.send(channel, await this.#card(question), { nonce });
    } catch (error) {
      if (!isFinal(error) || codeOf(error) === codes.unknownChannel) throw error;
      const bare = askCard(this.#locale(question), question, { files: [], submission: null });
      return messenger.send(channel, bare, { nonce });
    }
  }

  async #card(question: Question): Promise<Message> {
    const context = await readQuestionContext(question, this.#options.records);
    return askCard(this.#locale(question), question, context);
  }

  #locale({ student }: Question): Locale {
    return this.#options.locales.ofClass(student.guild);
  }
}
