import {
  type APIMessage,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
} from 'discord.js';
import { inSpan } from '../../tracing/span.ts';
import type { BotCommand } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { callFromMessage, userMessageFrom } from '../interactions/incoming.ts';
import type { RateLimiter } from '../interactions/request-rate-limit.ts';
import type { Services } from '../interactions/services.ts';
import { describeError } from '../rest/discord-errors.ts';
import { AnswerAttempts } from './answer-attempts.ts';
import { isDeadLetter, recordDeadLetter } from './dead-letters.ts';
import { Inbox, isQuestion } from './inbox.ts';
import { Mentions } from './mentions.ts';
import { DirectReplies } from './replies.ts';

/** Answers messages that people send to the bot, or edit, in DMs. Errors are logged and never propagate. */
export class DirectMessages {
  readonly #services: Services;
  readonly #limiter: RateLimiter;
  readonly #replies: DirectReplies;
  readonly #mentions: Mentions;
  readonly #inbox: Inbox;
  readonly #attempts: AnswerAttempts;

  /** `mine`: whether this bot, of several, answers direct messages now. */
  constructor(
    services: Services,
    limiter: RateLimiter,
    commands: readonly BotCommand[],
    mine: () => boolean = () => true,
  ) {
    this.#services = services;
    this.#limiter = limiter;
    this.#replies = new DirectReplies(services, commands);
    this.#mentions = new Mentions(services, limiter, this.#replies);
    this.#attempts = new AnswerAttempts(services.records, services.log);
    this.#inbox = new Inbox({
      records: services.records,
      messenger: services.messenger,
      log: services.log,
      mine,
      answer: (message) =>
        this.#attempts.handle(message, {
          answer: () => inSpan('discord message', {}, () => this.#answer(message)),
          giveUp: () => this.#giveUp(message),
        }),
    });
  }

  /**
   * Handles DMs that were sent or edited, from raw gateway packets. discord.js drops edits of DMs that it has not cached, so its
   * own events would miss them.
   */
  async handlePacket({ t, d }: GatewayDispatchPayload, bot: string): Promise<void> {
    if (t === GatewayDispatchEvents.MessageCreate && d.guild_id !== undefined)
      return this.#mentions.handle(d, bot);
    if (t === GatewayDispatchEvents.MessageCreate && isDmQuestion(d)) return this.#inbox.arrived(d);
    // Discord also reports link previews and pins as edits; those have no edit timestamp.
    if (t === GatewayDispatchEvents.MessageUpdate && isDmQuestion(d) && d.edited_timestamp !== null) {
      return this.#handleEdit(d);
    }
  }

  /** Answers what was written in the known DMs while events may have been missed. */
  catchUp(): Promise<void> {
    return this.#inbox.catchUp();
  }

  async close(): Promise<void> {
    this.#inbox.close();
    await this.#attempts.close();
  }

  async #answer(message: APIMessage): Promise<boolean> {
    const call = await this.#callOf(message);
    const content = userMessageFrom(message);
    if (!this.#limiter.allows(call.user, call.at)) return this.#replies.refuseTooFast(call, content);
    return (await isDeadLetter(call, content, this.#services))
      ? this.#replies.refuseUnreadable(call, content)
      : this.#replies.replyTo(call, content);
  }

  async #giveUp(message: APIMessage): Promise<boolean> {
    const call = await this.#callOf(message);
    const content = userMessageFrom(message);
    await recordDeadLetter(call, content, this.#services);
    return this.#replies.refuseUnreadable(call, content);
  }

  async #handleEdit(message: APIMessage): Promise<void> {
    try {
      const call = await this.#callOf(message);
      if (!this.#limiter.allows(call.user, call.at)) return;
      await this.#replies.replyToEdited(call, userMessageFrom(message));
    } catch (error) {
      // A listener that rejects would end the process.
      this.#services.log.error(
        { event: 'direct-messages.edit-not-answered', err: describeError(error) },
        'an edited message was not answered',
      );
    }
  }

  async #callOf(message: APIMessage): Promise<CommandCall> {
    const locale = await this.#services.locales.of(message.author.id);
    return callFromMessage(message, this.#services.now(), locale);
  }
}

/** Only a message that a person wrote in a DM is a question. */
const isDmQuestion = (
  message: GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData,
): boolean => message.guild_id === undefined && isQuestion(message);
