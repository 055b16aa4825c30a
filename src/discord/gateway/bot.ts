import { type Client, Events, type GatewayDispatchPayload, type Guild } from 'discord.js';
import type { PullRequestReports } from '../../github/reports.ts';
import type { AuditLog } from '../../teaching/staff-actions.ts';
import { DirectMessages } from '../direct-messages/direct-messages.ts';
import { RateLimiter } from '../interactions/rate-limit.ts';
import type { ClassResolver } from '../interactions/resolve-class.ts';
import { InteractionRouter } from '../interactions/router.ts';
import type { Services } from '../interactions/services.ts';
import type { KnownNames } from '../notifications/known-names.ts';
import { StudentNotifier } from '../notifications/notify.ts';
import { describeError } from '../rest/discord-errors.ts';
import { type MemberDirectory, memberDirectoryOf } from '../rest/member-directory.ts';
import { registerCommands } from '../rest/register-commands.ts';
import { onlyServed } from '../rest/served-guilds.ts';
import type { BotOptions } from './bot-options.ts';
import { createClient } from './client.ts';
import { seedFirstGuild } from './first-guild.ts';
import { type BotCannotStart, connectionLost, logIn } from './login.ts';
import { openServices } from './services.ts';

/** Answers everything that comes through Discord's gateway, and notifies students of their verdicts. */
export class Bot {
  /** Resolves when Discord has closed the connection and will not have it back, for instance because the token was reset. */
  readonly lost: Promise<BotCannotStart>;
  readonly #client: Client;
  readonly #options: BotOptions;
  readonly #services: Services;
  readonly #classes: ClassResolver;
  readonly #names: KnownNames;
  readonly #reports: PullRequestReports;
  readonly #router: InteractionRouter;
  readonly #directMessages: DirectMessages;
  /** Answers that are under way. */
  readonly #pending = new Set<Promise<void>>();
  #directory: MemberDirectory | null = null;
  #user = '';

