import {
  type APIMessage,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  type REST,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
} from 'discord.js';
import { bodyOf, type Message } from '../render/message.ts';
import { codeOf, codes } from './discord-errors.ts';

/** Where an answer ended up, so that it can be edited later. */
export interface SentMessage {
  readonly channel: string;
  readonly message: string;
  /** It is in a DM although the question was asked elsewhere: Discord did not wait for the answer. */
  readonly byDm?: true;
}

/**
 * Everything that Dockhand writes to Discord, as plain API JSON. Callbacks of interactions are not held up by the
 * bot's global rate limit; edits and messages are.
 */
export interface Messenger {
  readonly reply: (
    interaction: InteractionHandle,
    message: Message,
    privately: boolean,
  ) => Promise<SentMessage | null>;
  readonly update: (interaction: InteractionHandle, message: Message) => Promise<void>;
  readonly modal: (interaction: InteractionHandle, modal: object) => Promise<void>;
  readonly choices: (interaction: InteractionHandle, choices: readonly object[]) => Promise<void>;
  /** Gains time: an answer that takes more than three seconds would be lost. */
  readonly defer: (
    interaction: InteractionHandle,
    how: 'reply' | 'update',
    privately: boolean,
  ) => Promise<void>;
  /** Fills in or changes an interaction's answer, while its token lives. */
  readonly edit: (token: string, message: Message) => Promise<SentMessage>;
  /** What an interaction's answer shows now, while its token lives. */
  readonly shown: (token: string) => Promise<APIMessage>;
  /** Says more, privately, after an interaction was answered. */
  readonly followUp: (token: string, message: Message, privately: boolean) => Promise<void>;
  readonly editMessage: (channel: string, id: string, message: Message) => Promise<void>;
  /** `nonce` (at most 25 characters): Discord sends the same one only once within a few minutes. */
  readonly send: (
    channel: string,
    message: Message,
    options?: { readonly nonce?: string; readonly answerTo?: string },
  ) => Promise<SentMessage>;
  /** Opens the DM with a user and returns its channel. */
  readonly dmChannel: (user: string) => Promise<string>;
  /** At most `limit` (20, or up to 100) messages of a channel that come after one, in any order. */
  readonly messagesAfter: (
    channel: string,
    message: string,
    limit?: number,
  ) => Promise<readonly APIMessage[]>;
  readonly message: (channel: string, id: string) => Promise<APIMessage>;
}

export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
}

export function openPost(rest: REST, application: () => string): Messenger {
  const original = (token: string) => Routes.webhookMessage(application(), token, '@original');
  const callback = async (
    interaction: InteractionHandle,
    body: object,
    withResponse = false,
    message: Message | null = null,
  ): Promise<unknown> => {
    try {
      return await rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
        body,
        ...(message === null ? {} : filesOf(message)),
        auth: false,
        ...(withResponse ? { query: new URLSearchParams({ with_response: 'true' }) } : {}),
      });
    } catch (error) {
      // A first try that arrived although its answer got lost: the second one is refused, and all is well.
      if (codeOf(error) === codes.alreadyAnswered) return undefined;
      throw error;
    }
  };
  return {
    reply: async (interaction, message, privately) => {
      const answered = (await callback(
        interaction,
        { type: InteractionResponseType.ChannelMessageWithSource, data: bodyOf(message, privately) },
        true,
        message,
      )) as RESTPostAPIInteractionCallbackWithResponseResult | undefined;
      const made = answered?.resource?.message;
      return made === undefined ? null : { channel: made.channel_id, message: made.id };
    },
    update: async (interaction, message) => {
      const body = { type: InteractionResponseType.UpdateMessage, data: bodyOf(message) };
      await callback(interaction, body, false, message);
    },
    modal: async (interaction, modal) => {
      await callback(interaction, { type: InteractionResponseType.Modal, data: modal });
    },
    choices: async (interaction, choices) => {
      await callback(interaction, {
        type: InteractionResponseType.ApplicationCommandAutocompleteResult,
        data: { choices },
      });
    },
    defer: async (interaction, how, privately) => {
      await callback(
        interaction,
        how === 'update'
          ? { type: InteractionResponseType.DeferredMessageUpdate }
          : {
              type: InteractionResponseType.DeferredChannelMessageWithSource,
              data: { flags: privately ? MessageFlags.Ephemeral : 0 },
            },
      );
    },
    edit: async (token, message) => {
      const edited = (await rest.patch(original(token), {
        body: bodyOf(message),
        ...filesOf(message),
        auth: false,
      })) as APIMessage;
      return { channel: edited.channel_id, message: edited.id };
    },
    shown: async (token) => (await rest.get(original(token), { auth: false })) as APIMessage,
    followUp: async (token, message, privately) => {
      await rest.post(Routes.webhook(application(), token), {
        body: bodyOf(message, privately),
        ...filesOf(message),
        auth: false,
      });
    },
    editMessage: async (channel, id, message) => {
      await rest.patch(Routes.channelMessage(channel, id), { body: bodyOf(message), ...filesOf(message) });
    },
    send: async (channel, message, options = {}) => {
      const sent = (await rest.post(Routes.channelMessages(channel), {
        body: {
          ...bodyOf(message),
          ...(options.nonce === undefined ? {} : { nonce: options.nonce, enforce_nonce: true }),
          ...(options.answerTo === undefined
            ? {}
            : { message_reference: { message_id: options.answerTo, fail_if_not_exists: false } }),
        },
        ...filesOf(message),
      })) as APIMessage;
      return { channel: sent.channel_id, message: sent.id };
    },
    dmChannel: async (user) => {
      const channel = (await rest.post(Routes.userChannels(), { body: { recipient_id: user } })) as {
        readonly id: string;
      };
      return channel.id;
    },
    messagesAfter: async (channel, message, limit = 20) =>
      (await rest.get(Routes.channelMessages(channel), {
        query: new URLSearchParams({ after: message, limit: String(limit) }),
      })) as APIMessage[],
    message: async (channel, id) => (await rest.get(Routes.channelMessage(channel, id))) as APIMessage,
  };
}

/** The files of a message as discord.js sends them: multipart, with the JSON beside them. */
const filesOf = ({ files }: Message): { readonly files?: RawFile[] } =>
  files === undefined || files.length === 0 ? {} : { files: files.map(({ name, data }) => ({ name, data })) };
