import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  type RESTOptions,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import type { Desk } from '../../desk/desk.ts';
import { isPostgres } from '../../records/open-records.ts';
import type { Records } from '../../records/records.ts';
import type { AuditLog } from '../../teaching/staff-actions.ts';
import { openWhose } from '../interactions/resolve-class.ts';
import type { Services } from '../interactions/services.ts';
import { openLive } from '../notifications/live-messages.ts';
import { openPeople } from '../notifications/locales.ts';
import { openTeller } from '../notifications/notify.ts';
import { describeError, statusOf } from '../rest/discord-errors.ts';
import { forgetFalseRateLimits } from '../rest/false-rate-limits.ts';
import { type MemberDirectory, memberDirectoryOf } from '../rest/member-directory.ts';
import { openPost } from '../rest/messenger.ts';
import { registerCommands } from '../rest/register-commands.ts';
import { onlyServed, servedGuilds } from '../rest/served-guilds.ts';
import { openTeaching } from '../staff/staff.ts';
import { seedFirstGuild } from './first-guild.ts';
import { type BotCommands, openRouter } from './router.ts';

/** Discord does not let the bot in, or not any more, and trying again changes nothing. The message is one line for the operator. */
export class BotCannotStart extends Error {
  override readonly name = 'BotCannotStart';
}

export interface Bot {
  /** The bot's own user id. */
  readonly user: string;
  /** Whether the gateway connection is up. */
  readonly connected: () => boolean;
  readonly members: MemberDirectory;
  /** Where what teaching assistants do elsewhere is written down, and told in the staff channel. */
  readonly auditLog: AuditLog;
  /** Resolves when Discord has closed the connection and will not have it back, for instance because the token was reset. */
  readonly lost: Promise<BotCannotStart>;
  /** Answers what is under way, then leaves. */
  readonly close: () => Promise<void>;
}

export interface BotOptions {
  readonly settings: Settings;
  readonly records: Records;
  readonly desk: Desk;
  readonly lesson: Services['lesson'];
  /** Reads lessons again that have changed. */
  readonly reloadLessons?: Services['reloadLessons'];
  /** The lesson of a server that nobody has set up yet. */
  readonly usualLesson: string;
  readonly reading: Services['reading'];
  readonly commands: BotCommands;
  readonly log: Logger;
  readonly rest?: Partial<RESTOptions>;
  /** Handed the client before it logs in: to measure, not to act. */
  readonly watch?: (client: Client) => void;
  /** How often boards and alerts are looked after, when not as usual. Milliseconds. */
  readonly rounds?: { readonly boards?: number; readonly alerts?: number };
}

/** How discord.js reaches Discord: its own address unless the settings name another. */
export const restOptions = (settings: Settings): Partial<RESTOptions> => ({
  ...(settings.DISCORD_API_URL === undefined
    ? {}
    : { api: settings.DISCORD_API_URL.replace(/(?<!\/)\/+$/, '') }),
  version: '10',
  timeout: 10_000,
});

/**
 * Only what is needed: servers and their roles come with Guilds, messages in DMs with DirectMessages.
 * The content of those needs no privileged intent.
 */
const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages];

