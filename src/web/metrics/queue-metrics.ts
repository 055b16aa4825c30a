import { Gauge, type Registry } from 'prom-client';
import type { StaffControls } from '../../desk/desk.ts';
import type { QueueOverview, VerifyQueue } from '../../queue/verify-queue.ts';

interface QueueSnapshot {
  readonly overview: QueueOverview;
  readonly oldest: number | null;
}

/**
 * What stands in the queue and who works on it, asked at the moment of the scrape. The questions cost the same with
 * ten jobs and with ten thousand. While Redis is away there are no figures, rather than old ones.
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
  const gauge = <const Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    set: (gauge: Gauge<Label>, snapshot: QueueSnapshot) => void,
  ): void => {
    new Gauge<Label>({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const now = await latestSnapshot();
        this.reset();
        if (now !== null) set(this, now);
        // A gauge without labels is 0 after a reset, which would be a figure; one with labels has none left, and refuses to lose one.
        else if (labelNames.length === 0) this.remove();
      },
    });
  };

  gauge(
    'dockhand_queue_jobs',
    'Verifications by where they are; "verdicts" are verdicts that the bot has not taken yet.',
    ['state'],
    (jobs, { overview }) => {
      for (const [state, count] of Object.entries(overview.counts)) jobs.set({ state }, count);
    },
  );
  gauge(
    'dockhand_queue_oldest_seconds',
    'How long the oldest waiting verification has been waiting; 0 when none waits.',
    [],
    (age, { oldest }) => age.set(oldest === null ? 0 : Math.max(0, Date.now() - oldest) / 1_000),
  );
  gauge(
    'dockhand_queue_paused',
    '1 while a teaching assistant has the queue paused.',
    [],
    (paused, { overview }) => paused.set(overview.paused ? 1 : 0),
  );
  gauge(
    'dockhand_workers',
    'Workers that gave a sign of life, by whether they take new jobs.',
    ['state'],
    (workers, { overview }) => {
      for (const state of ['working', 'draining'] as const) {
        workers.set({ state }, overview.workers.filter((worker) => worker.state === state).length);
      }
    },
  );
  gauge('dockhand_boxes', 'Boxes of all workers.', [], (boxes, { overview }) =>
    boxes.set(overview.workers.reduce((sum, worker) => sum + worker.boxes, 0)),
  );
  gauge(
    'dockhand_boxes_wedged',
    'Boxes that have not answered their worker for twenty seconds, so are not just between two lives.',
    [],
    (wedged, { overview }) => wedged.set(overview.workers.reduce((sum, worker) => sum + worker.silent, 0)),
  );
}
