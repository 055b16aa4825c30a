import { Routes } from 'discord.js';
import { GitHubConnection } from '../../github/connection.ts';
import { GitHub } from '../../github/github.ts';
import { PullRequestReports } from '../../github/reports.ts';
import { lessonIn } from '../../lesson/lesson-in.ts';
import type { Submission } from '../../records/records.ts';
import { isPostgres } from '../../records/storage/open-records.ts';
import { PlantedBugs } from '../interactions/planted-bugs.ts';
import { ClassResolver, type GuildSource } from '../interactions/resolve-class.ts';
import { LessonResolver } from '../interactions/resolve-lesson.ts';
import type { Services } from '../interactions/services.ts';
import { KnownNames } from '../notifications/known-names.ts';
import { LiveMessages } from '../notifications/live-messages.ts';
import { type ClassLanguage, Locales } from '../notifications/locales.ts';
import { watchedPractice, watchedSubmissions } from '../notifications/watched-kinds.ts';
import { statusOf } from '../rest/discord-errors.ts';
import { displayNameOf, memberSchema } from '../rest/member-directory.ts';
import { Messenger } from '../rest/messenger.ts';
import { type IsServed, servedGuilds } from '../rest/served-guilds.ts';
import { StaffServices } from '../staff/staff.ts';
import type { BotOptions } from './bot-options.ts';
import type { GatewayClients } from './gateway-clients.ts';

/** Creates everything that the handlers of a client use, and the class resolver, which also records new servers. */
export function openServices(
  gateway: GatewayClients,
  options: BotOptions,
  owns: (guild: string) => boolean,
): {
  readonly services: Services;
  readonly classes: ClassResolver;
  readonly names: KnownNames;
  readonly reports: PullRequestReports;
} {
  const { settings, records, desk, lesson, usualLesson, log } = options;
  const isServed = servedGuilds(settings);
  const messenger = new Messenger(gateway.rest, () => gateway.identity.application);
  const names = new KnownNames(records, log);
  const classes = new ClassResolver({ records, usualLesson, servers: guildSource(gateway, isServed, names) });
  const locales = new Locales(records, log, classLanguageOf(gateway, settings));
  const lessons = new LessonResolver({ records, all: options.lessons ?? (() => []) });
  const shown = { desk, messenger, locales, lessons, log, owns };
  const liveMessages = new LiveMessages({ ...shown, kind: watchedSubmissions({ records, desk, lesson }) });
  const livePractice = new LiveMessages({ ...shown, kind: watchedPractice({ records, desk }) });
  const staff = new StaffServices({
    rest: gateway.rest,
    records,
    desk,
    messenger,
    locales,
    lesson,
    nameOf: (guild, user) =>
      names.of(guild, user) ?? gateway.guild(guild)?.members.cache.get(user)?.displayName ?? null,
    recordsFile: isPostgres(settings.DATABASE_URL) ? null : settings.DATABASE_URL,
    lessonNews: options.lessonNews,
    rounds: options.rounds ?? {},
    owns,
    log,
  });
  const connection = new GitHubConnection({
    apiUrl: settings.GITHUB_API_URL,
    token: settings.GITHUB_TOKEN ?? null,
  });
  const reports = new PullRequestReports({
    connection,
    write: settings.GITHUB_REPORTS,
    current: (id) => records.submissions.get(id),
    log,
  });
  const services = {
    github: new GitHub(connection),
    reportOnGitHub: (submission) => void reportOf(submission, { reports, lesson, locales }),
    records,
    desk,
    lesson,
    lessons,
    reloadLessons: options.reloadLessons ?? (async () => undefined),
    reading: options.reading,
    resolveClass: (call, guild) => classes.resolve(call, guild),
    classFromMemory: (call) => classes.fromMemory(call),
    locales,
    keepsDays: settings.RETENTION_DAYS === 0 ? null : settings.RETENTION_DAYS,
    isServed,
    guildName: (id) => gateway.guildName(id) ?? id,
    liveMessages,
    livePractice,
    messenger,
    plantedBugs: new PlantedBugs(),
    staff,
    log,
    now: Date.now,
    timeZone: timeZoneOf(settings),
  } satisfies Services;
  return { services, classes, names, reports };
}

/** Posts a submission's report in its student's language. Never rejects. */
async function reportOf(
  submission: Submission,
  parts: {
    readonly reports: PullRequestReports;
    readonly lesson: BotOptions['lesson'];
    readonly locales: Locales;
  },
): Promise<void> {
  if (submission.pullRequest === null) return;
  const locale = await parts.locales.of(submission.student.user);
  const found = parts.lesson(submission.lesson.slug)?.lesson;
  const title = found === undefined ? submission.lesson.slug : lessonIn(found, locale).title;
  await parts.reports.publish(submission, { title }, locale);
}

/**
 * The language of a class: the setting's, else the one that its server has chosen. American English does not count as chosen:
 * Discord reports it for servers that have chosen none.
 */
const classLanguageOf =
  (gateway: GatewayClients, { CLASS_LANGUAGE }: BotOptions['settings']): ClassLanguage =>
  (guild) => {
    const own = CLASS_LANGUAGE ?? null;
    if (own !== null) return own;
    const chosen: string | undefined = gateway.guild(guild)?.preferredLocale;
    return chosen === undefined || chosen === 'en-US' ? null : chosen;
  };

/** The time zone of the class: the setting's, else this machine's. */
const timeZoneOf = ({ CLASS_TIME_ZONE: zone }: BotOptions['settings']): string =>
  zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The servers that a client is in and that the operator serves. */
const guildSource = (gateway: GatewayClients, isServed: IsServed, names: KnownNames): GuildSource => ({
  all: () => gateway.guilds().filter(({ id }) => isServed(id)),
  isMember: async (guild, user) => {
    try {
      const member = memberSchema.safeParse(await gateway.rest.get(Routes.guildMember(guild, user)));
      if (member.success) names.note(guild, user, displayNameOf(member.data));
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 403) return false;
      throw error;
    }
  },
});
