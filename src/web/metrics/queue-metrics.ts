import { Gauge, type Registry } from 'prom-client';
import type { StaffControls } from '../../desk/desk.ts';
import type { QueueOverview, VerifyQueue } from '../../queue/verify-queue.ts';

interface QueueSnapshot {
  readonly overview: QueueOverview;
  readonly oldest: number | null;
}

interface QueueGauge {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly set: (gauge: Gauge, snapshot: QueueSnapshot) => void;
}

const plain = (name: string, help: string, value: (snapshot: QueueSnapshot) => number): QueueGauge => ({
  name,
  help,
  labelNames: [],
  set: (gauge, snapshot) => gauge.set(value(snapshot)),
});

const gauges: readonly QueueGauge[] = [
  {
    name: 'dockhand_queue_jobs',
    help: 'Verifications by where they are; "verdicts" are verdicts that the bot has not taken yet.',
    labelNames: ['state'],
    set: (jobs, { overview }) => {
      for (const [state, count] of Object.entries(overview.counts)) jobs.set({ state }, count);
    },
  },
  plain(
    'dockhand_queue_unfinished',
    'Verifications that wait, for whatever, or run: what workers have before them.',
    ({ overview: { counts } }) => counts.waiting + counts.delayed + counts.running,
  ),
  plain(
    'dockhand_queue_oldest_seconds',
    'How long the oldest waiting verification has been waiting; 0 when none waits.',
    ({ oldest }) => (oldest === null ? 0 : Math.max(0, Date.now() - oldest) / 1_000),
  ),
  plain(
    'dockhand_queue_paused',
    '1 while a teaching assistant has the queue paused.',
    ({ overview: { paused } }) => (paused ? 1 : 0),
  ),
  {
    name: 'dockhand_workers',
    help: 'Workers that gave a sign of life, by whether they take new jobs.',
    labelNames: ['state'],
    set: (workers, { overview }) => {
      for (const state of ['working', 'draining'] as const) {
        workers.set({ state }, overview.workers.filter((worker) => worker.state === state).length);
      }
    },
  },
  plain('dockhand_boxes', 'Boxes of all workers.', ({ overview }) =>
    overview.workers.reduce((sum, worker) => sum + worker.boxes, 0),
  ),
  plain(
    'dockhand_boxes_wedged',
    'Boxes that have not answered their worker for twenty seconds, so are not just between two lives.',
    ({ overview }) => overview.workers.reduce((sum, worker) => sum + worker.silent, 0),
  ),
];

/**
 * The state of the queue and its workers at the time of the scrape. The queries cost the same with ten jobs and with ten
 * thousand. While Redis is away there are no values, rather than outdated ones.
 */
export function measureQueue(
  registry: Registry,
  parts: {
    readonly queue: Pick<VerifyQueue, 'overview'>;
    readonly desk: Pick<StaffControls, 'oldestWaiting'>;
  },
): void {
  let snapshot: Promise<QueueSnapshot | null> | null = null;
  /** All gauges of one scrape share a snapshot. */
  const latestSnapshot = (): Promise<QueueSnapshot | null> => {
    snapshot ??= Promise.all([parts.queue.overview(), parts.desk.oldestWaiting()])
      .then(([overview, oldest]): QueueSnapshot => ({ overview, oldest }))
      .catch(() => null)
      .finally(() => {
        snapshot = null;
      });
    return snapshot;
  };
  for (const { name, help, labelNames, set } of gauges) {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const now = await latestSnapshot();
        this.reset();
        if (now !== null) set(this, now);
        // A gauge without labels is 0 after a reset, which would look like a value. One with labels has no series left, and
        // throws on remove().
        else if (labelNames.length === 0) this.remove();
      },
    });
  }
}
