import { type Client, Events, type GatewayDispatchPayload, type Guild } from 'discord.js';
import type { PullRequestReports } from '../../github/reports.ts';
import type { AuditLog } from '../../teaching/staff-actions.ts';
import { DirectMessages } from '../direct-messages/direct-messages.ts';
import { RateLimiter } from '../interactions/request-rate-limit.ts';
import type { ClassResolver } from '../interactions/resolve-class.ts';
import { InteractionRouter } from '../interactions/router.ts';
import type { Services } from '../interactions/services.ts';
import type { KnownNames } from '../notifications/known-names.ts';
import { describeError } from '../rest/discord-errors.ts';
import { type MemberDirectory, memberDirectoryOf } from '../rest/member-directory.ts';
import { registerCommands } from '../rest/register-commands.ts';
import { onlyServed } from '../rest/served-guilds.ts';
import type { BotOptions } from './bot-options.ts';
import { seedFirstGuild } from './first-guild.ts';
import { GatewayClients } from './gateway-clients.ts';
import { type BotCannotStart, connectionLost } from './login.ts';
import { notifyStudents } from './notify-students.ts';
import { OwnShares } from './own-shares.ts';
import { openServices } from './services.ts';
import type { Shard } from './shard.ts';

/** Answers all events from Discord's gateway, and notifies students of their verdicts. */
export class Bot {
  /** Resolves when Discord has closed the connection for good, for instance because the token was reset. */
  readonly lost: Promise<BotCannotStart>;
  readonly #gateway: GatewayClients;
  readonly #shares: OwnShares;
  readonly #options: BotOptions;
  readonly #services: Services;
  readonly #classes: ClassResolver;
  readonly #names: KnownNames;
  readonly #reports: PullRequestReports;
  readonly #router: InteractionRouter;
  readonly #directMessages: DirectMessages;
  /** Answers in progress. */
  readonly #pending = new Set<Promise<void>>();
  readonly #resolveLost: (why: BotCannotStart) => void;
  #directory: MemberDirectory | null = null;
  #registered: readonly string[] | undefined;

