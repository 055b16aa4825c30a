import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings } from '../../records/records.ts';
import { noLesson } from '../render/hint.ts';
import { noTaRole, queueIsForServers, queueRefused } from '../render/queue.ts';
import type { CommandCall } from './command-call.ts';
import { type CommandResponse, reply } from './command-response.ts';
import type { Services } from './services.ts';

/**
 * Goes on only for a teaching assistant of the server that the call came from, whatever brought her here: a command, a
 * button of long ago, or one that somebody forged. Everybody else is told so. `default_member_permissions` only hides
 * commands; the role is what counts.
 */
export async function forStaff(
  call: CommandCall,
  services: Services,
  goOn: (guild: GuildSettings) => Promise<CommandResponse>,
): Promise<CommandResponse> {
  if (call.guild === null) return reply(queueIsForServers(call.locale));
  const whose = await services.resolveClass(call);
  if (whose.kind !== 'student') return reply(queueIsForServers(call.locale));
  const { guild } = whose;
  if (guild.taRole === null) return reply(call.manages ? noTaRole(call.locale) : queueRefused(call.locale));
  if (!call.roles.includes(guild.taRole)) return reply(queueRefused(call.locale));
  await recordStaff(guild.id, call.user, services);
  return goOn(guild);
}

/** The same, where the class's lesson is needed. */
export const forStaffOfLesson = (
  call: CommandCall,
  services: Services,
  goOn: (guild: GuildSettings, shelved: LessonWithTree) => Promise<CommandResponse>,
): Promise<CommandResponse> =>
  forStaff(call, services, async (guild) => {
    const shelved = services.lesson(guild.lesson);
    return shelved === null ? reply(noLesson(call.locale, guild.lesson)) : goOn(guild, shelved);
  });

/** Who was seen acting as a teaching assistant since the start is recorded once. */
const seen = new WeakMap<Services, Set<string>>();

async function recordStaff(guild: string, user: string, services: Services): Promise<void> {
  const known = seen.get(services) ?? new Set();
  seen.set(services, known);
  const key = `${guild}/${user}`;
  if (known.has(key)) return;
  await services.records.staff.record(guild, user);
  known.add(key);
}
