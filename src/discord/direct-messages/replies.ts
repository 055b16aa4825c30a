import { LRUCache } from 'lru-cache';
import { OnePerKey } from '../../timing/per-key.ts';
import { apology } from '../interactions/apology.ts';
import type { BotCommand, UserMessage } from '../interactions/command.ts';
import type { CommandCall } from '../interactions/command-call.ts';
import type { CommandResponse } from '../interactions/command-response.ts';
import type { Services } from '../interactions/services.ts';
import { slowDown, unreadable } from '../render/errors.ts';
import type { Message } from '../render/message.ts';
import { describeError, isFinal, newReference } from '../rest/discord-errors.ts';
import type { SentMessage } from '../rest/messenger.ts';
import { checkMessageContent } from '../submissions/check-message.ts';
import { TypedCommands } from './typed-commands.ts';

type Reply = Extract<CommandResponse, { readonly show: 'reply' }>;

/** Replies whose location is cached; older ones are looked up in the channel. */
const maxHeld = 5_000;

/**
 * Replies in DMs: each message of a student gets one reply, which is edited when the student edits the message. Each method
 * returns false when the reply could not be sent now but may be later.
 */
export class DirectReplies {
  readonly #services: Services;
  readonly #sent = new LRUCache<string, SentMessage>({ max: maxHeld });
  /** One reply at a time per message: a quick edit must not be overtaken by the reply to the earlier text. */
  readonly #perMessage = new OnePerKey();

  readonly #typed: TypedCommands;

  constructor(services: Services, commands: readonly BotCommand[]) {
    this.#services = services;
    this.#typed = new TypedCommands(services, commands);
  }

  replyTo(call: CommandCall, message: UserMessage): Promise<boolean> {
    return this.#inOrder(message.id, async () => {
      const response = await this.respond(call, message);
      if (response === null) return;
      const sent = await this.#send(message, response.message);
      await this.follow(response, sent);
    });
  }

  replyToEdited(call: CommandCall, message: UserMessage): Promise<boolean> {
    return this.#inOrder(message.id, async () => {
      const response = await this.respond(call, message);
      if (response === null) return;
      const place = await this.#find(message);
      if (place === null) return this.follow(response, await this.#send(message, response.message));
      await this.#services.messenger.editMessage(place.channel, place.message, response.message);
      await this.follow(response, place);
    });
  }

  refuseTooFast(call: CommandCall, message: UserMessage): Promise<boolean> {
    return this.#inOrder(message.id, async () => {
      await this.#send(message, slowDown(call.locale));
    });
  }

  /** Replies that the message is not read because reading it ended the process. */
  refuseUnreadable(call: CommandCall, message: UserMessage): Promise<boolean> {
    return this.#inOrder(message.id, async () => {
      await this.#send(message, unreadable(call.locale, { file: null, line: null }));
    });
  }

  async #inOrder(id: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await this.#perMessage.run(id, work);
      return true;
    } catch (error) {
      this.#services.log.warn(
        { event: 'direct-messages.not-answered', err: describeError(error) },
        'a message in a DM could not be answered',
      );
      return isFinal(error);
    }
  }

  /** The answer to a message, or null when there is nothing to reply. */
  async respond(call: CommandCall, message: UserMessage): Promise<Reply | null> {
    try {
      const response =
        (await this.#typed.respond(call, message)) ??
        (await checkMessageContent(call, message, this.#services));
      return response.show === 'reply' ? response : null;
    } catch (error) {
      const reference = newReference();
      this.#services.log.error(
        { event: 'direct-messages.failed', reference, user: call.user, err: describeError(error) },
        'a message in a DM failed',
      );
      return { show: 'reply', message: apology(call.locale, error, reference) };
    }
  }

  /** Runs what follows an answer, such as live progress of a verification. It does not affect the answer itself. */
  async follow({ after }: Reply, sent: SentMessage): Promise<void> {
    await after?.(sent).catch((error: unknown) =>
      this.#services.log.error(
        { event: 'direct-messages.follow-up-failed', err: describeError(error) },
        'what follows an answer in a DM failed',
      ),
    );
  }

  async #send(message: UserMessage, reply: Message): Promise<SentMessage> {
    // The gateway may deliver a message again after a reconnect; the nonce prevents a second reply.
    const sent = await this.#services.messenger.send(message.channel, reply, {
      answerTo: message.id,
      nonce: `p${message.id}`.slice(0, 25),
    });
    this.#sent.set(message.id, sent);
    return sent;
  }

  async #find(message: UserMessage): Promise<SentMessage | null> {
    const held = this.#sent.get(message.id);
    if (held !== undefined) return held;
    const later = await this.#services.messenger.messagesAfter(message.channel, message.id);
    const found = later.find((one) => one.author.bot && one.message_reference?.message_id === message.id);
    return found === undefined ? null : { channel: message.channel, message: found.id };
  }
}
