import { type APIMessage, ChannelType, GatewayIntentBits } from 'discord-api-types/v10';
import { channelJson, channelsOf, guildJson, memberJson, roleJson } from '../world/payloads.ts';
import {
  type ClassroomGuild,
  isThread,
  type StoredMessage,
  type World,
  type WorldEvent,
} from '../world/world.ts';

/** One event for the bot. `channelId` is where it happened, which decides who may see it. */
export interface Outgoing {
  readonly name: string;
  readonly data: unknown;
  readonly channelId: string | null;
  readonly dm: boolean;
}

/** The events that the bot gets for something that happened; none for what Discord does not share (ephemeral messages, an opened DM). */
export function eventsOf(world: World, happening: WorldEvent, intents: number): Outgoing[] {
  const wide = (name: string, data: unknown): Outgoing[] => [{ name, data, channelId: null, dm: false }];
  switch (happening.kind) {
    case 'message':
      return messageEvents(world, happening, intents);
    case 'interaction':
      return wide('INTERACTION_CREATE', happening.interaction.payload);
    case 'typing':
      return typingEvents(world, happening);
    case 'reaction':
      return [reactionEvent(happening)];
    case 'guild':
      return happening.change === 'created'
        ? wide('GUILD_CREATE', guildCreate(world, happening.guild, intents))
        : wide('GUILD_DELETE', { id: happening.guild.id });
    case 'member': {
      const { guild, member, change } = happening;
      const json = memberJson(world, member);
      if (change === 'left') return wide('GUILD_MEMBER_REMOVE', { guild_id: guild.id, user: json.user });
      return wide(change === 'joined' ? 'GUILD_MEMBER_ADD' : 'GUILD_MEMBER_UPDATE', {
        ...json,
        guild_id: guild.id,
      });
    }
    case 'role': {
      const { guild, role, change } = happening;
      if (change === 'deleted') return wide('GUILD_ROLE_DELETE', { guild_id: guild.id, role_id: role.id });
      return wide(change === 'created' ? 'GUILD_ROLE_CREATE' : 'GUILD_ROLE_UPDATE', {
        guild_id: guild.id,
        role: roleJson(role),
      });
    }
    case 'channel':
      return channelEvents(world, happening);
    case 'thread-people':
      return threadPeople(world, happening, intents);
    default:
      return [];
  }
}

function typingEvents(
  world: World,
  { channelId, userId }: Extract<WorldEvent, { kind: 'typing' }>,
): Outgoing[] {
  const channel = world.channels.get(channelId);
  if (!channel || userId === world.bot.user.id) return [];
  return [
    {
      name: 'TYPING_START',
      channelId: channel.id,
      dm: channel.guildId === null,
      data: {
        channel_id: channel.id,
        ...memberPart(world, channel.guildId, userId),
        user_id: userId,
        timestamp: Math.floor(world.clock.now() / 1000),
      },
    },
  ];
}

const reactionEvent = ({
  added,
  message,
  userId,
  emoji,
}: Extract<WorldEvent, { kind: 'reaction' }>): Outgoing => ({
  name: added ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
  channelId: message.payload.channel_id,
  dm: message.guildId === null,
  data: {
    user_id: userId,
    channel_id: message.payload.channel_id,
    message_id: message.payload.id,
    ...(message.guildId ? { guild_id: message.guildId } : {}),
    emoji: { id: null, name: emoji },
    burst: false,
    type: 0,
  },
});

function channelEvents(
  world: World,
  { channel, change }: Extract<WorldEvent, { kind: 'channel' }>,
): Outgoing[] {
  if (channel.guildId === null) return [];
  const verb = { created: 'CREATE', changed: 'UPDATE', deleted: 'DELETE' }[change];
  const data = channelJson(world, channel);
  const name = `${isThread(channel) ? 'THREAD' : 'CHANNEL'}_${verb}`;
  if (isThread(channel) && change === 'created')
    return [{ name, data: { ...data, newly_created: true }, channelId: channel.id, dm: false }];
  return [{ name, data, channelId: change === 'deleted' ? null : channel.id, dm: false }];
}

