import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { OnePerKey } from '../../timing/per-key.ts';
import { sleep } from '../../timing/sleep.ts';
import { settledWithin } from '../../timing/time-limit.ts';
import type { LeaseRecords } from '../leases.ts';
import { RecordsAway } from '../storage/away.ts';
import { botLeases } from './lease-names.ts';

/** How long a lease lasts, and how often it is renewed: a bot that dies is replaced within the sum of both. Milliseconds. */
const usual = { lastsMs: 15_000, renewMs: 3_000 } as const;
/** How long one turn may take before somebody else gets the next, and how often waiting bots poll. Milliseconds. */
const turn = { lastsMs: 10_000, lookMs: 100 } as const;
/** How long a bot that shuts down waits for its leases to be released; unreleased ones expire soon. Milliseconds. */
const closeMs = 3_000;
/**
 * The lease on repair, retention and backups, which one bot does for all classes. Its name is kept because bots of earlier
 * versions know it.
 */
const maintenance = 'chores';

export interface HeldLeasesOptions {
  readonly records: { readonly leases: LeaseRecords };
  readonly log: Logger;
  readonly lastsMs?: number;
  readonly renewMs?: number;
  readonly clocks?: Clocks;
}

/** Two clocks: a steady one that stops while the machine sleeps, and a wall clock that can be set. Milliseconds. */
type Clocks = () => readonly [steady: number, wall: number];

const machineClocks: Clocks = () => [performance.now(), Date.now()];

/**
 * The leases that this bot holds among several bots over the same records. A lease that was not renewed in time counts as lost
 * immediately, before another bot can take it: a process that was frozen does not act on it when it resumes. While the records
 * are unavailable nobody can take over anything, so a bot that was the only one keeps what it had.
 */
export class HeldLeases {
  /** This bot's ID among the running bots. */
  readonly owner = randomUUID();
  readonly #options: HeldLeasesOptions;
  readonly #lastsMs: number;
  readonly #clocks: Clocks;
  /** By name: when the last successful renewal was requested. */
  readonly #held = new Map<string, readonly [number, number]>();
  readonly #listeners = new Set<() => void>();
  /** Serializes renewal and release per lease, because a renewal in progress would restore a lease that is being released. */
  readonly #inOrder = new OnePerKey();
  readonly #timer: NodeJS.Timeout;
  #beating: Promise<void> | null = null;
  #bots = 1;
  #recordsAway = false;
  #closed = false;

  private constructor(options: HeldLeasesOptions) {
    this.#options = options;
    this.#lastsMs = options.lastsMs ?? usual.lastsMs;
    this.#clocks = options.clocks ?? machineClocks;
    this.#timer = setInterval(() => void this.#beat(), options.renewMs ?? usual.renewMs);
  }

  /** @throws RecordsAway */
  static async open(options: HeldLeasesOptions): Promise<HeldLeases> {
    const leases = new HeldLeases(options);
    await leases.#beat();
    return leases;
  }

  /** The number of running bots, including this one. */
  get bots(): number {
    return this.#bots;
  }

  /** Whether this bot does the maintenance for all classes. */
  get doesMaintenance(): boolean {
    return this.holds(maintenance);
  }

  holds(name: string): boolean {
    const since = this.#held.get(name);
    if (since === undefined) return false;
    return this.#isFresh(since) || (this.#recordsAway && this.#bots === 1);
  }

  /** Calls a listener whenever leases were renewed or lost; returns a function that removes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a lease and renews it until it is released or lost. False while another bot has it. */
  take(name: string): Promise<boolean> {
    return this.#inOrder.run(name, () => this.#take(name));
  }

  release(name: string): Promise<void> {
    return this.#inOrder.run(name, async () => {
      this.#held.delete(name);
      await this.#options.records.leases.release(name, this.owner);
    });
  }

  /** Takes a lease that nobody, not even this bot, can take again for `ms` milliseconds. */
  takeOnce(name: string, ms: number): Promise<boolean> {
    return this.#options.records.leases.take(name, randomUUID(), ms);
  }

  /**
   * Agrees with all bots on a value, for as long as any of them is running: the first bot's proposal counts, and `wish` is not
   * called in the others.
   */
  async agree(name: string, wish: () => Promise<string>): Promise<string> {
    const { leases } = this.#options.records;
    const agreed = async (): Promise<string | undefined> =>
      (await leases.inForce(name)).find((lease) => lease.name === name)?.owner;
    const word = (await agreed()) ?? (await wish());
    if (await leases.take(name, word, this.#lastsMs)) return word;
    return (await agreed()) ?? word;
  }

  /** Runs work one at a time across all bots. A bot that dies during its turn delays the others only briefly. */
  async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { leases } = this.#options.records;
    const owner = randomUUID();
    while (!(await leases.take(name, owner, turn.lastsMs))) await sleep(turn.lookMs);
    try {
      return await work();
    } finally {
      await leases.release(name, owner).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await settledWithin(this.#releaseAll(), closeMs);
  }

  async #releaseAll(): Promise<void> {
    await this.#beating;
    await Promise.allSettled([...this.#held.keys()].map((name) => this.release(name)));
  }

  async #take(name: string): Promise<boolean> {
    if (this.#closed) return false;
    const since = this.#clocks();
    const taken = await this.#options.records.leases.take(name, this.owner, this.#lastsMs);
    if (taken) this.#held.set(name, since);
    else this.#held.delete(name);
    return taken;
  }

  #isFresh([steady, wall]: readonly [number, number]): boolean {
    const [steadyNow, wallNow] = this.#clocks();
    return Math.max(steadyNow - steady, wallNow - wall) < this.#lastsMs;
  }

  /** Runs one at a time; never rejects. */
  #beat(): Promise<void> {
    this.#beating ??= this.#renewAll()
      .catch((error: unknown) => this.#warn(error))
      .finally(() => {
        this.#beating = null;
        for (const listener of this.#listeners) listener();
      });
    return this.#beating;
  }

  async #renewAll(): Promise<void> {
    for (const name of new Set([botLeases + this.owner, maintenance, ...this.#held.keys()]))
      await this.#inOrder.run(name, () => this.#renew(name));
    this.#bots = Math.max(1, (await this.#options.records.leases.inForce(botLeases)).length);
    this.#recordsAway = false;
  }

  /** Every bot keeps its own lease and tries for that of maintenance; other leases are renewed only while they are held. */
  async #renew(name: string): Promise<void> {
    const had = this.#held.has(name);
    if (!had && name !== maintenance && name !== botLeases + this.owner) return;
    if ((await this.#take(name)) || !had || this.#closed) return;
    this.#options.log.warn({ event: 'leases.lost', lease: name }, 'another bot has taken this over');
  }

  #warn(error: unknown): void {
    // The next query of the records reports that itself.
    if (error instanceof RecordsAway) this.#recordsAway = true;
    else this.#options.log.warn({ event: 'leases.not-renewed', err: error }, 'leases could not be renewed');
  }
}
