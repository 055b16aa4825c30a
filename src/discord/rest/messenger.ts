import {
  type APIMessage,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  type REST,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
} from 'discord.js';
import { mentionCommands } from '../render/command-mentions.ts';
import { bodyOf, type Message } from '../render/message.ts';
import { codeOf, codes } from './discord-errors.ts';

/** Where an answer was posted, so that it can be edited later. */
export interface SentMessage {
  readonly channel: string;
  readonly message: string;
  /** Set when the answer went into a DM although the question was asked elsewhere, because Discord no longer waited for it. */
  readonly byDm?: true;
}

export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
}

/**
 * All of Dockhand's writes to Discord, as plain API JSON. Interaction callbacks bypass the bot's global rate limit; edits and
 * messages do not.
 */
export class Messenger {
  readonly #rest: REST;
  readonly #application: () => string;
  #commandIds: ReadonlyMap<string, string> = new Map();

  /** `application`: the ID of the bot's application, once it is known. */
  constructor(rest: REST, application: () => string) {
    this.#rest = rest;
    this.#application = application;
  }

  /** Sets the IDs of the registered commands, by name. From then on, commands named in messages can be tapped. */
  knowCommands(ids: ReadonlyMap<string, string>): void {
    this.#commandIds = ids;
  }

  #body(message: Message, privately = false): ReturnType<typeof bodyOf> {
    return bodyOf(mentionCommands(message, this.#commandIds), privately);
  }

  async reply(
    interaction: InteractionHandle,
    message: Message,
    privately: boolean,
  ): Promise<SentMessage | null> {
    const body = {
      type: InteractionResponseType.ChannelMessageWithSource,
      data: this.#body(message, privately),
    };
    const response = (await this.#callback(interaction, body, { message, withResponse: true })) as
      | RESTPostAPIInteractionCallbackWithResponseResult
      | undefined;
    const sent = response?.resource?.message;
    return sent === undefined ? null : { channel: sent.channel_id, message: sent.id };
  }

  async update(interaction: InteractionHandle, message: Message): Promise<void> {
    const body = { type: InteractionResponseType.UpdateMessage, data: this.#body(message) };
    await this.#callback(interaction, body, { message });
  }

  async modal(interaction: InteractionHandle, modal: object): Promise<void> {
    await this.#callback(interaction, { type: InteractionResponseType.Modal, data: modal });
  }

  async choices(interaction: InteractionHandle, choices: readonly object[]): Promise<void> {
    await this.#callback(interaction, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  }

  /** Acknowledges an interaction, because answers that take more than three seconds are lost. */
  async defer(interaction: InteractionHandle, how: 'reply' | 'update', privately: boolean): Promise<void> {
    const body =
      how === 'update'
        ? { type: InteractionResponseType.DeferredMessageUpdate }
        : {
            type: InteractionResponseType.DeferredChannelMessageWithSource,
            data: { flags: privately ? MessageFlags.Ephemeral : 0 },
          };
    await this.#callback(interaction, body);
  }

  /** Fills in or edits an interaction's answer while its token is valid. */
  async edit(token: string, message: Message): Promise<SentMessage> {
    const edited = (await this.#rest.patch(this.#original(token), {
      body: this.#body(message),
      ...filesOf(message),
      auth: false,
    })) as APIMessage;
    return { channel: edited.channel_id, message: edited.id };
  }

  /** Fetches the current answer of an interaction while its token is valid. */
  async shown(token: string): Promise<APIMessage> {
    return (await this.#rest.get(this.#original(token), { auth: false })) as APIMessage;
  }

  /** Sends a further message after an interaction was answered, optionally private. */
  async followUp(token: string, message: Message, privately: boolean): Promise<void> {
    await this.#rest.post(Routes.webhook(this.#application(), token), {
      body: this.#body(message, privately),
      ...filesOf(message),
      auth: false,
    });
  }

  async editMessage(channel: string, id: string, message: Message): Promise<void> {
    const body = this.#body(message);
    await this.#rest.patch(Routes.channelMessage(channel, id), { body, ...filesOf(message) });
  }

  /** `nonce` (at most 25 characters): Discord posts only one message per nonce within a few minutes. */
  async send(
    channel: string,
    message: Message,
    options: { readonly nonce?: string; readonly answerTo?: string } = {},
  ): Promise<SentMessage> {
    const sent = (await this.#rest.post(Routes.channelMessages(channel), {
      body: {
        ...this.#body(message),
        ...(options.nonce === undefined ? {} : { nonce: options.nonce, enforce_nonce: true }),
        ...(options.answerTo === undefined
          ? {}
          : { message_reference: { message_id: options.answerTo, fail_if_not_exists: false } }),
      },
      ...filesOf(message),
    })) as APIMessage;
    return { channel: sent.channel_id, message: sent.id };
  }

  /** Opens the DM with a user and returns its channel ID. */
  async dmChannel(user: string): Promise<string> {
    const channel = (await this.#rest.post(Routes.userChannels(), { body: { recipient_id: user } })) as {
      readonly id: string;
    };
    return channel.id;
  }

  /** At most `limit` (up to 100) messages of a channel after the given one, in any order. */
  async messagesAfter(channel: string, message: string, limit = 20): Promise<readonly APIMessage[]> {
    return (await this.#rest.get(Routes.channelMessages(channel), {
      query: new URLSearchParams({ after: message, limit: String(limit) }),
    })) as APIMessage[];
  }

  async message(channel: string, id: string): Promise<APIMessage> {
    return (await this.#rest.get(Routes.channelMessage(channel, id))) as APIMessage;
  }

  #original(token: string): ReturnType<typeof Routes.webhookMessage> {
    return Routes.webhookMessage(this.#application(), token, '@original');
  }

  async #callback(
    { id, token }: InteractionHandle,
    body: object,
    options: { readonly message?: Message; readonly withResponse?: boolean } = {},
  ): Promise<unknown> {
    try {
      return await this.#rest.post(Routes.interactionCallback(id, token), {
        body,
        ...(options.message === undefined ? {} : filesOf(options.message)),
        auth: false,
        ...(options.withResponse ? { query: new URLSearchParams({ with_response: 'true' }) } : {}),
      });
    } catch (error) {
      // The first attempt arrived but its response was lost. Discord refuses the retry, which is fine.
      if (codeOf(error) === codes.alreadyAnswered) return undefined;
      throw error;
    }
  }
}

/** The files of a message for discord.js, which sends them as multipart next to the JSON. */
const filesOf = ({ files }: Message): { readonly files?: RawFile[] } =>
  files === undefined || files.length === 0 ? {} : { files: files.map(({ name, data }) => ({ name, data })) };
