import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import type { FileNames } from '../../intake/read-message.ts';
import type { Lesson } from '../../lesson/lesson.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import { fileNamesOf, type StudentFile, studentFilesOf } from '../../lesson/manifest/requested-files.ts';
import type { LessonWithTree } from '../../library/library.ts';
import type { GuildSettings, Student } from '../../records/records.ts';
import { RecordsAway } from '../../records/storage/away.ts';
import type { Locale } from '../../wording/wording.ts';
import { chooseClass, noClassFound } from '../render/lesson/choose-class.ts';
import { noLesson } from '../render/lesson/no-lesson.ts';
import type { CommandCall } from './command-call.ts';
import { type CommandResponse, reply } from './command-response.ts';
import type { Services } from './services.ts';

/** A request whose student, class and lesson are resolved. */
export interface StudentRequest extends LessonWithTree {
  readonly student: Student;
  readonly guild: GuildSettings;
  readonly names: FileNames;
  /** The files that the lesson asks for. */
  readonly wantedFiles: readonly StudentFile[];
}

/**
 * Resolves which student asks, and continues. Otherwise it answers why that failed: no class, several classes, or a class without
 * a lesson. If there are several lessons, the answer names the one it is about. `about`: the DM message that the request is
 * about.
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
  if (found === null) return reply(noLesson(call.locale, slug, 'student'));
  const response = await proceed(requestAbout(found, resolved, call.locale));
  return services.lessons.about(call.locale, response, slug);
}

/** The same request with the current version of its lesson: files that a teacher has changed since are reloaded first. */
export async function renewed(
  request: StudentRequest,
  { locale }: CommandCall,
  services: Services,
): Promise<StudentRequest> {
  await services.reloadLessons();
  const found = services.lesson(request.lesson.slug);
  return found === null ? request : requestAbout(found, request, locale);
}

const requestAbout = (
  found: LessonWithTree,
  { student, guild }: Pick<StudentRequest, 'student' | 'guild'>,
  locale: Locale,
): StudentRequest => ({
  ...found,
  lesson: lessonIn(found.lesson, locale),
  student,
  guild,
  names: fileNamesOf(found.lesson.manifest),
  wantedFiles: studentFilesOf(found.lesson.manifest),
});

/** The lesson that the sender works on, in their language; null when it is unknown or there is none. */
export async function lessonOf(call: CommandCall, services: Services): Promise<Lesson | null> {
  const resolved = await services.resolveClass(call);
  if (resolved.kind !== 'student') return null;
  const slug = await services.lessons.ofStudent(call, resolved.student, resolved.guild);
  return lessonNamed(slug, call, services);
}

/** The same from memory only, for autocomplete. */
export function lessonFromMemory(call: CommandCall, services: Services): Lesson | null {
  const slug = services.lessons.fromMemory(call, services.classFromMemory(call));
  return slug === null ? null : lessonNamed(slug, call, services);
}

function lessonNamed(slug: string, { locale }: CommandCall, services: Services): Lesson | null {
  const found = services.lesson(slug);
  return found === null ? null : lessonIn(found.lesson, locale);
}

/**
 * Opens a form built from the sender's lesson. It stays with that lesson whatever the sender chooses before submitting it. If the
 * lesson is not known yet, the form asks for the usual files, and the lesson is resolved on submission.
 */
export async function formOfLesson(
  call: CommandCall,
  services: Services,
  form: (wanted: readonly StudentFile[]) => APIModalInteractionResponseCallbackData,
): Promise<CommandResponse> {
  const lesson = await lessonOf(call, services).catch((error: unknown) => {
    if (error instanceof RecordsAway) return null;
    throw error;
  });
  const opened = { show: 'modal', modal: form(studentFilesOf(lesson?.manifest ?? null)) } as const;
  return lesson === null ? opened : services.lessons.about(call.locale, opened, lesson.slug);
}
