import type { CommandCall } from '../src/discord/interactions/command-call.ts';
import { type CommandResponse, reply } from '../src/discord/interactions/command-response.ts';
import { forStaff } from '../src/discord/interactions/for-staff.ts';
import type { Services } from '../src/discord/interactions/services.ts';
import { isTa } from '../src/discord/interactions/ta-role.ts';
import { chooseClass, noClassFound } from '../src/discord/render/lesson/choose-class.ts';
import {
  lessonChosen,
  lessonOfClassAgain,
  noChannelHere,
  onlyOneLesson,
  unknownLesson,
  withLessonToRead,
} from '../src/discord/render/lesson/choose-lesson.ts';
import { noLesson } from '../src/discord/render/lesson/no-lesson.ts';
import { lessonIn } from '../src/lesson/lesson-in.ts';
import type { GuildSettings, Student } from '../src/records/records.ts';

/** The value that stands for the class's own lesson. */
const ofClass = /^(class|classe)$/i;

/** The choice: a lesson's slug, or null for the class's lesson. */
interface LessonChoice {
  readonly slug: string | null;
  /** The title of the lesson that then applies. */
  readonly title: string;
}

/**
 * Chooses the lesson of a person, a channel or the class. Without a scope, a teaching assistant chooses for the class; everybody
 * else can choose only for themselves.
 */
export async function chooseLesson(
  call: CommandCall,
  asked: {
    readonly wanted: string;
    readonly scope: string | null;
    /** The server that a button in a DM was made for. */
    readonly guild?: string;
  },
  services: Services,
): Promise<CommandResponse> {
  const resolved = await services.resolveClass(call, asked.guild);
  if (resolved.kind === 'nobody') return reply(noClassFound(call.locale));
  if (resolved.kind === 'choose') return reply(chooseClass(call.locale, resolved.guilds, '0'));
  const { guild, student } = resolved;
  const scope = asked.scope ?? ((await isTa(call, guild.id, services)) ? 'class' : 'own');
  const choice = await choiceOf(call, asked.wanted, scope, guild, services);
  if ('show' in choice) return choice;
  if (scope === 'own') return chooseOwn(call, student, guild, choice, services);
  return forStaff(call, services, (settings) =>
    scope === 'channel'
      ? chooseForChannel(call, settings, choice, services)
      : chooseForClass(call, settings, choice, services),
  );
}

/** The chosen lesson; otherwise the answer that explains why there is none. */
async function choiceOf(
  call: CommandCall,
  wanted: string,
  scope: string,
  guild: GuildSettings,
  services: Services,
): Promise<LessonChoice | CommandResponse> {
  const { lessons } = services;
  const named = lessons.like(wanted, call.locale);
  if (named !== null && lessons.areSeveral)
    return { slug: named.lesson.slug, title: lessonIn(named.lesson, call.locale).title };
  if (named === null && !ofClass.test(wanted.trim()) && lessons.areSeveral)
    return reply(unknownLesson(call.locale, wanted, lessons.choices('', call.locale)));
  const usual = scope === 'own' ? await lessons.ofPlace(call, guild) : guild.lesson;
  const installed = services.lesson(usual);
  if (installed === null) return reply(noLesson(call.locale, usual, scope === 'own' ? 'student' : 'staff'));
  const { title } = lessonIn(installed.lesson, call.locale);
  return lessons.areSeveral ? { slug: null, title } : reply(onlyOneLesson(call.locale, title));
}

async function chooseOwn(
  call: CommandCall,
  student: Student,
  guild: GuildSettings,
  { slug, title }: LessonChoice,
  { lessons, records }: Services,
): Promise<CommandResponse> {
  const place = await lessons.ofPlace(call, guild);
  const own = slug === place ? null : slug;
  await records.lessonChoices.choose(student, place, own);
  lessons.forget();
  const chosen =
    own === null ? lessonOfClassAgain(call.locale, 'own', title) : lessonChosen(call.locale, 'own', title);
  const message = withLessonToRead(call.locale, chosen, guild.id);
  return lessons.about(call.locale, reply(message), own ?? place);
}

async function chooseForChannel(
  call: CommandCall,
  guild: GuildSettings,
  { slug, title }: LessonChoice,
  services: Services,
): Promise<CommandResponse> {
  if (call.channel === null) return reply(noChannelHere(call.locale));
  await services.records.lessonChoices.setChannel(guild.id, call.channel, slug);
  services.lessons.forget();
  await noteChoice(call, guild, { lesson: title, channel: call.channel }, 'lesson.choose-channel', services);
  return reply(
    slug === null
      ? lessonOfClassAgain(call.locale, 'channel', title)
      : lessonChosen(call.locale, 'channel', title),
  );
}

async function chooseForClass(
  call: CommandCall,
  guild: GuildSettings,
  { slug, title }: LessonChoice,
  services: Services,
): Promise<CommandResponse> {
  const lesson = slug ?? guild.lesson;
  if (lesson !== guild.lesson) {
    await services.records.guilds.save({ ...guild, lesson });
    services.lessons.forget();
    await noteChoice(call, guild, { lesson: title }, 'lesson.choose', services);
    services.staff.boardChanged(guild.id);
  }
  return reply(lessonChosen(call.locale, 'class', title));
}

const noteChoice = (
  call: CommandCall,
  guild: GuildSettings,
  details: Readonly<Record<string, string>>,
  action: 'lesson.choose' | 'lesson.choose-channel',
  { staff }: Services,
): Promise<void> =>
  staff.auditLog.note({ guild: guild.id, who: call.user, action, whom: null, details, reason: null });
