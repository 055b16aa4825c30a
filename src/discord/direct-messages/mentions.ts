import type { APIMessage, GatewayMessageCreateDispatchData } from 'discord.js';
import type { UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import { userMessageFrom } from '../interactions/incoming.ts';
import type { RateLimiter } from '../interactions/request-rate-limit.ts';
import type { Services } from '../interactions/services.ts';
import { answeredInDm, dmsAreClosed } from '../render/mention.ts';
import type { Message } from '../render/message.ts';
import { describeError, isFinal } from '../rest/discord-errors.ts';
import { isQuestion } from './inbox.ts';
import type { DirectReplies } from './replies.ts';

/**
 * Answers mentions of the bot in a server. The answer is private to the asker and goes into a DM; a line in the channel says so.
 * Where the bot may not write in the channel, there is only the DM.
 */
export class Mentions {
  readonly #services: Services;
  readonly #limiter: RateLimiter;
  readonly #replies: DirectReplies;

  constructor(services: Services, limiter: RateLimiter, replies: DirectReplies) {
    this.#services = services;
    this.#limiter = limiter;
    this.#replies = replies;
  }

  /** Never rejects: a listener that rejects would end the process. */
  async handle(message: GatewayMessageCreateDispatchData, bot: string): Promise<void> {
    const { guild_id: guild, mentions } = message;
    if (guild === undefined || !mentions.some(({ id }) => id === bot)) return;
    if (!isQuestion(message) || !this.#services.isServed(guild)) return;
    try {
      await this.#answer(message, guild, bot);
    } catch (error) {
      this.#services.log.warn(
        { event: 'mentions.not-answered', err: describeError(error) },
        'somebody who named the bot in a server was not answered',
      );
    }
  }

  async #answer(message: APIMessage, guild: string, bot: string): Promise<void> {
    const { locales, messenger } = this.#services;
    const user = message.author.id;
    const at = this.#services.now();
    if (!this.#limiter.allows(user, at)) return;
    const locale = await locales.of(user);
    const call: CommandCall = {
      ...{ user, guild, channel: message.channel_id, roles: [], manages: false, locale, at, token: null },
    };
    const channel = await messenger.dmChannel(user);
    const asked = { ...withoutMention(userMessageFrom(message), bot), channel };
    const response = await this.#replies.respond(call, asked);
    if (response === null) return;
    try {
      const sent = await messenger.send(channel, response.message, { nonce: `m${message.id}`.slice(0, 25) });
      await this.#replies.follow(response, { ...sent, byDm: true });
      await this.#say(message, answeredInDm(locale));
    } catch (error) {
      if (!isFinal(error)) throw error;
      await this.#say(message, dmsAreClosed(locale, guild));
    }
  }

  async #say({ id, channel_id }: APIMessage, line: Message): Promise<void> {
    try {
      await this.#services.messenger.send(channel_id, line, { answerTo: id, nonce: `s${id}`.slice(0, 25) });
    } catch (error) {
      if (!isFinal(error)) throw error;
      this.#services.log.info(
        { event: 'mentions.channel-closed', err: describeError(error) },
        'the channel where the bot was named takes nothing',
      );
    }
  }
}

const withoutMention = (message: UserMessage, bot: string): UserMessage => ({
  ...message,
  text: message.text.replaceAll(`<@${bot}>`, '').replaceAll(`<@!${bot}>`, '').trim(),
});
