import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type InteractionContextType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { contextOf } from '../world/send-interaction.ts';
import type { Channel, World } from '../world/world.ts';

/** All commands that the bot has in this place, whether or not this person can see them. */
export function commandsAt(world: World, channel: Channel): APIApplicationCommand[] {
  const guild = channel.guildId ? world.guilds.get(channel.guildId) : undefined;
  const own = [...(guild?.commands.values() ?? [])];
  // A guild's command hides the global one of the same name and type.
  const global = [...world.globalCommands.values()].filter(
    (one) => !own.some((other) => other.name === one.name && other.type === one.type),
  );
  return [...own, ...global.filter((one) => fitsContext(one, contextOf(channel)))];
}

function fitsContext(command: APIApplicationCommand, context: InteractionContextType): boolean {
  return command.contexts ? command.contexts.includes(context) : true;
}

/** The commands that Discord would show this person here, by place and by permission bits (which have no effect in a DM). */
export function visibleCommands(world: World, userId: string, channel: Channel): APIApplicationCommand[] {
  return commandsAt(world, channel).filter((command) => maySee(world, userId, channel, command));
}

function maySee(world: World, userId: string, channel: Channel, command: APIApplicationCommand): boolean {
  if (channel.guildId === null) return true;
  const has = world.permissions(userId, channel);
  if (has & PermissionFlagsBits.Administrator) return true;
  if ((has & PermissionFlagsBits.UseApplicationCommands) === 0n) return false;
  const guild = world.guilds.get(channel.guildId);
  const allowed = guild?.allowances.get(command.name);
  if (allowed && guild?.members.get(userId)?.roles.some((role) => allowed.has(role))) return true;
  const wanted = command.default_member_permissions;
  if (wanted === null || wanted === undefined) return true;
  const bits = BigInt(wanted);
  return bits !== 0n && (has & bits) === bits;
}

export function isSlash(command: APIApplicationCommand): boolean {
  return command.type === ApplicationCommandType.ChatInput;
}
