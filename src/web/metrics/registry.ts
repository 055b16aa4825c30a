import { collectDefaultMetrics, Registry } from 'prom-client';

/** The metrics of one process, including Node's own: event-loop lag, memory, garbage collection. */
export function openRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
