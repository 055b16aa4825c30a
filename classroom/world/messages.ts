import {
  type APIAttachment,
  type APIMessage,
  type APIUser,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10';
import type { ClassroomInteraction } from './interaction.ts';
import { mentioned, metadata, numbered, richEmbed, shownAttachments } from './message-payload.ts';
import type { Channel, StoredMessage, World } from './world.ts';

/** The parts of a new message, whoever sends it. */
export interface MessageDraft {
  readonly channel: Channel;
  readonly author: APIUser;
  readonly content?: string | null | undefined;
  readonly embeds?: readonly unknown[] | null | undefined;
  readonly components?: readonly unknown[] | null | undefined;
  readonly attachments?: readonly APIAttachment[] | undefined;
  readonly flags?: number | undefined;
  readonly nonce?: string | number | undefined;
  readonly tts?: boolean | undefined;
  readonly type?: MessageType | undefined;
  readonly replyTo?: StoredMessage | undefined;
  /** The forwarded message: its current content is copied for good. */
  readonly forwards?: StoredMessage | undefined;
  readonly interaction?: ClassroomInteraction | undefined;
  readonly onlyFor?: string | null | undefined;
  /** The thread that this message announces. */
  readonly thread?: Channel | undefined;
  /** The people that a system message is about, although its text does not mention them. */
  readonly about?: readonly APIUser[] | undefined;
  /** The people whom `allowed_mentions` permits to be mentioned; null permits everyone. */
  readonly mentionable?: readonly string[] | null | undefined;
}

/** Puts a message into its channel and notifies all listeners. */
export function post(world: World, draft: MessageDraft): StoredMessage {
  const { channel, author, interaction } = draft;
  const content = draft.content ?? '';
  const files = draft.attachments ?? [];
  const components = numbered(world, draft.components ?? [], files);
  const payload = {
    id: world.nextId(),
    channel_id: channel.id,
    author,
    content,
    timestamp: world.timestamp(),
    edited_timestamp: null,
    tts: draft.tts ?? false,
    mention_everyone: false,
    mentions: draft.about ?? mentioned(world, content, draft.mentionable),
    mention_roles: [...content.matchAll(/<@&(\d+)>/g)].flatMap(([, id]) => id ?? []),
    attachments: shownAttachments(draft.flags ?? 0, files, [components, draft.embeds ?? []]),
    embeds: (draft.embeds ?? []).map((one) => richEmbed(one, files)),
    components,
    pinned: false,
    type: draft.type ?? MessageType.Default,
    flags: draft.flags ?? 0,
    ...(draft.nonce === undefined ? {} : { nonce: draft.nonce }),
    ...(interaction
      ? {
          webhook_id: interaction.payload.application_id,
          application_id: interaction.payload.application_id,
          interaction_metadata: metadata(world, interaction),
        }
      : {}),
    ...(draft.replyTo
      ? {
          message_reference: { type: 0, channel_id: channel.id, message_id: draft.replyTo.payload.id },
          referenced_message: draft.replyTo.payload,
        }
      : {}),
    ...(draft.forwards ? forwarded(draft.forwards) : {}),
    ...(draft.thread
      ? { message_reference: { type: 0, channel_id: draft.thread.id, guild_id: channel.guildId } }
      : {}),
  } as unknown as APIMessage;
  const kept: StoredMessage = {
    payload,
    onlyFor: draft.onlyFor ?? null,
    interaction: interaction ?? null,
    guildId: channel.guildId,
  };
  world.messagesOf(channel.id).set(payload.id, kept);
  world.lastMessages.set(channel.id, payload.id);
  world.tell({ kind: 'message', change: 'created', message: kept });
  return kept;
}

/** A forwarded message as Discord shows it: a copy of its content, without the author. */
function forwarded({ payload, guildId }: StoredMessage): Record<string, unknown> {
  const { type, content, embeds, attachments, timestamp, edited_timestamp, flags, mentions, mention_roles } =
    payload;
  const message = { type, content, embeds, attachments, timestamp, edited_timestamp, flags };
  return {
    message_reference: {
      type: MessageReferenceType.Forward,
      channel_id: payload.channel_id,
      message_id: payload.id,
      ...(guildId === null ? {} : { guild_id: guildId }),
    },
    message_snapshots: [
      { message: { ...message, mentions, mention_roles, components: payload.components ?? [] } },
    ],
    // HAS_SNAPSHOT
    flags: MessageFlags.HasSnapshot,
  };
}

export interface MessageChange {
  readonly content?: string | null | undefined;
  readonly embeds?: readonly unknown[] | null | undefined;
  readonly components?: readonly unknown[] | null | undefined;
  /** All files that the message has from now on; if left out, it keeps its files. */
  readonly attachments?: readonly APIAttachment[] | undefined;
  readonly flags?: number | undefined;
  /** Filling in a deferred response does not count as an edit. */
  readonly silent?: boolean | undefined;
}

export function edit(world: World, message: StoredMessage, change: MessageChange): StoredMessage {
  const before = message.payload;
  const flags = change.flags ?? before.flags ?? 0;
  const files = change.attachments ?? everyFile(world, before);
  const content = change.content === undefined ? before.content : (change.content ?? '');
  const components =
    change.components === undefined ? before.components : numbered(world, change.components ?? [], files);
  const payload = {
    ...before,
    content,
    mentions: mentioned(world, content, undefined),
    embeds:
      change.embeds === undefined ? before.embeds : (change.embeds ?? []).map((one) => richEmbed(one, files)),
    components,
    attachments: shownAttachments(flags, files, [
      components ?? [],
      change.embeds === undefined ? before.embeds : (change.embeds ?? []),
    ]),
    flags,
    edited_timestamp: change.silent ? before.edited_timestamp : world.timestamp(),
  } as APIMessage;
  const kept = { ...message, payload };
  world.messagesOf(before.channel_id).set(before.id, kept);
  world.tell({ kind: 'message', change: 'edited', message: kept });
  return kept;
}

export function remove(world: World, message: StoredMessage): void {
  world.messagesOf(message.payload.channel_id).delete(message.payload.id);
  world.tell({ kind: 'message', change: 'deleted', message });
}

/** The message's files, including those that only its components show. */
export function everyFile(world: World, message: APIMessage): APIAttachment[] {
  const ids = new Set<string>(message.attachments.map((one) => one.id));
  for (const [id, { attachment }] of world.files)
    if (message.embeds.some((one) => [one.image?.url, one.thumbnail?.url].includes(attachment.url)))
      ids.add(id);
  for (const [, id] of JSON.stringify(message.components ?? []).matchAll(/"attachment_id":"(\d+)"/g))
    if (id) ids.add(id);
  return [...ids].flatMap((id) => world.files.get(id)?.attachment ?? []);
}
