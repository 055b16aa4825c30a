import type { Logger } from 'pino';
import type { HeldLeases } from '../../records/leases/held-leases.ts';
import { shardCountLease, shardLease } from '../../records/leases/lease-names.ts';
import { RecordsAway } from '../../records/storage/away.ts';
import { CoalescingTask } from '../../timing/coalescing.ts';
import { sleep } from '../../timing/sleep.ts';
import { describeError } from '../rest/discord-errors.ts';
import { BotCannotStart } from './login.ts';
import { type Shard, shardOf } from './shard.ts';

/** Discord lets one session begin in five seconds, whichever process it is. Milliseconds. */
const session = { lease: 'session-start', everyMs: 5_500, lookMs: 500 } as const;

export interface ShardKeeperOptions {
  readonly leases: HeldLeases;
  /** How many shards there should be, if no other bot has said so before. */
  readonly wish: () => Promise<number>;
  /** Begins to answer what happens in a share of the servers. */
  readonly open: (shard: Shard) => Promise<void>;
  /** Stops that: at once when the share is another bot's by now, else once what is under way is over. */
  readonly close: (shard: Shard, how: 'lost' | 'handed-over') => Promise<void>;
  /** Discord will not have the bot: trying again changes nothing. */
  readonly onRefused: (why: BotCannotStart) => void;
  readonly log: Logger;
}

/**
 * Which shares of the servers this bot answers, of several bots over the same records: each share has one bot by a lease, all bots have
 * as many, and what a dead one had is taken over when its leases have ended.
 */
export class ShardKeeper {
  readonly #options: ShardKeeperOptions;
  readonly #open = new Map<number, Shard>();
  readonly #adjusting = new CoalescingTask(() => this.#adjust());
  readonly #stopHearing: () => void;
  #of = 1;
  #well = true;
  #closed = false;
  /** It had its share once: a Discord that cannot be reached for a moment ends nothing from then on. */
  #started = false;

  constructor(options: ShardKeeperOptions) {
    this.#options = options;
    this.#stopHearing = options.leases.onChange(this.#adjusting.request);
  }

  /** Resolves when this bot has its share, which may be none while others have all. */
  async start(): Promise<void> {
    this.#adjusting.request();
    await this.#adjusting.idle();
  }

  /** Whether a class is this bot's to look after now. */
  readonly owns = (guild: string): boolean => this.holds(shardOf(guild, this.#of));

  /** Whether a share is this bot's now; the first one has the direct messages. */
  holds(shard: number): boolean {
    return this.#options.leases.holds(shardLease(shard));
  }

  /** Whether this bot answers what it should, which may be nothing while others have all. */
  get isWell(): boolean {
    return this.#well;
  }

  /** How many shards there are, and this bot answers now. */
  get count(): { readonly own: number; readonly all: number } {
    return { own: [...this.#open.keys()].filter((id) => this.holds(id)).length, all: this.#of };
  }

  /** Takes and gives back nothing any more. */
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
      // What asks the records next says so itself.
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
    // Shares of another size overlap with these.
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
