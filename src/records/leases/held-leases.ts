import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { OnePerKey } from '../../timing/per-key.ts';
import { sleep } from '../../timing/sleep.ts';
import { settledWithin } from '../../timing/time-limit.ts';
import type { LeaseRecords } from '../leases.ts';
import { RecordsAway } from '../storage/away.ts';
import { botLeases } from './lease-names.ts';

/** The duration of a lease and the renewal interval. A bot that dies is replaced within their sum. Milliseconds. */
const usual = { lastsMs: 15_000, renewMs: 3_000 } as const;
/** The maximum duration of a turn before another bot may start, and how often the waiting ones check. Milliseconds. */
const turn = { lastsMs: 10_000, lookMs: 100 } as const;
/** How long a stopping bot waits until its leases are released. The remaining ones expire soon. Milliseconds. */
const closeMs = 3_000;
/** The lease for repair, retention and backups, which are done once for all classes. The name is kept for bots of earlier versions. */
const maintenance = 'chores';

export interface HeldLeasesOptions {
  readonly records: { readonly leases: LeaseRecords };
  readonly log: Logger;
  readonly lastsMs?: number;
  readonly renewMs?: number;
  readonly clocks?: Clocks;
}

/** Two clocks, because one stops while the machine is asleep and the other can be changed. Milliseconds. */
type Clocks = () => readonly [steady: number, wall: number];

const machineClocks: Clocks = () => [performance.now(), Date.now()];

/**
 * The leases of this bot on what only one of several bots with the same records may do at a time. A lease that is not renewed in time is
 * considered lost before another bot can take it, so that a frozen process does not use its old leases when it continues. While the
 * database is unreachable no bot can take over, so a single bot keeps its leases.
 */
export class HeldLeases {
  /** The id of this bot among the running ones. */
  readonly owner = randomUUID();
  readonly #options: HeldLeasesOptions;
  readonly #lastsMs: number;
  readonly #clocks: Clocks;
  /** The time of the last request to renew each lease, by name. */
  readonly #held = new Map<string, readonly [number, number]>();
  readonly #listeners = new Set<() => void>();
  /** Serializes calls by name, because a renewal in progress would restore a lease that is released in the meantime. */
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

  /** Calls the listener when leases may have been renewed or lost. Returns a function that unsubscribes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a lease and renews it until it is released or lost. False if another bot has it. */
  take(name: string): Promise<boolean> {
    return this.#inOrder.run(name, () => this.#take(name));
  }

  release(name: string): Promise<void> {
    return this.#inOrder.run(name, async () => {
      this.#held.delete(name);
      await this.#options.records.leases.release(name, this.owner);
    });
  }

  /** Takes a turn that no bot, including this one, can take again for `ms` milliseconds. */
  takeOnce(name: string, ms: number): Promise<boolean> {
    return this.#options.records.leases.take(name, randomUUID(), ms);
  }

  /** Returns a value that all running bots agree on. The first one determines it with `wish`; those of the others are not called. */
  async agree(name: string, wish: () => Promise<string>): Promise<string> {
    const { leases } = this.#options.records;
    const agreed = async (): Promise<string | undefined> =>
      (await leases.inForce(name)).find((lease) => lease.name === name)?.owner;
    const word = (await agreed()) ?? (await wish());
    if (await leases.take(name, word, this.#lastsMs)) return word;
    return (await agreed()) ?? word;
  }

  /** Runs the work of all bots one at a time. If a bot dies during its turn, the others only wait until its lease expires. */
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

  /** One round at a time; never rejects. */
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

  /** Every bot tries to take its own lease and that for maintenance. Other leases are only renewed. */
  async #renew(name: string): Promise<void> {
    const had = this.#held.has(name);
    if (!had && name !== maintenance && name !== botLeases + this.owner) return;
    if ((await this.#take(name)) || !had || this.#closed) return;
    this.#options.log.warn({ event: 'leases.lost', lease: name }, 'another bot has taken this over');
  }

  #warn(error: unknown): void {
    // Not logged here, because the next access to the records reports it.
    if (error instanceof RecordsAway) this.#recordsAway = true;
    else this.#options.log.warn({ event: 'leases.not-renewed', err: error }, 'leases could not be renewed');
  }
}
