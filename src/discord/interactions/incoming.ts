import {
  type APIMessage,
  type Attachment,
  type ChatInputCommandInteraction,
  type Message as DiscordMessage,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import { roleByName } from '../../intake/file-role.ts';
import { type Locale, localeOf } from '../../wording/wording.ts';
import type { FormInput, Upload, UserMessage } from './command.ts';
import type { CommandCall } from './command-call.ts';

/** Converts discord.js objects to the plain values that handlers work with. */

export function callFromInteraction(interaction: Interaction, now: number): CommandCall {
  return {
    user: interaction.user.id,
    guild: interaction.guildId,
    channel: interaction.channelId,
    ...parentOf(interaction),
    roles: rolesOf(interaction.member),
    manages: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
    locale: localeOf(interaction.locale),
    at: now,
    token: interaction.token,
  };
}

/** The parent channel of a thread, if discord.js knows it. */
function parentOf({ channel }: Interaction): Pick<CommandCall, 'parent'> {
  const parent = channel?.isThread() === true ? channel.parentId : null;
  return parent === null ? {} : { parent };
}

/** The API sends role IDs; discord.js turns them into a manager for servers that it has cached. */
function rolesOf(member: Interaction['member']): readonly string[] {
  if (member === null) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

/** A DM message as a request. */
export const callFromMessage = (message: APIMessage, now: number, locale: Locale): CommandCall => ({
  user: message.author.id,
  guild: null,
  channel: message.channel_id,
  roles: [],
  manages: false,
  locale,
  at: now,
  token: null,
});

const uploadOf = ({
  name,
  title,
  url,
  size,
}: Pick<Attachment, 'name' | 'title' | 'url' | 'size'>): Upload => ({
  // Discord sanitizes file names (`.dockerignore` may lose its dot) and keeps the original in the title.
  name: title !== null && roleByName(name) === null && roleByName(title) !== null ? title : name,
  url,
  size,
});

/** A message and what it forwards: a file that somebody forwards to Dockhand counts as their own. */
export const userMessageFrom = (message: APIMessage): UserMessage => {
  const parts = [message, ...(message.message_snapshots ?? []).map((snapshot) => snapshot.message)];
  return {
    id: message.id,
    channel: message.channel_id,
    author: message.author.id,
    text: joined(parts.map(({ content }) => content)),
    uploads: parts.flatMap(({ attachments }) =>
      attachments.map(({ filename, title, url, size }) =>
        uploadOf({ name: filename, title: title ?? null, url, size }),
      ),
    ),
  };
};

const joined = (texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n\n');

/** The same for a message held by discord.js. */
const userMessageOf = (message: DiscordMessage): UserMessage => ({
  id: message.id,
  channel: message.channelId,
  author: message.author.id,
  text: joined([message.content, ...message.messageSnapshots.map(({ content }) => content ?? '')]),
  uploads: [message, ...message.messageSnapshots.values()].flatMap(({ attachments }) =>
    [...attachments.values()].map(uploadOf),
  ),
});

/** The arguments of a command by option name; null for an option that was not given. */
export function argumentsOf(
  interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction,
  names: readonly string[],
): unknown {
  if (interaction.isMessageContextMenuCommand()) return { target: userMessageOf(interaction.targetMessage) };
  const sub = interaction.options.getSubcommand(false);
  const values = Object.fromEntries(
    names.map((name): [string, unknown] => {
      const option = interaction.options.get(name);
      if (option === null) return [name, null];
      return [
        name,
        option.attachment === undefined || option.attachment === null
          ? (option.value ?? null)
          : uploadOf(option.attachment),
      ];
    }),
  );
  return sub === null ? values : { ...values, sub };
}

/** The text and uploads of a modal, by custom ID. */
export function formInputOf(interaction: ModalSubmitInteraction): FormInput {
  const texts: Record<string, string> = {};
  const uploads: Record<string, readonly Upload[]> = {};
  for (const [id, field] of interaction.fields.fields) {
    if ('value' in field && typeof field.value === 'string') texts[id] = field.value;
    if ('attachments' in field && field.attachments !== undefined) {
      uploads[id] = [...field.attachments.values()].map(uploadOf);
    }
  }
  return { texts, uploads };
}
