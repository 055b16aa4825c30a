import type { Client } from 'discord.js';
import { Gauge, type Registry } from 'prom-client';
import type { Records } from '../../records/records.ts';
import { DiscordMetrics } from './discord-metrics.ts';
import { openRegistry } from './registry.ts';
import { measuredRecords, measureVerifications, type VerificationMetrics } from './verification-metrics.ts';

/** The metrics of a running bot, and the listeners for new standing verdicts. */
export class BotMetrics {
  readonly registry: Registry = openRegistry();
  readonly #verifications: VerificationMetrics = measureVerifications(this.registry);
  readonly #listeners = new Set<() => void>();
  #shares: () => BotShares = () => alone;

  constructor() {
    measureShares(this.registry, () => this.#shares());
  }

  /** Wraps the records so that verdicts are measured when they are recorded. */
  records(records: Records): Records {
    return measuredRecords(records, this.#verifications, () => {
      for (const listener of this.#listeners) listener();
    });
  }

  readonly watch: (client: Client) => void = new DiscordMetrics(
    this.registry,
    () => this.#shares().shards.own,
  ).watch;

  /** Registers how to find the number of bots that share the records, and the numbers of shards: in total and served by this bot. */
  sharesAre(read: () => BotShares): void {
    this.#shares = read;
  }

  /** Calls a listener when a verdict has been recorded. Returns a function that unsubscribes it. */
  readonly onJudged = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The share of the servers served by this bot. A bot that runs alone serves all of them. */
interface BotShares {
  readonly bots: number;
  readonly shards: { readonly own: number; readonly all: number };
}

const alone: BotShares = { bots: 1, shards: { own: 1, all: 1 } };

function measureShares(registry: Registry, read: () => BotShares): void {
  const registers = [registry];
  new Gauge({
    name: 'dockhand_bots',
    help: 'Bots that live over the same records, this one among them.',
    registers,
    collect() {
      this.set(read().bots);
    },
  });
  new Gauge({
    name: 'dockhand_shards',
    help: 'Shards of the servers: all that there are, and those that this bot answers.',
    labelNames: ['which'],
    registers,
    collect() {
      const { own, all } = read().shards;
      this.set({ which: 'own' }, own);
      this.set({ which: 'all' }, all);
    },
  });
}
