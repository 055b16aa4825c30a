import type { HeldLeases } from '../../records/leases/held-leases.ts';
import { PeriodicTask } from '../notifications/periodic-task.ts';
import { describeError } from '../rest/discord-errors.ts';
import type { BotOptions } from './bot-options.ts';
import type { GatewayClients } from './gateway-clients.ts';
import { ShardKeeper, type ShardKeeperOptions } from './shard-keeper.ts';

/** How often the list of servers that other bots answer is fetched. Milliseconds. */
const guildsEveryMs = 60_000;

/** Which servers this bot answers: all of them if it is the only one on its records, else those of its shards. */
export class OwnShares {
  readonly #gateway: GatewayClients;
  readonly #options: Pick<BotOptions, 'settings' | 'log'>;
  readonly #keeper: ShardKeeper | null;
  #guildRounds: PeriodicTask | null = null;

  constructor(
    gateway: GatewayClients,
    options: Pick<BotOptions, 'settings' | 'log' | 'leases'>,
    answering: Pick<ShardKeeperOptions, 'open' | 'close' | 'onRefused'>,
  ) {
    this.#gateway = gateway;
    this.#options = options;
    this.#keeper = options.leases ? this.#openKeeper(options.leases, answering) : null;
  }

  /** Whether this bot is responsible for a class now. */
  readonly owns = (guild: string): boolean => this.#keeper?.owns(guild) ?? true;

  /** Whether this bot has a shard now. Shard 0 receives the direct messages. */
  readonly holds = (shard: number): boolean => this.#keeper?.holds(shard) ?? true;

  /** Whether this bot answers everything that it should. */
  get isWell(): boolean {
    return this.#keeper?.isWell ?? true;
  }

  /** The number of shards in total, and of those that this bot answers now. */
  get count(): { readonly own: number; readonly all: number } {
    return this.#keeper?.count ?? { own: 1, all: 1 };
  }

  /** Whether there is only one shard. */
  get isEverything(): boolean {
    return this.#keeper === null;
  }

  /**
   * Takes its shards, and takes over those of other bots that stop.
   * @throws BotCannotStart
   */
  async start(): Promise<void> {
    const { log } = this.#options;
    await this.#gateway.identify();
    await this.#gateway.readGuilds();
    this.#guildRounds = new PeriodicTask(() => this.#gateway.readGuilds(), {
      everyMs: guildsEveryMs,
      onError: (error) =>
        log.warn(
          { event: 'gateway.servers-not-read', err: describeError(error) },
          'the servers were not read',
        ),
    });
    await this.#keeper?.start();
  }

  async close(): Promise<void> {
    await this.#keeper?.close();
    await this.#guildRounds?.close();
  }

  #openKeeper(
    leases: HeldLeases,
    answering: Pick<ShardKeeperOptions, 'open' | 'close' | 'onRefused'>,
  ): ShardKeeper {
    const { settings, log } = this.#options;
    const count = settings.DISCORD_SHARDS;
    const wish = async (): Promise<number> => (count === 'auto' ? this.#gateway.recommendedShards() : count);
    return new ShardKeeper({ leases, log, wish, ...answering });
  }
}
