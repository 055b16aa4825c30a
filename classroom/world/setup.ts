import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import {
  blankChannel,
  type Channel,
  type ClassroomGuild,
  type ClassroomMember,
  type ClassroomRole,
  type World,
} from './world.ts';

/** Adds a person or the bot to a guild. */
export function admit(
  world: World,
  guild: ClassroomGuild,
  userId: string,
  roles: readonly string[] = [],
): ClassroomMember {
  const member: ClassroomMember = { userId, roles, nick: null, joinedAt: world.timestamp() };
  guild.members.set(userId, member);
  world.tell({ kind: 'member', change: 'joined', guild, member });
  return member;
}

export function changeMember(world: World, guild: ClassroomGuild, member: ClassroomMember): void {
  guild.members.set(member.userId, member);
  world.tell({ kind: 'member', change: 'changed', guild, member });
}

export function dismiss(world: World, guild: ClassroomGuild, userId: string): void {
  const member = guild.members.get(userId);
  if (!member) return;
  guild.members.delete(userId);
  world.tell({ kind: 'member', change: 'left', guild, member });
}

export interface NewRole {
  readonly name: string;
  readonly permissions?: bigint;
  readonly color?: number;
}

export function addRole(world: World, guild: ClassroomGuild, wish: NewRole): ClassroomRole {
  const role: ClassroomRole = {
    id: world.nextId(),
    name: wish.name,
    color: wish.color ?? 0,
    position: guild.roles.size,
    permissions: wish.permissions ?? 0n,
  };
  guild.roles.set(role.id, role);
  world.tell({ kind: 'role', change: 'created', guild, role });
  return role;
}

export interface NewChannel {
  readonly name: string;
  readonly topic?: string;
  /** Only these roles see it (besides the owner, and the bot unless `withoutBot`). */
  readonly onlyRoles?: readonly string[];
  readonly withoutBot?: boolean;
}

export function addChannel(world: World, guild: ClassroomGuild, wish: NewChannel): Channel {
  const see = PermissionFlagsBits.ViewChannel;
  const allow = (id: string, type: OverwriteType) => ({ id, type, allow: see, deny: 0n });
  const overwrites = wish.onlyRoles
    ? [
        { id: guild.id, type: OverwriteType.Role, allow: 0n, deny: see },
        ...wish.onlyRoles.map((id) => allow(id, OverwriteType.Role)),
        ...(wish.withoutBot ? [] : [allow(world.bot.user.id, OverwriteType.Member)]),
      ]
    : [];
  const channel: Channel = {
    ...blankChannel,
    id: world.nextId(),
    type: ChannelType.GuildText,
    guildId: guild.id,
    name: wish.name,
    topic: wish.topic ?? null,
    position: [...world.channels.values()].filter((one) => one.guildId === guild.id).length,
    overwrites,
  };
  world.channels.set(channel.id, channel);
  world.tell({ kind: 'channel', change: 'created', channel });
  return channel;
}