/** Logs in, registers the commands if they changed, and answers until it is closed. */
export async function openBot(parts: BotOptions): Promise<Bot> {
  const { settings, records, desk, lesson, log, commands } = parts;
  const client = new Client({
    intents,
    shards: 'auto',
    rest: { ...restOptions(settings), ...parts.rest },
    allowedMentions: { parse: [] },
  });
  parts.watch?.(client);
  forgetFalseRateLimits(client.rest);
  const messenger = openPost(client.rest, () => client.application?.id ?? client.user?.id ?? '');
  const isServed = servedGuilds(settings);
  const whose = openWhose({
    records,
    usualLesson: parts.usualLesson,
    servers: {
      all: () =>
        client.guilds.cache
          .filter(({ id }) => isServed(id))
          .map((guild) => ({ id: guild.id, name: guild.name })),
      isMember: async (guild, user) => {
        try {
          await client.rest.get(Routes.guildMember(guild, user));
          return true;
        } catch (error) {
          const status = statusOf(error);
          if (status === 404 || status === 403) return false;
          throw error;
        }
      },
    },
  });
  const locales = openPeople(records, log);
  const liveMessages = openLive({ desk, records, post: messenger, people: locales, lesson, log });
  const staff = openTeaching({
    rest: client.rest,
    records,
    desk,
    post: messenger,
    lesson,
    nameOf: (guild, user) => client.guilds.cache.get(guild)?.members.cache.get(user)?.displayName ?? null,
    recordsFile: isPostgres(settings.DATABASE_URL) ? null : settings.DATABASE_URL,
    rounds: parts.rounds ?? {},
    log,
  });
  const services: Services = {
    records,
    desk,
    lesson,
    reloadLessons: parts.reloadLessons ?? (async () => undefined),
    reading: parts.reading,
    resolveClass: whose.of,
    classFromMemory: whose.atOnce,
    locales,
    keepsDays: settings.RETENTION_DAYS === 0 ? null : settings.RETENTION_DAYS,
    isServed,
    guildName: (id) => client.guilds.cache.get(id)?.name ?? id,
    liveMessages,
    messenger,
    staff,
    log,
    now: Date.now,
  };
  const router = openRouter(commands, services, log);

  client.on(Events.InteractionCreate, (interaction) => void router.interaction(interaction));
  client.on(Events.Raw, (packet: GatewayDispatchPayload) => void router.packet(packet));
  client.on(Events.GuildCreate, (guild) => {
    if (!isServed(guild.id)) {
      log.warn({ guild: guild.id }, 'a server that is not listed invited the bot: it is not served');
      return;
    }
    whose
      .guild(guild.id)
      .catch((error: unknown) => log.error({ err: describeError(error) }, 'a new server was not recorded'));
  });
  client.on(Events.Error, (error) =>
    log.error({ err: describeError(error) }, 'the Discord client reports an error'),
  );
  const lost = new Promise<BotCannotStart>((resolve) => {
    client.on(Events.ShardDisconnect, ({ code }) => {
      log.error({ code }, 'the gateway closed for good');
      resolve(new BotCannotStart(`Discord closed the connection for good (code ${code}). ${whatToDo(code)}`));
    });
  });
  client.on(Events.ShardReconnecting, () => log.warn('the gateway connection was lost, trying again'));
  client.on(Events.ShardResume, () => log.info('the gateway connection is back'));

  await seedFirstGuild(settings, parts.usualLesson, records);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(settings.DISCORD_TOKEN);
  } catch (error) {
    await client.destroy();
    throw cannotStart(error, settings);
  }
  const here = await ready;
  const [served, others] = here.guilds.cache.partition(({ id }) => isServed(id));
  for (const guild of served.values()) await whose.guild(guild.id);
  if (others.size > 0) {
    log.warn(
      { guilds: [...others.keys()] },
      'these servers are not served: list those that are yours in DISCORD_SERVERS',
    );
  }
  const registration = await registerCommands(
    here.rest,
    here.application.id,
    commands.commands.map((command) => command.definition),
  ).catch((error: unknown) => {
    // The commands of the last start are still there: better those than none.
    log.error({ err: describeError(error) }, 'the commands could not be registered');
    return null;
  });
  const tellStudent = openTeller({
    records,
    post: messenger,
    live: liveMessages,
    people: locales,
    lesson,
    log,
  });
  desk.notifyWith((submission) => {
    staff.boardChanged(submission.student.guild);
    return tellStudent(submission);
  });
  // From now on at each new session: what came between two sessions, no gateway tells.
  void router.catchUp();
  client.on(Events.ShardReady, () => void router.catchUp());
  log.info({ user: here.user.id, servers: here.guilds.cache.size, registered: registration?.names }, 'ready');
  return {
    user: here.user.id,
    connected: () => client.isReady(),
    members: onlyServed(memberDirectoryOf(here), isServed),
    auditLog: staff.auditLog,
    lost,
    close: async () => {
      client.removeAllListeners();
      await router.idle();
      await liveMessages.close();
      await staff.close();
      await client.destroy();
    },
  };
}

/** What an operator can do when Discord closes a connection for good. */
function whatToDo(code: number): string {
  if (code === GatewayCloseCodes.AuthenticationFailed)
    return 'DISCORD_TOKEN is not right any more: take a new one from the Developer Portal (your application, Bot, Reset Token).';
  if (code === GatewayCloseCodes.DisallowedIntents)
    return 'Dockhand needs only Guilds and Direct Messages, for which nothing has to be switched on: open your application in the Developer Portal, Bot, and see whether it is disabled or limited, or waits for a verification; then start Dockhand again.';
  return 'This version of Dockhand may be too old for Discord: update it, then start it again.';
}

/** Why the login failed, in one line. */
function cannotStart(error: unknown, settings: Settings): Error {
  const where = settings.DISCORD_API_URL ?? 'Discord';
  const code = error instanceof DiscordjsError ? error.code : null;
  if (
    code === DiscordjsErrorCodes.TokenInvalid ||
    code === DiscordjsErrorCodes.TokenMissing ||
    statusOf(error) === 401
  ) {
    return new BotCannotStart(
      'Discord does not accept DISCORD_TOKEN. Take a new one from the Developer Portal: Bot, Reset Token.',
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  if (code === DiscordjsErrorCodes.DisallowedIntents || /disallowed intents/i.test(message)) {
    return new BotCannotStart(
      `Discord refuses the intents that Dockhand asks for (code 4014). ${whatToDo(GatewayCloseCodes.DisallowedIntents)}`,
    );
  }
  if (code === DiscordjsErrorCodes.InvalidIntents) {
    return new BotCannotStart(
      'Discord calls the intents invalid: this version of Dockhand is too old for it.',
    );
  }
  const { name, message: why } = describeError(error);
  return new BotCannotStart(
    `Cannot log in to ${where}: ${name ?? 'error'}: ${String(why).split('\n')[0] ?? ''}`,
  );
}
