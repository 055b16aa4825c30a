import type { Client } from 'discord.js';
import type { Registry } from 'prom-client';
import type { Records } from '../../records/records.ts';
import { measureDiscord } from './discord-metrics.ts';
import { openRegistry } from './registry.ts';
import { measuredRecords, measureVerifications } from './verification-metrics.ts';

/** What is measured while a bot works, and who is told when a verdict came to stand. */
export interface BotMetrics {
  readonly registry: Registry;
  readonly records: (records: Records) => Records;
  readonly watch: (client: Client) => void;
  readonly onJudged: (listener: () => void) => () => void;
}

export function openBotMetrics(): BotMetrics {
  const registry = openRegistry();
  const work = measureVerifications(registry);
  const listeners = new Set<() => void>();
  return {
    registry,
    records: (records) =>
      measuredRecords(records, work, () => {
        for (const listener of listeners) listener();
      }),
    watch: (client) => measureDiscord(registry, client),
    onJudged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
