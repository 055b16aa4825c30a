import { collectDefaultMetrics, Registry } from 'prom-client';

/** A registry for the metrics of a process, including Node's own: event-loop lag, memory, garbage collection. */
export function openRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
