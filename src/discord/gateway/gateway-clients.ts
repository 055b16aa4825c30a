import { type Client, Collection, type Guild, type REST } from 'discord.js';
import type { Settings } from '../../config/settings.ts';
import type { GuildName } from '../render/lesson/choose-class.ts';
import { forgetFalseRateLimits } from '../rest/false-rate-limits.ts';
import {
  type BotIdentity,
  readGuildNames,
  readIdentity,
  readRecommendedShards,
} from '../rest/own-account.ts';
import { SharedRest } from '../rest/shared-rest.ts';
import type { BotOptions } from './bot-options.ts';
import { createClient, restOptions } from './client.ts';
import { cannotStart, logIn } from './login.ts';
import type { Shard } from './shard.ts';

/**
 * The bot's connections to Discord: one shared REST client, and one gateway client for each shard that this process has. Without
 * sharding, a single client receives everything.
 */
export class GatewayClients {
  readonly #rest: SharedRest;
  readonly #settings: Settings;
  readonly #watch: BotOptions['watch'];
  readonly #clients = new Map<number, Client>();
  /** Servers of the bot that are not known to any client of this process, by ID. */
  #others: ReadonlyMap<string, string> = new Map();
  #identity: BotIdentity = { application: '', user: '' };

  constructor({ settings, rest, watch }: Pick<BotOptions, 'settings' | 'rest' | 'watch'>) {
    this.#settings = settings;
    this.#watch = watch;
    this.#rest = new SharedRest({ ...restOptions(settings), ...rest }).setToken(settings.DISCORD_TOKEN ?? '');
    forgetFalseRateLimits(this.#rest);
  }

  /** The REST client that the whole bot shares. */
  get rest(): REST {
    return this.#rest;
  }

  /** Empty until it is known. */
  get identity(): BotIdentity {
    return this.#identity;
  }

  /** Logs a client in. `listen` is called before the login, so that no event is missed. */
  async open(shard: Shard | null, listen: (client: Client) => void): Promise<Client<true>> {
    const client = createClient(this.#settings, { rest: this.#rest, watch: this.#watch, shard });
    listen(client);
    this.#clients.set(shard?.id ?? 0, client);
    try {
      const ready = await logIn(client, this.#settings);
      this.#identity = { application: ready.application.id, user: ready.user.id };
      return ready;
    } catch (error) {
      this.#clients.delete(shard?.id ?? 0);
      throw error;
    }
  }

  /** Stops listening to the events of one shard, or of all. */
  stopListening(shard: number | null = null): void {
    for (const [id, client] of this.#clients) if (shard === null || id === shard) client.removeAllListeners();
  }

  async close(shard: number): Promise<void> {
    const client = this.#clients.get(shard);
    this.#clients.delete(shard);
    await client?.destroy();
  }

  async closeAll(): Promise<void> {
    for (const shard of [...this.#clients.keys()]) await this.close(shard);
    this.#rest.end();
  }

  /** Whether the `expected` number of connections is up. That may be 0 while other bots have all shards. */
  areReady(expected: number): boolean {
    const clients = [...this.#clients.values()];
    return clients.length >= expected && clients.every((client) => client.isReady());
  }

  /**
   * Asks Discord for the bot's identity while no client is logged in.
   * @throws BotCannotStart
   */
  async identify(): Promise<void> {
    try {
      this.#identity = await readIdentity(this.#rest);
    } catch (error) {
      throw cannotStart(error, this.#settings);
    }
  }

  /** The number of shards that Discord recommends. */
  recommendedShards(): Promise<number> {
    return readRecommendedShards(this.#rest);
  }

  /** Fetches the servers in other bots' shards: a direct message may be about any of them. */
  async readGuilds(): Promise<void> {
    this.#others = await readGuildNames(this.#rest);
  }

  /** From memory. */
  guild(id: string): Guild | undefined {
    for (const client of this.#clients.values()) {
      const guild = client.guilds.cache.get(id);
      if (guild !== undefined) return guild;
    }
    return undefined;
  }

  guildName(id: string): string | undefined {
    return this.guild(id)?.name ?? this.#others.get(id);
  }

  /** All servers that the bot is in, from memory. */
  guilds(): readonly GuildName[] {
    const ours = [...this.#clients.values()].flatMap((client) => [...client.guilds.cache.values()]);
    const names = new Collection([...this.#others, ...ours.map(({ id, name }) => [id, name] as const)]);
    return names.map((name, id) => ({ id, name }));
  }
}