  private constructor(options: BotOptions) {
    this.#options = options;
    this.#gateway = new GatewayClients(options);
    const { promise, resolve } = Promise.withResolvers<BotCannotStart>();
    this.lost = promise;
    this.#resolveLost = resolve;
    this.#shares = new OwnShares(this.#gateway, options, {
      open: (shard) => this.#openClient(shard),
      close: (shard, how) => this.#closeClient(shard, how),
      onRefused: resolve,
    });
    const { services, classes, names, reports } = openServices(this.#gateway, options, this.#shares.owns);
    this.#reports = reports;
    this.#names = names;
    this.#services = services;
    this.#classes = classes;
    const limiter = new RateLimiter();
    this.#router = new InteractionRouter(options.commands, services, limiter);
    const mine = (): boolean => this.#shares.holds(0);
    this.#directMessages = new DirectMessages(services, limiter, options.commands.commands, mine);
  }

  /** Logs in, registers the commands if they changed, and answers events until it is closed. */
  static async open(options: BotOptions): Promise<Bot> {
    const bot = new Bot(options);
    try {
      await bot.#start();
    } catch (error) {
      await bot.close();
      throw error;
    }
    return bot;
  }

  /** The bot's user ID. */
  get user(): string {
    return this.#gateway.identity.user;
  }

  /** What the staff pages may look up on Discord. */
  get members(): MemberDirectory {
    if (this.#directory === null) throw new Error('the bot has not logged in');
    return this.#directory;
  }

  /** The audit log. Its entries are recorded and announced in the staff channel; the staff pages write to it, too. */
  get auditLog(): AuditLog {
    return this.#services.staff.auditLog;
  }

  /** The number of shards in total, and of those that this bot answers now. */
  get shards(): OwnShares['count'] {
    return this.#shares.count;
  }

  /** Whether the gateway is connected. */
  connected(): boolean {
    return this.#gateway.areReady(this.#shares.count.own) && this.#shares.isWell;
  }

  /** Finishes the answers in progress, then disconnects. */
  async close(): Promise<void> {
    await this.#shares.close();
    this.#gateway.stopListening();
    await this.#directMessages.close();
    await Promise.allSettled([...this.#pending]);
    await this.#services.liveMessages.close();
    await this.#services.livePractice.close();
    await this.#services.staff.close();
    this.#reports.close();
    await this.#gateway.closeAll();
  }

  /**
   * Listens to the events of a shard. Events that arrive after another bot took the shard over are ignored; that bot answers
   * them.
   */
  #listen(client: Client, shard: number): void {
    client.on(Events.InteractionCreate, (interaction) => {
      if (!this.#shares.holds(shard)) return;
      if (interaction.inCachedGuild() && this.#services.isServed(interaction.guildId))
        this.#names.note(interaction.guildId, interaction.user.id, interaction.member.displayName);
      this.#track(this.#router.handle(interaction));
    });
    client.on(Events.Raw, (packet: GatewayDispatchPayload) => {
      if (this.#shares.holds(shard))
        this.#track(this.#directMessages.handlePacket(packet, this.#gateway.identity.user));
    });
    client.on(Events.GuildCreate, (guild) => void this.#welcome(guild));
    client.on(Events.Error, (error) =>
      this.#options.log.error(
        { event: 'gateway.client-error', err: describeError(error) },
        'the Discord client reports an error',
      ),
    );
    this.#watchConnection(client);
  }

  #watchConnection(client: Client): void {
    const { log } = this.#options;
    client.on(Events.ShardReconnecting, () =>
      log.warn({ event: 'gateway.reconnecting' }, 'the gateway connection was lost, trying again'),
    );
    client.on(Events.ShardResume, () =>
      log.info({ event: 'gateway.resumed' }, 'the gateway connection is back'),
    );
    client.on(Events.ShardDisconnect, ({ code }) => {
      log.error({ event: 'gateway.closed', code }, 'the gateway closed for good');
      this.#resolveLost(connectionLost(code));
    });
  }

  async #start(): Promise<void> {
    const { settings, usualLesson, records, log } = this.#options;
    await seedFirstGuild(settings, usualLesson, records);
    await this.#names.load();
    if (this.#shares.isEverything) await this.#openClient(null);
    else await this.#shares.start();
    this.#directory = onlyServed(
      memberDirectoryOf(this.#gateway, () => this.connected()),
      this.#services.isServed,
    );
    notifyStudents(this.#options, this.#services, this.#shares.owns);
    const [servers, registered] = [this.#gateway.guilds().length, this.#registered];
    log.info({ event: 'gateway.ready', user: this.user, servers, registered }, 'ready');
  }

  async #openClient(shard: Shard | null): Promise<void> {
    const id = shard?.id ?? 0;
    const client = await this.#gateway.open(shard, (opened) => this.#listen(opened, id));
    await this.#recordServers(client);
    this.#registered ??= await this.#registerCommands(client);
    if (id !== 0) return;
    // On each new session from now on: the gateway does not report what happened between two sessions.
    this.#track(this.#directMessages.catchUp());
    client.on(Events.ShardReady, () => this.#track(this.#directMessages.catchUp()));
  }

  /**
   * Disconnects a shard. On a handover, answers in progress finish before another bot may take it; a lost shard already belongs
   * to the other bot.
   */
  async #closeClient({ id }: Shard, how: 'lost' | 'handed-over'): Promise<void> {
    this.#gateway.stopListening(id);
    if (how === 'handed-over') await Promise.allSettled([...this.#pending]);
    await this.#gateway.close(id);
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

  /** Registers the commands. Returns the names of those that changed, or undefined when registering failed. */
  async #registerCommands(client: Client<true>): Promise<readonly string[] | undefined> {
    const definitions = this.#options.commands.commands.map((command) => command.definition);
    try {
      const { names, ids } = await registerCommands(client.rest, client.application.id, definitions);
      this.#services.messenger.knowCommands(ids);
      return names;
    } catch (error) {
      // The commands registered by the last start are still there, which is good enough to run with.
      this.#options.log.error(
        { event: 'gateway.commands-not-registered', err: describeError(error) },
        'the commands could not be registered',
      );
      return undefined;
    }
  }

  /** Handles that the bot was added to a server. */
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

  /** Tracks work until it is done. `work` must not reject. */
  #track(work: Promise<void>): void {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }
}
