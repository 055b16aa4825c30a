import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIRole,
  ChannelType,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  GuildSystemChannelFlags,
  GuildVerificationLevel,
} from 'discord-api-types/v10';
import { madeAt } from './snowflake.ts';
import {
  type Channel,
  type ClassroomGuild,
  type ClassroomMember,
  type ClassroomRole,
  isThread,
  type World,
} from './world.ts';

export function roleJson(role: ClassroomRole): APIRole {
  return {
    id: role.id,
    name: role.name,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: false,
    mentionable: true,
    flags: 0,
  } as unknown as APIRole;
}

export function memberJson(world: World, member: ClassroomMember): APIGuildMember {
  const user = world.users.get(member.userId);
  if (!user) throw new Error(`no user ${member.userId}`);
  return {
    user,
    nick: member.nick,
    avatar: null,
    banner: null,
    roles: [...member.roles],
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    communication_disabled_until: null,
  } as unknown as APIGuildMember;
}

/** A channel as `viewer` gets it: a DM lists the other people. */
export function channelJson(world: World, channel: Channel, viewer = world.bot.user.id): APIChannel {
  const last = world.lastMessages.get(channel.id) ?? null;
  if (channel.type === ChannelType.DM) {
    const others = channel.people.filter((id) => id !== viewer).flatMap((id) => world.users.get(id) ?? []);
    return {
      id: channel.id,
      type: channel.type,
      last_message_id: last,
      recipients: others,
      flags: 0,
    } as unknown as APIChannel;
  }
  const base = {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    last_message_id: last,
    rate_limit_per_user: 0,
    flags: 0,
  };
  if (isThread(channel))
    return {
      ...base,
      owner_id: channel.ownerId,
      message_count: world.messagesOf(channel.id).size,
      member_count: channel.people.length,
      total_message_sent: world.messagesOf(channel.id).size,
      thread_metadata: {
        archived: channel.archived,
        auto_archive_duration: channel.autoArchiveMinutes,
        archive_timestamp: world.timestamp(madeAt(channel.id)),
        create_timestamp: world.timestamp(madeAt(channel.id)),
        locked: channel.locked,
        ...(channel.type === ChannelType.PrivateThread ? { invitable: channel.invitable } : {}),
      },
    } as unknown as APIChannel;
  return {
    ...base,
    topic: channel.topic,
    position: channel.position,
    nsfw: false,
    permission_overwrites: channel.overwrites.map((one) => ({
      id: one.id,
      type: one.type,
      allow: one.allow.toString(),
      deny: one.deny.toString(),
    })),
  } as unknown as APIChannel;
}

export function channelsOf(world: World, guild: ClassroomGuild): Channel[] {
  return [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
}

export function guildJson(guild: ClassroomGuild): APIGuild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    home_header: null,
    nsfw: false,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: GuildVerificationLevel.None,
    default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
    explicit_content_filter: GuildExplicitContentFilter.Disabled,
    roles: [...guild.roles.values()].map(roleJson),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: GuildMFALevel.None,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: GuildSystemChannelFlags.SuppressJoinNotifications,
    rules_channel_id: null,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: GuildPremiumTier.None,
    premium_subscription_count: 0,
    preferred_locale: guild.locale,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    nsfw_level: GuildNSFWLevel.Default,
    premium_progress_bar_enabled: false,
    incidents_data: null,
  } as unknown as APIGuild;
}
