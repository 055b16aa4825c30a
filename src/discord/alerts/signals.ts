import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Signals, thresholds } from '../../class/alerts.ts';
import { sliceMs } from '../../class/board.ts';
import type { Desk } from '../../desk/desk.ts';
import type { Guild, Records } from '../../records/records.ts';

/** The error rate is that of this while. Milliseconds. */
const recentMs = 30 * 60_000;

/** What there is to see of a class at a moment, as long as the records can be read. */
export async function signalsOf(
  from: {
    readonly records: Pick<Records, 'unjudgedOf' | 'outcomesBySlice' | 'failuresSince'>;
    readonly desk: Pick<Desk, 'overview'>;
    /** Where the records lie when they are a file. */
    readonly recordsFile: string | null;
  },
  guild: Guild,
  now: number,
): Promise<Signals> {
  const { records, desk, recordsFile } = from;
  const [{ queue }, unjudged, counts, failures, disk] = await Promise.all([
    desk.overview(guild.id),
    records.unjudgedOf(guild.id),
    records.outcomesBySlice(guild.id, now - recentMs, sliceMs),
    records.failuresSince(guild.id, now - thresholds.sameFailure.within),
    recordsFile === null ? null : fullness(recordsFile),
  ]);
  const count = (wanted: (outcome: string) => boolean): number =>
    counts.filter(({ outcome }) => wanted(outcome)).reduce((sum, one) => sum + one.count, 0);
  return {
    now,
    queueAnswers: queue !== null,
    databaseTrouble: null,
    workers: queue?.workers.length ?? null,
    boxes:
      queue === null
        ? null
        : {
            all: queue.workers.reduce((sum, worker) => sum + worker.boxes, 0),
            silent: queue.workers.reduce((sum, worker) => sum + worker.silent, 0),
          },
    waiting: unjudged.count,
    oldest: unjudged.oldest,
    paused: queue?.paused ?? false,
    recent: {
      judged: count((outcome) => outcome !== 'cancelled'),
      errors: count((outcome) => outcome === 'error'),
    },
    failures,
    disk,
  };
}

/** How full the disk of a file is, 0 to 1; null when that cannot be known. */
async function fullness(file: string): Promise<number | null> {
  try {
    const { blocks, bavail } = await statfs(dirname(file));
    return blocks === 0 ? null : 1 - bavail / blocks;
  } catch {
    return null;
  }
}
