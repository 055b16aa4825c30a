import type { StatsFs } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Desk } from '../../desk/desk.ts';
import { type AlertSignals, thresholds } from '../../grading/alerts.ts';
import { sliceMs } from '../../grading/staff-board.ts';
import type { GuildSettings, Records } from '../../records/records.ts';
import { jobId } from '../../submission/job.ts';

/** The period over which the error rate is computed. Milliseconds. */
const recentMs = 30 * 60_000;
/** Dead letters are counted up to this number. */
const lettersCounted = 1_000;

/** An internal defect is reported for this long after it last occurred. Milliseconds. */
const defectsMs = 60 * 60_000;

/** Blocks of a file system: total, free, and free for users other than root. */
type DiskBlocks = Pick<StatsFs, 'blocks' | 'bfree' | 'bavail'>;

/** Collects the alert signals of a class. Requires that the records can be read. */
export async function signalsOf(
  from: {
    readonly records: Pick<Records, 'backlog' | 'verdicts' | 'deadLetters' | 'questions'>;
    readonly desk: Pick<Desk, 'overview'>;
    /** The path of the records if they are a file. */
    readonly recordsFile: string | null;
    readonly brokenLessons?: (() => AlertSignals['brokenLessons']) | undefined;
  },
  guild: GuildSettings,
  unqueuedSince: number | null,
  now: number,
): Promise<AlertSignals> {
  const { records, desk, recordsFile, brokenLessons } = from;
  const [{ queue }, unjudged, counts, failures, letters, defects, asks, disk] = await Promise.all([
    desk.overview(guild.id),
    records.backlog.pendingCount(guild.id),
    records.verdicts.outcomesBySlice(guild.id, now - recentMs, sliceMs),
    records.verdicts.failuresSince(guild.id, now - thresholds.sameFailure.within),
    records.deadLetters.ofGuild(guild.id, lettersCounted),
    records.verdicts.defectsSince(guild.id, now - defectsMs),
    records.questions.open(guild.id),
    recordsFile === null ? null : fullness(recordsFile),
  ]);
  const count = (wanted: (outcome: string) => boolean): number =>
    counts.filter(({ outcome }) => wanted(outcome)).reduce((sum, one) => sum + one.count, 0);
  return {
    now,
    queueAnswers: queue !== null,
    unqueuedSince,
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
    unseenQuestions: asks.filter(({ card, at }) => card === null && now - at >= thresholds.unseenQuestion)
      .length,
    deadLetters: { count: letters.length, last: letters[0]?.digest.slice(0, 16) ?? '' },
    ...defects,
    brokenLessons: brokenLessons?.() ?? [],
    disk,
  };
}

/**
 * Detects submissions that never reach the queue: tracks since when the oldest recorded but unqueued one has been in that state.
 * Its time of receipt is not used, because a submission that is verified again was received long ago.
 */
export class UnqueuedWatch {
  readonly #records: Pick<Records, 'backlog'>;
  #oldest: { readonly job: string; readonly seenAt: number } | null = null;

  constructor(records: Pick<Records, 'backlog'>) {
    this.#records = records;
  }

  /** Unix milliseconds; null when everything is queued. */
  async since(now: number): Promise<number | null> {
    const [oldest] = await this.#records.backlog.unqueued(1);
    const job = oldest === undefined ? null : jobId({ submission: oldest.id, run: oldest.run });
    if (job === null) this.#oldest = null;
    else if (this.#oldest?.job !== job) this.#oldest = { job, seenAt: now };
    return this.#oldest?.seenAt ?? null;
  }
}

/**
 * The used share of a disk, computed as df does: of the space that users may fill. Space reserved for root, or by a quota for
 * others, counts as neither used nor free. Null when there is no such space.
 */
export function usedShare({ blocks, bfree, bavail }: DiskBlocks): number | null {
  const used = blocks - bfree;
  return used + bavail <= 0 ? null : used / (used + bavail);
}

/** How full the disk of a file is, from 0 to 1; null when that cannot be determined. */
async function fullness(file: string): Promise<number | null> {
  try {
    return usedShare(await statfs(dirname(file)));
  } catch {
    return null;
  }
}
