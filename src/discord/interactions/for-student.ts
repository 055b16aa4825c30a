import { type FileNames, usualNames } from '../../intake/sort.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings, Student } from '../../records/records.ts';
import { chooseClass, noClassFound } from '../render/choose-class.ts';
import { noLesson } from '../render/hint.ts';
import type { CommandCall } from './command-call.ts';
import { type CommandResponse, reply } from './command-response.ts';
import type { Services } from './services.ts';

/** A question whose student, class and lesson are known. */
export interface StudentRequest extends LessonWithTree {
  readonly student: Student;
  readonly guild: GuildSettings;
  readonly names: FileNames;
}

/**
 * Finds out whose question it is and goes on with it; else answers why that is not known:
 * no class, several classes, or a class without a lesson. `about`: the DM message that the question is about.
 */
export async function forStudent(
  call: CommandCall,
  services: Services,
  goOn: (asked: StudentRequest) => Promise<CommandResponse>,
  options: { readonly guild?: string; readonly about?: string } = {},
): Promise<CommandResponse> {
  const whose = await services.resolveClass(call, options.guild);
  if (whose.kind === 'nobody') return reply(noClassFound(call.locale));
  if (whose.kind === 'choose') return reply(chooseClass(call.locale, whose.guilds, options.about ?? '0'));
  const shelved = services.lesson(whose.guild.lesson);
  if (shelved === null) return reply(noLesson(call.locale, whose.guild.lesson));
  return goOn({
    ...shelved,
    student: whose.student,
    guild: whose.guild,
    names: shelved.lesson.manifest?.files ?? usualNames,
  });
}
