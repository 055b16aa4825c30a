import { hasTaRole } from '../../teaching/ta-role.ts';
import type { CommandCall } from './command-call.ts';
import type { Services } from './services.ts';

/** Whether the caller is a teaching assistant of a guild. Only true for calls from that guild's server: a DM carries no roles. */
export async function isTa(call: CommandCall, guild: string, services: Services): Promise<boolean> {
  if (call.guild !== guild) return false;
  const settings = await services.records.guilds.get(guild);
  return settings !== null && hasTaRole(settings, call.roles);
}
