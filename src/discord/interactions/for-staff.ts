import type { Lesson } from '../../lesson/lesson.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings } from '../../records/records.ts';
import { hasTaRole } from '../../teaching/ta-role.ts';
import { unknownLesson } from '../render/lesson/choose-lesson.ts';
import { noLesson } from '../render/lesson/no-lesson.ts';
import { noTaRole, queueIsForServers, queueRefused } from '../render/staff/queue.ts';
import type { CommandCall } from './command-call.ts';
import { type CommandResponse, reply } from './command-response.ts';
import type { Services } from './services.ts';

/**
 * Continues only for a teaching assistant of the server that the call came from, whether by a command, an old button or a forged
 * one. Everybody else is refused. `default_member_permissions` only hides commands; the role decides.
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

/**
 * The same for handlers that need a lesson: the one that the command names or that the button was made for, else the channel's or
 * the class's. The answer names the lesson if there are several. `shown` is the lesson in the reader's language; text that is
 * stored, or read by others, takes the lesson's own wording.
 */
export const forStaffOfLesson = (
  call: CommandCall,
  services: Services,
  proceed: (guild: GuildSettings, installed: LessonWithTree, shown: Lesson) => Promise<CommandResponse>,
  named: string | null = null,
): Promise<CommandResponse> =>
  forStaff(call, services, async (guild) => {
    const { lessons } = services;
    const meant = named === null ? null : lessons.like(named, call.locale);
    if (named !== null && meant === null)
      return reply(unknownLesson(call.locale, named, lessons.choices('', call.locale)));
    const made = call.lesson === undefined ? null : services.lesson(call.lesson);
    const slug = (meant ?? made)?.lesson.slug ?? (await lessons.ofPlace(call, guild));
    const installed = services.lesson(slug);
    if (installed === null) return reply(noLesson(call.locale, slug, 'staff'));
    const shown = lessonIn(installed.lesson, call.locale);
    return lessons.about(call.locale, await proceed(guild, installed, shown), slug);
  });

/** Who has acted as a teaching assistant since the start, so that each is recorded once. */
const recorded = new WeakMap<Services, Set<string>>();

async function recordStaff(guild: string, user: string, services: Services): Promise<void> {
  const known = recorded.get(services) ?? new Set();
  recorded.set(services, known);
  const key = `${guild}/${user}`;
  if (known.has(key)) return;
  await services.records.staff.record(guild, user);
  known.add(key);
}
