import { Histogram, type Registry } from 'prom-client';

/**
 * Measures how long a worker's jobs waited for a box. A box serves one job, so this is also the time until the next one is ready.
 */
export function measureBoxWait(registry: Registry): (ms: number) => void {
  const waited = new Histogram({
    name: 'dockhand_box_wait_seconds',
    help: 'How long a verification that a worker has taken waited for a box.',
    buckets: [0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320],
    registers: [registry],
  });
  return (ms) => waited.observe(ms / 1_000);
}
