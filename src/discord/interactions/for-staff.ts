import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings } from '../../records/records.ts';
import { hasTaRole } from '../../teaching/ta-role.ts';
import { noLesson } from '../render/hint.ts';
import { noTaRole, queueIsForServers, queueRefused } from '../render/queue.ts';
import type { CommandCall } from './command-call.ts';
import { type CommandResponse, reply } from './command-response.ts';
import type { Services } from './services.ts';

/**
 * Goes on only for a teaching assistant of the server that the call came from, whatever brought her here: a command, a
 * button of long ago, or one that somebody forged. Everybody else is refused. `default_member_permissions` only hides
 * commands; the role is what counts.
 */
export async function forStaff(
  call: CommandCall,
  services: Services,
  proceed: (guild: GuildSettings) => Promise<CommandResponse>,
): Promise<CommandResponse> {
  if (call.guild === null) return reply(queueIsForServers(call.locale));
  const resolved = await services.resolveClass(call);
  if (resolved.kind !== 'student') return reply(queueIsForServers(call.locale));
  const { guild } = resolved;
  if (!hasTaRole(guild, call.roles)) {
    const maySetRole = guild.taRole === null && call.manages;
    return reply(maySetRole ? noTaRole(call.locale) : queueRefused(call.locale));
  }
  await recordStaff(guild.id, call.user, services);
  return proceed(guild);
}

/** The same, where the class's lesson is needed. */
export const forStaffOfLesson = (
  call: CommandCall,
  services: Services,
  proceed: (guild: GuildSettings, installed: LessonWithTree) => Promise<CommandResponse>,
): Promise<CommandResponse> =>
  forStaff(call, services, async (guild) => {
    const installed = services.lesson(guild.lesson);
    return installed === null ? reply(noLesson(call.locale, guild.lesson)) : proceed(guild, installed);
  });

/** Who acted as a teaching assistant since the start: each is recorded once. */
const recorded = new WeakMap<Services, Set<string>>();

async function recordStaff(guild: string, user: string, services: Services): Promise<void> {
  const known = recorded.get(services) ?? new Set();
  recorded.set(services, known);
  const key = `${guild}/${user}`;
  if (known.has(key)) return;
  await services.records.staff.record(guild, user);
  known.add(key);
}