/** Without the members intent a bot gets events only about itself joining and leaving; a private thread that it joins is new to it. */
function threadPeople(
  world: World,
  { channel, added, removed }: Extract<WorldEvent, { kind: 'thread-people' }>,
  intents: number,
): Outgoing[] {
  const bot = world.bot.user.id;
  const place = { channelId: channel.id, dm: false };
  const wide = { channelId: null, dm: false };
  const isPrivate = channel.type === ChannelType.PrivateThread;
  const json = channelJson(world, channel);
  if (isPrivate && added.includes(bot)) return [{ name: 'THREAD_CREATE', data: json, ...wide }];
  const { id, guildId, parentId, type } = channel;
  if (isPrivate && removed.includes(bot) && !world.sees(bot, channel))
    return [{ name: 'THREAD_DELETE', data: { id, guild_id: guildId, parent_id: parentId, type }, ...wide }];
  const all = (intents & GatewayIntentBits.GuildMembers) !== 0;
  if (!all && ![...added, ...removed].includes(bot)) return [];
  return [
    {
      name: 'THREAD_MEMBERS_UPDATE',
      data: {
        id,
        guild_id: guildId,
        member_count: channel.people.length,
        ...(added.length > 0
          ? {
              added_members: added.map((userId) => ({
                id,
                user_id: userId,
                join_timestamp: world.timestamp(),
                flags: 0,
                ...memberPart(world, guildId, userId),
                guild_id: undefined,
                presence: null,
              })),
            }
          : {}),
        ...(removed.length > 0 ? { removed_member_ids: removed } : {}),
      },
      ...place,
    },
  ];
}

function messageEvents(
  world: World,
  happening: Extract<WorldEvent, { kind: 'message' }>,
  intents: number,
): Outgoing[] {
  const { message, change } = happening;
  if (message.onlyFor !== null) return [];
  const { id, channel_id: channelId, author } = message.payload;
  const guild = message.guildId ? { guild_id: message.guildId } : {};
  const place = { channelId, dm: message.guildId === null };
  if (change === 'deleted')
    return [{ name: 'MESSAGE_DELETE', data: { id, channel_id: channelId, ...guild }, ...place }];
  const { member, ...rest } = memberPart(world, message.guildId, author.id);
  const { user: _user, ...bare } = member ?? {};
  return [
    {
      name: change === 'created' ? 'MESSAGE_CREATE' : 'MESSAGE_UPDATE',
      data: {
        ...visibleContent(world, message, intents),
        ...rest,
        ...(member ? { member: bare } : {}),
        channel_type: world.channels.get(channelId)?.type ?? 0,
      },
      ...place,
    },
  ];
}

/** Without the privileged intent, messages in a guild come without content, unless the bot wrote them or is mentioned in them. */
export function visibleContent(world: World, message: StoredMessage, intents: number): APIMessage {
  const { payload } = message;
  const bot = world.bot.user.id;
  const open =
    message.guildId === null ||
    (intents & GatewayIntentBits.MessageContent) !== 0 ||
    payload.author.id === bot ||
    payload.mentions.some((user) => user.id === bot);
  return open ? payload : { ...payload, content: '', embeds: [], attachments: [], components: [] };
}

function memberPart(
  world: World,
  guildId: string | null,
  userId: string,
): { guild_id?: string; member?: ReturnType<typeof memberJson> } {
  const guild = guildId ? world.guilds.get(guildId) : undefined;
  const member = guild?.members.get(userId);
  return {
    ...(guildId ? { guild_id: guildId } : {}),
    ...(member ? { member: memberJson(world, member) } : {}),
  };
}

/** The guild of GUILD_CREATE. Without the presence intent the member list contains only the bot itself, as Discord sends it. */
export function guildCreate(world: World, guild: ClassroomGuild, intents: number): Record<string, unknown> {
  const all = (intents & GatewayIntentBits.GuildPresences) !== 0;
  const members = [...guild.members.values()].filter((one) => all || one.userId === world.bot.user.id);
  const channels = channelsOf(world, guild);
  return {
    ...guildJson(guild),
    joined_at: guild.members.get(world.bot.user.id)?.joinedAt ?? world.timestamp(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: members.map((one) => memberJson(world, one)),
    channels: channels.filter((one) => !isThread(one)).map((one) => channelJson(world, one)),
    threads: channels
      .filter((one) => isThread(one) && !one.archived && world.sees(world.bot.user.id, one))
      .map((one) => channelJson(world, one)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
