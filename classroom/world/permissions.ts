import { OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, ClassroomGuild } from './entities.ts';

/** All permissions: those of the owner and of administrators. */
const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** The permissions of `@everyone` in a new server. */
export const DEFAULTS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.UseExternalEmojis |
  PermissionFlagsBits.UseApplicationCommands |
  PermissionFlagsBits.ChangeNickname |
  PermissionFlagsBits.Connect |
  PermissionFlagsBits.Speak;

/** A member's permissions in a guild, before channel overwrites. 0 for somebody who is not a member. */
export function guildPermissions(guild: ClassroomGuild, userId: string): bigint {
  const member = guild.members.get(userId);
  if (!member) return 0n;
  if (guild.ownerId === userId) return EVERYTHING;
  const everyone = guild.roles.get(guild.id)?.permissions ?? 0n;
  const all = member.roles.reduce((sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n), everyone);
  return all & PermissionFlagsBits.Administrator ? EVERYTHING : all;
}

/** A member's permissions in a guild's channel: overwrites for everyone, then for roles, then for the member, in Discord's order. */
export function channelPermissions(guild: ClassroomGuild, channel: Channel, userId: string): bigint {
  const base = guildPermissions(guild, userId);
  if (base === EVERYTHING || base === 0n) return base;
  const member = guild.members.get(userId);
  const apply = (now: bigint, exceptions: Channel['overwrites']): bigint => {
    const deny = exceptions.reduce((sum, one) => sum | one.deny, 0n);
    const allow = exceptions.reduce((sum, one) => sum | one.allow, 0n);
    return (now & ~deny) | allow;
  };
  const ofRole = channel.overwrites.filter((one) => one.type === OverwriteType.Role);
  let now = apply(
    base,
    ofRole.filter((one) => one.id === guild.id),
  );
  now = apply(
    now,
    ofRole.filter((one) => one.id !== guild.id && member?.roles.includes(one.id)),
  );
  return apply(
    now,
    channel.overwrites.filter((one) => one.type === OverwriteType.Member && one.id === userId),
  );
}
