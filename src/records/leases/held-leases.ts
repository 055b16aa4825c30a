import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { OnePerKey } from '../../timing/per-key.ts';
import { sleep } from '../../timing/sleep.ts';
import { settledWithin } from '../../timing/time-limit.ts';
import type { LeaseRecords } from '../leases.ts';
import { RecordsAway } from '../storage/away.ts';
import { botLeases } from './lease-names.ts';

/** How long a lease lasts, and how often it is renewed: a bot that dies is replaced within the sum. Milliseconds. */
const usual = { lastsMs: 15_000, renewMs: 3_000 } as const;
/** How long one turn may take before somebody else has the next, and how often those who wait look. Milliseconds. */
const turn = { lastsMs: 10_000, lookMs: 100 } as const;
/** How long a bot that ends waits until its leases are given back: those that are not lapse soon. Milliseconds. */
const closeMs = 3_000;
/** Repair, retention, backups: what is done once for all classes. Bots of earlier versions know the lease by this name. */
const maintenance = 'chores';

export interface HeldLeasesOptions {
  readonly records: { readonly leases: LeaseRecords };
  readonly log: Logger;
  readonly lastsMs?: number;
  readonly renewMs?: number;
  readonly clocks?: Clocks;
}

/** Two clocks, of which one stands still while the machine sleeps and the other can be set. Milliseconds. */
type Clocks = () => readonly [steady: number, wall: number];

const machineClocks: Clocks = () => [performance.now(), Date.now()];

/**
 * What this bot may do, of what only one of several bots over the same records may do at a time. A lease that was not renewed in time
 * counts as lost at once, before another bot can have it: a process that was frozen does nothing with what it held when it goes on.
 * While the records are away nobody can take anything over, so a bot that was alone goes on with what it had.
 */
export class HeldLeases {
  /** This bot's id among those that are running. */
  readonly owner = randomUUID();
  readonly #options: HeldLeasesOptions;
  readonly #lastsMs: number;
  readonly #clocks: Clocks;
  /** By name: when the database was last asked to let us keep it. */
  readonly #held = new Map<string, readonly [number, number]>();
  readonly #listeners = new Set<() => void>();
  /** A renewal under way would bring back what is released meanwhile. */
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

  /** How many bots are running, this one included. */
  get bots(): number {
    return this.#bots;
  }

  /** Whether this bot does what is done once for all classes. */
  get doesMaintenance(): boolean {
    return this.holds(maintenance);
  }

  holds(name: string): boolean {
    const since = this.#held.get(name);
    if (since === undefined) return false;
    return this.#isFresh(since) || (this.#recordsAway && this.#bots === 1);
  }

  /** Called whenever leases were renewed or lost; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a lease, which is renewed until it is released or lost. False while another bot has it. */
  take(name: string): Promise<boolean> {
    return this.#inOrder.run(name, () => this.#take(name));
  }

  release(name: string): Promise<void> {
    return this.#inOrder.run(name, async () => {
      this.#held.delete(name);
      await this.#options.records.leases.release(name, this.owner);
    });
  }

  /** Takes a turn that nobody, this bot included, can take again for `ms` milliseconds. */
  takeOnce(name: string, ms: number): Promise<boolean> {
    return this.#options.records.leases.take(name, randomUUID(), ms);
  }

  /** What all bots have to agree on while any of them lives: the first one's wish counts, and the others are not asked for theirs. */
  async agree(name: string, wish: () => Promise<string>): Promise<string> {
    const { leases } = this.#options.records;
    const agreed = async (): Promise<string | undefined> =>
      (await leases.inForce(name)).find((lease) => lease.name === name)?.owner;
    const word = (await agreed()) ?? (await wish());
    if (await leases.take(name, word, this.#lastsMs)) return word;
    return (await agreed()) ?? word;
  }

  /** One after the other among all bots. Who dies in her turn keeps the others waiting for a moment only. */
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

  /** One at a time; never rejects. */
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

  /** Every bot wants its own lease and that of maintenance; another one only for as long as it is held. */
  async #renew(name: string): Promise<void> {
    const had = this.#held.has(name);
    if (!had && name !== maintenance && name !== botLeases + this.owner) return;
    if ((await this.#take(name)) || !had || this.#closed) return;
    this.#options.log.warn({ event: 'leases.lost', lease: name }, 'another bot has taken this over');
  }

  #warn(error: unknown): void {
    // What asks the records next says so itself.
    if (error instanceof RecordsAway) this.#recordsAway = true;
    else this.#options.log.warn({ event: 'leases.not-renewed', err: error }, 'leases could not be renewed');
  }
}
