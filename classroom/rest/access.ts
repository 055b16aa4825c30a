import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, ClassroomGuild, ClassroomMember, StoredMessage, World } from '../world/world.ts';
import { DiscordApiError } from './api-error.ts';
import { param, type RestCall } from './route.ts';

/** The channel of the path, if the bot can see it: 10003 when it does not exist, 50001 when the bot has no access. */
export function channelOf(call: RestCall): Channel {
  const channel = call.world.channels.get(param(call, 'channel'));
  if (!channel) throw new DiscordApiError(10003);
  if (!call.world.sees(call.world.bot.user.id, channel)) throw new DiscordApiError(50001);
  return channel;
}

/** Throws 50013 unless the bot has this permission there. */
export function mustHave(world: World, channel: Channel, bit: bigint): void {
  if ((world.permissions(world.bot.user.id, channel) & bit) === 0n) throw new DiscordApiError(50013);
}

/** The message of the path. Ephemeral ones cannot be reached with the bot's token. */
export function messageOf(call: RestCall): StoredMessage {
  const channel = channelOf(call);
  if (channel.guildId !== null) mustHave(call.world, channel, PermissionFlagsBits.ReadMessageHistory);
  const message = call.world.messagesOf(channel.id).get(param(call, 'message'));
  if (!message || message.onlyFor !== null) throw new DiscordApiError(10008);
  return message;
}

/** The guild of the path, if the bot is a member. */
export function guildOf(call: RestCall): ClassroomGuild {
  const guild = call.world.guilds.get(param(call, 'guild'));
  if (!guild?.members.has(call.world.bot.user.id)) throw new DiscordApiError(10004);
  return guild;
}

export function memberOf(call: RestCall, guild: ClassroomGuild): ClassroomMember {
  const id = param(call, 'user') === '@me' ? call.world.bot.user.id : param(call, 'user');
  if (!call.world.users.has(id)) throw new DiscordApiError(10013);
  const member = guild.members.get(id);
  if (!member) throw new DiscordApiError(10007);
  return member;
}

/** Throws 50007 unless this person accepts DMs from the bot: they are open, and both share a server. */
export function mustTakeDm(world: World, channel: Channel): void {
  const other = channel.people.find((id) => id !== world.bot.user.id) ?? '';
  const common = [...world.guilds.values()].some(
    (guild) => guild.members.has(other) && guild.members.has(world.bot.user.id),
  );
  if (!common || world.closedDms.has(other)) throw new DiscordApiError(50007);
}