  private constructor(options: BotOptions) {
    this.#options = options;
    this.#client = createClient(options.settings, options);
    const { services, classes, names, reports } = openServices(this.#client, options);
    this.#reports = reports;
    this.#names = names;
    this.#services = services;
    this.#classes = classes;
    const limiter = new RateLimiter();
    this.#router = new InteractionRouter(options.commands, services, limiter);
    this.#directMessages = new DirectMessages(services, limiter, options.commands.commands);
    this.#listen();
    this.lost = this.#watchConnection();
  }

  /** Logs in, registers the commands if they changed, and answers until it is closed. */
  static async open(options: BotOptions): Promise<Bot> {
    const bot = new Bot(options);
    await bot.#start();
    return bot;
  }

  /** The bot's own user id. */
  get user(): string {
    return this.#user;
  }

  /** What the staff pages may ask of Discord. */
  get members(): MemberDirectory {
    if (this.#directory === null) throw new Error('the bot has not logged in');
    return this.#directory;
  }

  /** Where what teaching assistants do elsewhere is recorded, and announced in the staff channel. */
  get auditLog(): AuditLog {
    return this.#services.staff.auditLog;
  }

  /** Whether the gateway connection is up. */
  connected(): boolean {
    return this.#client.isReady();
  }

  /** Answers what is under way, then leaves. */
  async close(): Promise<void> {
    this.#client.removeAllListeners();
    await this.#directMessages.close();
    await Promise.allSettled([...this.#pending]);
    await this.#services.liveMessages.close();
    await this.#services.staff.close();
    this.#reports.close();
    await this.#client.destroy();
  }

  #listen(): void {
    this.#client.on(Events.InteractionCreate, (interaction) => {
      if (interaction.inCachedGuild() && this.#services.isServed(interaction.guildId))
        this.#names.note(interaction.guildId, interaction.user.id, interaction.member.displayName);
      this.#track(this.#router.handle(interaction));
    });
    this.#client.on(Events.Raw, (packet: GatewayDispatchPayload) =>
      this.#track(this.#directMessages.handlePacket(packet, this.#user)),
    );
    this.#client.on(Events.GuildCreate, (guild) => void this.#welcome(guild));
    this.#client.on(Events.Error, (error) =>
      this.#options.log.error(
        { event: 'gateway.client-error', err: describeError(error) },
        'the Discord client reports an error',
      ),
    );
  }

  #watchConnection(): Promise<BotCannotStart> {
    const { log } = this.#options;
    this.#client.on(Events.ShardReconnecting, () =>
      log.warn({ event: 'gateway.reconnecting' }, 'the gateway connection was lost, trying again'),
    );
    this.#client.on(Events.ShardResume, () =>
      log.info({ event: 'gateway.resumed' }, 'the gateway connection is back'),
    );
    return new Promise((resolve) => {
      this.#client.on(Events.ShardDisconnect, ({ code }) => {
        log.error({ event: 'gateway.closed', code }, 'the gateway closed for good');
        resolve(connectionLost(code));
      });
    });
  }

  async #start(): Promise<void> {
    const { settings, usualLesson, records, log } = this.#options;
    await seedFirstGuild(settings, usualLesson, records);
    await this.#names.load();
    const client = await logIn(this.#client, settings);
    this.#user = client.user.id;
    this.#directory = onlyServed(memberDirectoryOf(client), this.#services.isServed);
    await this.#recordServers(client);
    const registered = await this.#registerCommands(client);
    this.#notifyStudents();
    // From now on at each new session: the gateway does not report what came between two sessions.
    this.#track(this.#directMessages.catchUp());
    client.on(Events.ShardReady, () => this.#track(this.#directMessages.catchUp()));
    const servers = client.guilds.cache.size;
    log.info({ event: 'gateway.ready', user: this.#user, servers, registered }, 'ready');
  }

  async #recordServers(client: Client<true>): Promise<void> {
    const [served, others] = client.guilds.cache.partition(({ id }) => this.#services.isServed(id));
    for (const guild of served.values()) await this.#classes.guild(guild.id);
    if (others.size === 0) return;
    this.#options.log.warn(
      { event: 'gateway.servers-not-served', guilds: [...others.keys()] },
      'these servers are not served: list those that are yours in DISCORD_SERVERS',
    );
  }

  /** The names of the commands that changed; undefined when they could not be registered. */
  async #registerCommands(client: Client<true>): Promise<readonly string[] | undefined> {
    const definitions = this.#options.commands.commands.map((command) => command.definition);
    try {
      const { names, ids } = await registerCommands(client.rest, client.application.id, definitions);
      this.#services.messenger.knowCommands(ids);
      return names;
    } catch (error) {
      // The commands of the last start are still there: better those than none.
      this.#options.log.error(
        { event: 'gateway.commands-not-registered', err: describeError(error) },
        'the commands could not be registered',
      );
      return undefined;
    }
  }

  #notifyStudents(): void {
    const { records, desk, lesson, log } = this.#options;
    const { messenger, liveMessages, lessons, locales, staff } = this.#services;
    const parts = { records, messenger, liveMessages, locales, lesson, lessons, log };
    const notifier = new StudentNotifier(parts);
    desk.notifyWith((submission) => {
      staff.boardChanged(submission.student.guild);
      this.#services.reportOnGitHub(submission);
      return notifier.notify(submission);
    });
  }

  /** The bot was added to a server. */
  async #welcome({ id }: Guild): Promise<void> {
    const { log } = this.#options;
    if (!this.#services.isServed(id)) {
      log.warn(
        { event: 'gateway.server-not-served', guild: id },
        'a server that is not listed invited the bot: it is not served',
      );
      return;
    }
    try {
      await this.#classes.guild(id);
    } catch (error) {
      log.error(
        { event: 'gateway.server-not-recorded', err: describeError(error) },
        'a new server was not recorded',
      );
    }
  }

  /** `work` must not reject. */
  #track(work: Promise<void>): void {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }
}
