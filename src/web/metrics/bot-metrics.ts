import type { Client } from 'discord.js';
import { Gauge, type Registry } from 'prom-client';
import type { Records } from '../../records/records.ts';
import { DiscordMetrics } from './discord-metrics.ts';
import { openRegistry } from './registry.ts';
import { measuredRecords, measureVerifications, type VerificationMetrics } from './verification-metrics.ts';

/** Metrics of a running bot, and listeners for new standing verdicts. */
export class BotMetrics {
  readonly registry: Registry = openRegistry();
  readonly #verifications: VerificationMetrics = measureVerifications(this.registry);
  readonly #listeners = new Set<() => void>();
  #shares: () => BotShares = () => alone;

  constructor() {
    measureShares(this.registry, () => this.#shares());
  }

  /** The same records, instrumented to measure verdicts. */
  records(records: Records): Records {
    return measuredRecords(records, this.#verifications, () => {
      for (const listener of this.#listeners) listener();
    });
  }

  readonly watch: (client: Client) => void = new DiscordMetrics(
    this.registry,
    () => this.#shares().shards.own,
  ).watch;

  /** Reports the number of running bots over the same records, and of shards: in total, and those that this bot answers. */
  sharesAre(read: () => BotShares): void {
    this.#shares = read;
  }

  /** Calls a listener whenever a verdict becomes the standing one; returns a function that removes it. */
  readonly onJudged = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** This bot's share of the servers; a single bot has all. */
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
