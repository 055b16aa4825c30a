import type { GatewayIntentBits, Locale } from 'discord-api-types/v10';
import { AdvancingClock } from './clock.ts';
import { Gateway } from './gateway/gateway.ts';
import type { TourStep } from './page-server/tour.ts';
import { Person } from './people/person.ts';
import { Faults } from './rest/faults.ts';
import type { RateMode } from './rest/rate-limits.ts';
import type { LoggedRequest } from './rest/request-log.ts';
import { addChannel, addRole, admit, type NewChannel, type NewRole } from './world/setup.ts';
import { followThreads } from './world/threads.ts';
import { type Channel, type ClassroomGuild, type ClassroomRole, World } from './world/world.ts';

export interface ClassroomOptions {
  /** 0, the default, picks any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The token that the bot has to log in with. */
  readonly token?: string;
  readonly botName?: string;
  /** Privileged intents that are enabled for the application; none by default, as for a new one. */
  readonly privilegedIntents?: readonly GatewayIntentBits[];
  /** `discord` limits the rate of requests and of new gateway sessions as Discord does; `generous`, the default, only counts them. */
  readonly rateLimits?: RateMode;
  /** The number of shards that Discord recommends; one by default. */
  readonly shards?: number;
}

/** An event that was sent over the gateway. */
export interface GatewayEntry {
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly name: string;
  readonly data: unknown;
}

/** How many requests and events the logs keep. */
const LOG_LENGTH = 2_000;

/** A local Discord: a bot's client logs into it, people are played through it, and a page shows it. */
export class Classroom {
  readonly world: World;
  readonly clock: AdvancingClock;
  readonly gateway: Gateway;
  readonly faults = new Faults();
  readonly requests: LoggedRequest[] = [];
  readonly events: GatewayEntry[] = [];
  readonly people = new Map<string, Person>();
  /** A guided tour for people who open the page; none when empty. */
  tour: readonly TourStep[] = [];
  #close: () => Promise<void> = async () => {};

  constructor(options: ClassroomOptions) {
    this.clock = new AdvancingClock();
    this.world = new World(this.clock, {
      token: options.token ?? 'classroom-token',
      name: options.botName ?? 'Dockhand',
    });
    this.world.recommendedShards = options.shards ?? 1;
    this.gateway = new Gateway(this.world, {
      privileged: (options.privilegedIntents ?? []).reduce<number>((all, bit) => all | bit, 0),
      startEveryMs: options.rateLimits === 'discord' ? 5_000 : 0,
      log: (entry) => keep(this.events, { at: this.clock.now(), ...entry }),
    });
    followThreads(this.world);
  }

  /** Its address, e.g. `http://127.0.0.1:40123`. */
  get url(): string {
    return this.world.origin;
  }

  /** For `new Client({rest: {api, version: '10'}})` and `DISCORD_API_URL`. */
  get api(): string {
    return `${this.url}/api`;
  }

  get token(): string {
    return this.world.bot.token;
  }

  get applicationId(): string {
    return this.world.bot.applicationId;
  }

  /** The application's client secret, for sign-in with Discord. */
  get clientSecret(): string {
    return this.world.grants.secret;
  }

  /** As under OAuth2 in the Developer Portal: addresses to which people may be redirected after signing in. */
  allowRedirect(uri: string): void {
    this.world.grants.redirects.add(uri);
  }

  /** Requests that were refused, with Discord's error. */
  get refused(): readonly LoggedRequest[] {
    return this.requests.filter((one) => one.status >= 400);
  }

  /** Creates a server; the bot is a member of it by default. */
  addGuild({
    name,
    bot = true,
    locale,
  }: {
    readonly name: string;
    readonly bot?: boolean;
    readonly locale?: Locale;
  }): ClassroomGuild {
    const owner = this.world.addUser(`${name} owner`);
    const guild = this.world.addGuild(name, owner.id, locale);
    admit(this.world, guild, owner.id);
    if (bot) {
      admit(this.world, guild, this.world.bot.user.id);
      this.world.tell({ kind: 'guild', change: 'created', guild });
    }
    return guild;
  }

  addRole(guild: ClassroomGuild, wish: NewRole): ClassroomRole {
    return addRole(this.world, guild, wish);
  }

  /** As an admin does under Settings > Integrations: this role may use the command, whatever its default permissions. */
  allow(guild: ClassroomGuild, command: string, role: ClassroomRole): void {
    guild.allowances.set(command, new Set([...(guild.allowances.get(command) ?? []), role.id]));
  }

  addChannel(guild: ClassroomGuild, wish: NewChannel): Channel {
    return addChannel(this.world, guild, wish);
  }

  /** Gives the bot a role, for permissions beyond those of @everyone. */
  giveBot(guild: ClassroomGuild, role: ClassroomRole): void {
    admit(this.world, guild, this.world.bot.user.id, [
      ...(guild.members.get(this.world.bot.user.id)?.roles ?? []),
      role.id,
    ]);
  }

  /** Adds a person. Without a guild they share no server with the bot; their home is the guild's first channel. */
  join(wish: {
    readonly name: string;
    readonly guild?: ClassroomGuild;
    readonly roles?: readonly ClassroomRole[];
    readonly home?: Channel;
    /** The language of the person's Discord; American English when absent. */
    readonly locale?: Locale;
  }): Person {
    const user = this.world.addUser(wish.name);
    if (wish.locale) this.world.locales.set(user.id, wish.locale);
    if (wish.guild)
      admit(
        this.world,
        wish.guild,
        user.id,
        (wish.roles ?? []).map((role) => role.id),
      );
    const first = [...this.world.channels.values()].find(
      (one) => one.guildId === wish.guild?.id && one.guildId !== null,
    );
    const person = new Person(this.world, user, wish.name, wish.home ?? first ?? null);
    this.people.set(person.name, person);
    return person;
  }

  /** From now on, every token issued so far is past its fifteen minutes. */
  expireTokens(): void {
    for (const interaction of this.world.interactions.values()) interaction.expired = true;
  }

  onClose(close: () => Promise<void>): void {
    this.#close = close;
  }

  async close(): Promise<void> {
    this.gateway.close();
    await this.#close();
    this.clock.stop();
  }
}

/** Appends to a log that drops its oldest entries. */
export function keep<T>(log: T[], entry: T): void {
  log.push(entry);
  if (log.length > LOG_LENGTH) log.shift();
}
