import {
  type APIAttachment,
  type APIMessage,
  type APIMessageComponent,
  type APIMessageInteractionMetadata,
  type APIUser,
  ComponentType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10';
import type { ClassroomInteraction } from './interaction.ts';
import type { Channel, StoredMessage, World } from './world.ts';

/** What a new message consists of, whoever sends it. */
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
  /** The message that is forwarded: what it says now goes along, for ever. */
  readonly forwards?: StoredMessage | undefined;
  readonly interaction?: ClassroomInteraction | undefined;
  readonly onlyFor?: string | null | undefined;
  /** The thread that this message announces. */
  readonly thread?: Channel | undefined;
  /** Whom it is about, though its words do not say so: of a system message. */
  readonly about?: readonly APIUser[] | undefined;
  /** Whom an `allowed_mentions` lets be mentioned; null lets everybody. */
  readonly mentionable?: readonly string[] | null | undefined;
}

/** Puts a message into its channel and tells everybody. */
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

/** A forwarded message as Discord shows it: a copy of what it said, without who said it. */
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
  /** All files that the message has from now on; left out, it keeps its own. */
  readonly attachments?: readonly APIAttachment[] | undefined;
  readonly flags?: number | undefined;
  /** A deferred answer that is filled in does not count as edited. */
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

/** Files of a message, those too that only its components show. */
export function everyFile(world: World, message: APIMessage): APIAttachment[] {
  const ids = new Set<string>(message.attachments.map((one) => one.id));
  for (const [id, { attachment }] of world.files)
    if (message.embeds.some((one) => [one.image?.url, one.thumbnail?.url].includes(attachment.url)))
      ids.add(id);
  for (const [, id] of JSON.stringify(message.components ?? []).matchAll(/"attachment_id":"(\d+)"/g))
    if (id) ids.add(id);
  return [...ids].flatMap((id) => world.files.get(id)?.attachment ?? []);
}

/** With Components V2 a file is only where a component shows it; one that an embed shows is only there, too. */
function shownAttachments(
  flags: number,
  files: readonly APIAttachment[],
  shownIn: readonly unknown[],
): APIAttachment[] {
  const text = JSON.stringify(shownIn);
  const elsewhere = (file: APIAttachment): boolean =>
    text.includes(`"attachment://${file.filename}"`) || text.includes(JSON.stringify(file.url));
  if ((flags & MessageFlags.IsComponentsV2) === 0) return files.filter((file) => !elsewhere(file));
  return files.filter((file) => !text.includes(`"attachment_id":"${file.id}"`));
}

function richEmbed(embed: unknown, files: readonly APIAttachment[]): Record<string, unknown> {
  const { fields, ...rest } = embed as { fields?: readonly Record<string, unknown>[] | null };
  const pictures = Object.entries(rest).flatMap(([place, one]): [string, unknown][] => {
    const { url } = (one ?? {}) as { url?: string };
    const file = files.find((each) => url === `attachment://${each.filename}`);
    return file
      ? [[place, { url: file.url, proxy_url: file.proxy_url, width: file.width, height: file.height }]]
      : [];
  });
  return {
    type: 'rich',
    ...rest,
    ...Object.fromEntries(pictures),
    ...(fields ? { fields: fields.map((one) => ({ ...one, inline: one.inline ?? false })) } : {}),
  };
}

function mentioned(
  world: World,
  content: string,
  mentionable: readonly string[] | null | undefined,
): APIUser[] {
  const ids = new Set([...content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id]) => id ?? []));
  const allowed = mentionable ? [...ids].filter((id) => mentionable.includes(id)) : [...ids];
  return allowed.flatMap((id) => world.users.get(id) ?? []);
}

/** Components as Discord gives them back: each with its number, files of the message resolved to their address. */
function numbered(
  world: World,
  components: readonly unknown[],
  files: readonly APIAttachment[],
): APIMessageComponent[] {
  const taken = new Set<number>();
  JSON.stringify(components, (key, value: unknown) => {
    if (key === 'id' && typeof value === 'number') taken.add(value);
    return value;
  });
  let last = 0;
  const fresh = (): number => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  const media = (one: Record<string, unknown>): Record<string, unknown> => {
    const url = String(one.url);
    const file = files.find((each) => url === `attachment://${each.filename}` || url === each.url);
    if (!file) return { id: world.nextId(), url, proxy_url: url };
    return {
      id: world.nextId(),
      url: file.url,
      proxy_url: file.proxy_url,
      attachment_id: file.id,
      ...(file.content_type === undefined ? {} : { content_type: file.content_type }),
      ...(file.width === undefined ? {} : { width: file.width, height: file.height }),
    };
  };
  const one = (component: Record<string, unknown>): Record<string, unknown> => {
    const id = typeof component.id === 'number' && component.id !== 0 ? component.id : fresh();
    const made: Record<string, unknown> = { ...component, id };
    if (Array.isArray(component.components)) made.components = component.components.map(one);
    if (component.accessory) made.accessory = one(component.accessory as Record<string, unknown>);
    if (component.media) made.media = media(component.media as Record<string, unknown>);
    if (component.file) {
      made.file = media(component.file as Record<string, unknown>);
      const file = files.find((each) => each.id === (made.file as { attachment_id?: string }).attachment_id);
      if (file) Object.assign(made, { name: file.filename, size: file.size });
    }
    if (Array.isArray(component.items))
      made.items = component.items.map((item: Record<string, unknown>) => ({
        ...item,
        description: item.description ?? null,
        spoiler: item.spoiler ?? false,
        media: media(item.media as Record<string, unknown>),
      }));
    if (component.type === ComponentType.Container) {
      made.spoiler ??= false;
      made.accent_color ??= null;
    }
    if (component.type === ComponentType.Thumbnail) {
      made.description ??= null;
      made.spoiler ??= false;
    }
    if (component.type === ComponentType.File) made.spoiler ??= false;
    if (component.type === ComponentType.Separator) {
      made.spacing ??= 1;
      made.divider ??= true;
    }
    return made;
  };
  return components.map((component) =>
    one(component as Record<string, unknown>),
  ) as unknown as APIMessageComponent[];
}

function metadata(world: World, interaction: ClassroomInteraction): APIMessageInteractionMetadata {
  const { id, payload, guildId, userId, sourceId } = interaction;
  const name = payload.type === 2 ? { name: payload.data.name, command_type: payload.data.type } : {};
  return {
    id,
    type: payload.type,
    user: world.users.get(userId),
    authorizing_integration_owners: guildId ? { 0: guildId } : { 1: userId },
    ...name,
    ...(payload.type === 3 && sourceId ? { interacted_message_id: sourceId } : {}),
  } as unknown as APIMessageInteractionMetadata;
}
