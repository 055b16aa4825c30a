import type { Logger } from 'pino';
import type { HeldLeases } from '../../records/leases/held-leases.ts';
import { shardCountLease, shardLease } from '../../records/leases/lease-names.ts';
import { RecordsAway } from '../../records/storage/away.ts';
import { CoalescingTask } from '../../timing/coalescing.ts';
import { sleep } from '../../timing/sleep.ts';
import { describeError } from '../rest/discord-errors.ts';
import { BotCannotStart } from './login.ts';
import { type Shard, shardOf } from './shard.ts';

/** Discord allows one new session every five seconds across all processes. Milliseconds. */
const session = { lease: 'session-start', everyMs: 5_500, lookMs: 500 } as const;

export interface ShardKeeperOptions {
  readonly leases: HeldLeases;
  /** The number of shards to use if no other bot has set one before. */
  readonly wish: () => Promise<number>;
  /** Starts answering the events of a shard. */
  readonly open: (shard: Shard) => Promise<void>;
  /** Stops answering them: immediately if another bot has the shard by now (`lost`), else once the work in progress is done. */
  readonly close: (shard: Shard, how: 'lost' | 'handed-over') => Promise<void>;
  /** Discord refuses the bot for good; retrying is pointless. */
  readonly onRefused: (why: BotCannotStart) => void;
  readonly log: Logger;
}

/**
 * Divides the shards among several bots that share the same records. Each shard belongs to the bot that holds its lease; every
 * bot gets an equal number. When a bot dies, the others take its shards over once its leases have expired.
 */
export class ShardKeeper {
  readonly #options: ShardKeeperOptions;
  readonly #open = new Map<number, Shard>();
  readonly #adjusting = new CoalescingTask(() => this.#adjust());
  readonly #stopHearing: () => void;
  #of = 1;
  #well = true;
  #closed = false;
  /** Whether this bot has had its shards once. From then on, a failure to reach Discord does not end it. */
  #started = false;

  constructor(options: ShardKeeperOptions) {
    this.#options = options;
    this.#stopHearing = options.leases.onChange(this.#adjusting.request);
  }

  /** Resolves when this bot has its shards; there may be none while other bots have all of them. */
  async start(): Promise<void> {
    this.#adjusting.request();
    await this.#adjusting.idle();
  }

  /** Whether this bot is responsible for a class now. */
  readonly owns = (guild: string): boolean => this.holds(shardOf(guild, this.#of));

  /** Whether this bot has a shard now. Shard 0 receives the direct messages. */
  holds(shard: number): boolean {
    return this.#options.leases.holds(shardLease(shard));
  }

  /** Whether this bot answers everything that it should, which may be nothing while other bots have all shards. */
  get isWell(): boolean {
    return this.#well;
  }

  /** The number of shards in total, and of those that this bot answers now. */
  get count(): { readonly own: number; readonly all: number } {
    return { own: [...this.#open.keys()].filter((id) => this.holds(id)).length, all: this.#of };
  }

  /** Stops taking and handing over shards. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopHearing();
    await this.#adjusting.idle();
  }

  /** Never rejects. */
  async #adjust(): Promise<void> {
    const { log, onRefused } = this.#options;
    try {
      await this.#closeLost();
      await this.#agreeOnCount();
      const fair = Math.ceil(this.#of / this.#options.leases.bots);
      await this.#handOver(fair);
      await this.#takeUpTo(fair);
      this.#well = true;
      this.#started = true;
    } catch (error) {
      // The next query of the records reports that itself.
      if (error instanceof RecordsAway) return;
      this.#well = false;
      if (this.#closed) return;
      if (error instanceof BotCannotStart && (error.isFinal || !this.#started)) onRefused(error);
      log.warn(
        { event: 'shards.not-adjusted', err: describeError(error) },
        'the shares of the servers could not be looked after; it is tried again in a moment',
      );
    }
  }

  async #closeLost(): Promise<void> {
    const { close, log } = this.#options;
    for (const shard of this.#open.values()) {
      if (this.holds(shard.id)) continue;
      this.#open.delete(shard.id);
      log.warn({ event: 'shards.lost', shard: shard.id }, 'this share of the servers is another bot’s now');
      await close(shard, 'lost');
    }
  }

  async #agreeOnCount(): Promise<void> {
    const { leases, wish } = this.#options;
    const count = Number(await leases.agree(shardCountLease, async () => String(await wish())));
    if (count === this.#of) return;
    // After a change of the shard count, old and new shards would overlap.
    await this.#handOver(0);
    this.#of = count;
  }

  async #handOver(fair: number): Promise<void> {
    const { leases, close, log } = this.#options;
    for (const shard of [...this.#open.values()].slice(fair)) {
      this.#open.delete(shard.id);
      await close(shard, 'handed-over');
      await leases.release(shardLease(shard.id));
      log.info({ event: 'shards.handed-over', shard: shard.id }, 'handed a share of the servers over');
    }
  }

  async #takeUpTo(fair: number): Promise<void> {
    for (let id = 0; id < this.#of && this.#open.size < fair && !this.#closed; id += 1)
      if (!this.#open.has(id) && (await this.#options.leases.take(shardLease(id)))) await this.#begin(id);
  }

  async #begin(id: number): Promise<void> {
    const { leases, open, close, log } = this.#options;
    const shard = { id, count: this.#of };
    this.#open.set(id, shard);
    try {
      await this.#waitForSession();
      await open(shard);
    } catch (error) {
      this.#open.delete(id);
      await close(shard, 'handed-over');
      await leases.release(shardLease(id));
      throw error;
    }
    log.info(
      { event: 'shards.taken', shard: id, of: shard.count, bot: leases.owner },
      'answers this share of the servers',
    );
  }

  async #waitForSession(): Promise<void> {
    if (this.#of === 1) return;
    while (!(await this.#options.leases.takeOnce(session.lease, session.everyMs))) {
      if (this.#closed) throw new Error('the bot ends before it could begin another session');
      await sleep(session.lookMs);
    }
  }
}
