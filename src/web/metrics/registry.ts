import { collectDefaultMetrics, Registry } from 'prom-client';

/** The measures of one process, with Node's own among them: event-loop lag, memory, garbage collection. */
export function openRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
