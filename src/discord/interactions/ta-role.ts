import type { CommandCall } from './command-call.ts';
import type { Services } from './services.ts';

/** Whether the caller is a teaching assistant of a guild, asked from that guild's server: roles are unknown in DMs. */
export async function isTa(call: CommandCall, guild: string, services: Services): Promise<boolean> {
  if (call.guild !== guild) return false;
  const role = (await services.records.guilds.get(guild))?.taRole ?? null;
  return role !== null && call.roles.includes(role);
}
