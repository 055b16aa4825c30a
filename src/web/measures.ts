import type { Client } from 'discord.js';
import type { Registry } from 'prom-client';
import type { Records } from '../records/records.ts';
import { measureDiscord } from './metrics/discord.ts';
import { openRegistry } from './metrics/registry.ts';
import { measured, measureWork } from './metrics/work.ts';

/** What is measured while a bot works, and who is told when a verdict came to stand. */
export interface Measures {
  readonly registry: Registry;
  readonly records: (records: Records) => Records;
  readonly watch: (client: Client) => void;
  readonly onJudged: (listener: () => void) => () => void;
}

export function openMeasures(): Measures {
  const registry = openRegistry();
  const work = measureWork(registry);
  const listeners = new Set<() => void>();
  return {
    registry,
    records: (records) =>
      measured(records, work, () => {
        for (const listener of listeners) listener();
      }),
    watch: (client) => measureDiscord(registry, client),
    onJudged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
