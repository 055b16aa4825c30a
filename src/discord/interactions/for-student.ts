import type { FileNames } from '../../intake/read-message.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import { fileNamesOf, type StudentFile, studentFilesOf } from '../../lesson/wanted-files.ts';
import type { LessonWithTree } from '../../library/library.ts';
import { RecordsAway } from '../../records/away.ts';
import type { GuildSettings, Student } from '../../records/records.ts';
import { chooseClass, noClassFound } from '../render/choose-class.ts';
import { noLesson } from '../render/hint.ts';
import type { CommandCall } from './command-call.ts';
import { type CommandResponse, reply } from './command-response.ts';
import type { Services } from './services.ts';

/** A request resolved student, class and lesson are known. */
export interface StudentRequest extends LessonWithTree {
  readonly student: Student;
  readonly guild: GuildSettings;
  readonly names: FileNames;
  /** The files that the lesson wants. */
  readonly wantedFiles: readonly StudentFile[];
}

/**
 * Finds out which student asks, and goes on with it; else answers why that is not known: no class, several classes, or a
 * class without a lesson. Where there are several lessons, the answer says which one it is about. `about`: the DM message that the request is about.
 */
export async function forStudent(
  call: CommandCall,
  services: Services,
  proceed: (request: StudentRequest) => Promise<CommandResponse>,
  options: { readonly guild?: string; readonly about?: string } = {},
): Promise<CommandResponse> {
  const resolved = await services.resolveClass(call, options.guild);
  if (resolved.kind === 'nobody') return reply(noClassFound(call.locale));
  if (resolved.kind === 'choose')
    return reply(chooseClass(call.locale, resolved.guilds, options.about ?? '0'));
  const slug = await services.lessons.ofStudent(call, resolved.student, resolved.guild);
  const found = services.lesson(slug);
  if (found === null) return reply(noLesson(call.locale, slug));
  const response = await proceed({
    ...found,
    lesson: lessonIn(found.lesson, call.locale),
    student: resolved.student,
    guild: resolved.guild,
    names: fileNamesOf(found.lesson.manifest),
    wantedFiles: studentFilesOf(found.lesson.manifest),
  });
  return services.lessons.about(call.locale, response, slug);
}

/** The files that the sender's lesson wants; the usual ones where it is not known yet which lesson that is. */
export async function wantedFilesFor(call: CommandCall, services: Services): Promise<readonly StudentFile[]> {
  try {
    const resolved = await services.resolveClass(call);
    if (resolved.kind !== 'student') return studentFilesOf(null);
    const slug = await services.lessons.ofStudent(call, resolved.student, resolved.guild);
    return studentFilesOf(services.lesson(slug)?.lesson.manifest ?? null);
  } catch (error) {
    if (error instanceof RecordsAway) return studentFilesOf(null);
    throw error;
  }
}
