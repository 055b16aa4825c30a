import type { Client } from 'discord.js';
import type { Registry } from 'prom-client';
import type { Records } from '../../records/records.ts';
import { measureDiscord } from './discord-metrics.ts';
import { openRegistry } from './registry.ts';
import { measuredRecords, measureVerifications, type VerificationMetrics } from './verification-metrics.ts';

/** What is measured while a bot works, and who hears when a verdict came to stand. */
export class BotMetrics {
  readonly registry: Registry = openRegistry();
  readonly #verifications: VerificationMetrics = measureVerifications(this.registry);
  readonly #listeners = new Set<() => void>();

  /** The same records, whose judging is measured. */
  records(records: Records): Records {
    return measuredRecords(records, this.#verifications, () => {
      for (const listener of this.#listeners) listener();
    });
  }

  readonly watch = (client: Client): void => measureDiscord(this.registry, client);

  /** Calls a listener whenever a verdict came to stand; returns how to stop listening. */
  readonly onJudged = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
