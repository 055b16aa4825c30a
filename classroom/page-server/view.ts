import { type APIMessage, type APIUser, InteractionType } from 'discord-api-types/v10';
import { visibleCommands } from '../people/commands.ts';
import type { ClassroomInteraction } from '../world/interaction.ts';
import {
  type Channel,
  type ClassroomGuild,
  isThread,
  type StoredMessage,
  usualLocale,
  type World,
  type WorldEvent,
} from '../world/world.ts';

/** How many messages of a channel the page gets when it opens, and each time it asks for older ones. */
const FIRST_LENGTH = 50;
export const PAGE_LENGTH = 100;

/** A message as the page shows it to one person. */
export interface MessageView {
  readonly message: APIMessage;
  /** "Only you can see this". */
  readonly onlyYou: boolean;
  /** `/hint`, above an answer. */
  readonly said: string | null;
  /** The person who used that command. */
  readonly by: string | null;
}

/** Something that the person asked the bot for, without a message of its own (yet). */
interface PendingView {
  readonly id: string;
  readonly channelId: string;
  readonly state: ClassroomInteraction['state'];
  readonly said: string | null;
  readonly sourceId: string | null;
  readonly customId: string | null;
  readonly createdAt: number;
  readonly modal: unknown;
  readonly command: boolean;
}

export interface ChannelView {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly topic: string | null;
  readonly guildId: string | null;
  readonly parentId: string | null;
  readonly archived: boolean;
  /** For a thread: its members. */
  readonly people: readonly string[];
}

export interface UserView {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  readonly playable: boolean;
}

function messageView(kept: StoredMessage): MessageView {
  return {
    message: kept.payload,
    onlyYou: kept.onlyFor !== null,
    said: kept.interaction?.said ?? null,
    by: kept.interaction?.said ? kept.interaction.userId : null,
  };
}

function askedView(interaction: ClassroomInteraction): PendingView {
  const { id, channelId, state, said, sourceId, createdAt, modal, payload } = interaction;
  const shown = state === 'modal' && interaction.formClosed ? 'replied' : state;
  const customId = payload.type === InteractionType.MessageComponent ? payload.data.custom_id : null;
  return {
    id,
    channelId,
    state: shown,
    said,
    sourceId,
    customId,
    createdAt,
    modal,
    command: payload.type === InteractionType.ApplicationCommand,
  };
}

/** The newest messages of a channel that a person can see, oldest first; those before a given one, when older ones are asked for. */
export function messagesFor(
  world: World,
  userId: string,
  channelId: string,
  before: string | null = null,
  length = FIRST_LENGTH,
): { readonly messages: readonly MessageView[]; readonly more: boolean } {
  const visible: MessageView[] = [];
  const all = [...world.messagesOf(channelId).values()];
  for (let i = all.length - 1; i >= 0 && visible.length <= length; i -= 1) {
    const kept = all[i];
    if (!kept || (kept.onlyFor !== null && kept.onlyFor !== userId)) continue;
    if (before !== null && BigInt(kept.payload.id) >= BigInt(before)) continue;
    visible.push(messageView(kept));
  }
  return { messages: visible.slice(0, length).reverse(), more: visible.length > length };
}

function channelView(world: World, channel: Channel, userId: string): ChannelView {
  const other = channel.people.find((id) => id !== userId) ?? '';
  const name = channel.guildId === null ? displayName(world.users.get(other)) : channel.name;
  const { id, type, topic, guildId, parentId, archived, people } = channel;
  return { id, type, name, topic, guildId, parentId, archived, people: isThread(channel) ? people : [] };
}

function displayName(user: APIUser | undefined): string {
  return user?.global_name ?? user?.username ?? 'somebody';
}

function guildView(guild: ClassroomGuild) {
  return {
    id: guild.id,
    name: guild.name,
    roles: [...guild.roles.values()].map(({ id, name, color }) => ({ id, name, color })),
    members: [...guild.members.values()].map(({ userId, roles }) => ({ userId, roles })),
  };
}

/**
 * Everything one person sees, except the messages of channels that the page has already. Those are in `known`, which is updated to all of
 * the person's channels.
 */
export function snapshot(world: World, userId: string, playable: ReadonlySet<string>, known: Set<string>) {
  const channels = [...world.channels.values()].filter((one) => world.sees(userId, one));
  // The DM with the bot exists before its first message, so that the person can write it.
  const dm = world.dmOf(userId, world.bot.user.id);
  if (!channels.includes(dm)) channels.push(dm);
  const fresh = channels.filter((one) => !known.has(one.id));
  // Channels that the person can no longer see are forgotten: whoever returns to one has missed messages.
  known.clear();
  for (const one of channels) known.add(one.id);
  return {
    me: userId,
    locale: world.locales.get(userId) ?? usualLocale,
    now: world.clock.now(),
    bot: world.bot.user.id,
    users: [...world.users.values()].map(
      (user): UserView => ({
        id: user.id,
        name: displayName(user),
        bot: user.bot === true,
        playable: playable.has(user.id),
      }),
    ),
    guilds: [...world.guilds.values()].filter((guild) => guild.members.has(userId)).map(guildView),
    channels: channels.map((one) => channelView(world, one, userId)),
    messages: Object.fromEntries(fresh.map((one) => [one.id, messagesFor(world, userId, one.id)])),
    asked: [...world.interactions.values()]
      .filter(
        (one) =>
          one.userId === userId && ['waiting', 'failed', 'modal'].includes(one.state) && !one.formClosed,
      )
      .slice(-20)
      .map(askedView),
    commands: Object.fromEntries(channels.map((one) => [one.id, visibleCommands(world, userId, one)])),
  };
}

/** What one person's page is sent when something happens; `snapshot` when it is simplest to send everything again. */
export function changeFor(world: World, userId: string, happening: WorldEvent): object | 'snapshot' | null {
  switch (happening.kind) {
    case 'message': {
      const { message, change } = happening;
      if (message.onlyFor !== null && message.onlyFor !== userId) return null;
      const channel = world.channels.get(message.payload.channel_id);
      if (!channel || !world.sees(userId, channel)) return null;
      return { kind: 'message', change, ...messageView(message) };
    }
    case 'reaction': {
      const channel = world.channels.get(happening.message.payload.channel_id);
      if (!channel || !world.sees(userId, channel)) return null;
      return { kind: 'message', change: 'edited', ...messageView(happening.message) };
    }
    case 'typing': {
      const channel = world.channels.get(happening.channelId);
      if (!channel || !world.sees(userId, channel) || happening.userId === userId) return null;
      return { kind: 'typing', channelId: happening.channelId, userId: happening.userId };
    }
    case 'interaction':
    case 'interaction-state':
      return happening.interaction.userId === userId
        ? { kind: 'asked', asked: askedView(happening.interaction) }
        : null;
    default:
      return 'snapshot';
  }
}
