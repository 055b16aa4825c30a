import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { settledWithin } from '../../timing/time-limit.ts';
import { sayOfRecords } from '../storage/operator-wording.ts';
import { makePrivateFolder } from '../storage/private-folder.ts';
import { backUp, onDisk } from './backup.ts';
import { countRows, type RowCounts } from './row-counts.ts';
import { tryToRestore } from './trial-restore.ts';

/** How often the age of the newest backup is checked; the first check is soon after the start. Milliseconds. */
const every = { first: 30 * 60_000, later: 3_600_000 } as const;
const hour = 3_600_000;
/** How long a bot that shuts down waits for a backup in progress. Milliseconds. */
const closeMs = 5_000;
/** `dockhand-2026-11-29T02-15-00.backup`: files with other names are not ours and stay. */
const ours = /^dockhand-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.backup$/;
/** Suffix of a backup until its trial restore: if the process dies before that, the file never counts as a backup. */
const untried = '.untried';
/** The partial file of a process that died. Files named by a person never match. */
const unfinished = /^dockhand-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.backup(?:\.part|\.untried(?:\.part)?)$/;

export interface ScheduledBackupsOptions {
  /** The records: a path or an address, as in DATABASE_URL. */
  readonly url: string;
  readonly folder: string;
  /** The maximum age of the newest backup in hours; 0 disables backups. */
  readonly everyHours: number;
  /** How many backups are kept. */
  readonly keep: number;
  /** Whether this bot, of several, makes the backups. Default: it does. */
  readonly doesMaintenance?: () => boolean;
  readonly log: Logger;
}

/** The scheduled backups in a folder, newest first, with their times (Unix milliseconds). */
export function backupsIn(folder: string): readonly { readonly file: string; readonly at: number }[] {
  try {
    const names = readdirSync(folder).filter((name) => ours.test(name));
    return names
      .toSorted()
      .toReversed()
      .map((name) => ({ file: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  } catch {
    return [];
  }
}

/**
 * Backs up the records to a folder while they are in use, whenever the newest backup is too old, and deletes the oldest ones. A
 * backup counts only after a trial restore into a separate database that has as many rows as the records; otherwise it is
 * deleted.
 */
export class ScheduledBackups {
  readonly #options: ScheduledBackupsOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ScheduledBackupsOptions) {
    this.#options = options;
    if (options.everyHours > 0) this.#schedule(every.first);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    // An unfinished file does not count as a backup; the next run removes it.
    await settledWithin(this.#running, closeMs);
  }

  /** Makes a backup if one is due. Never throws. */
  async round(now = Date.now()): Promise<void> {
    const { folder, everyHours, keep, doesMaintenance, log } = this.#options;
    if (doesMaintenance?.() === false) return;
    try {
      const [newest] = backupsIn(folder);
      // A backup from the future was made before the clock was set back.
      if (newest !== undefined && now - newest.at < everyHours * hour && newest.at <= now) return;
      const file = await this.#make(now);
      for (const { file: old } of backupsIn(folder).slice(keep)) rmSync(old, { force: true });
      log.info({ event: 'records.backed-up', file }, 'made a copy of the records');
    } catch (error) {
      log.error(
        { event: 'records.backup-failed', err: error, folder },
        'could not make a copy of the records; will try again in an hour',
      );
    }
  }

  async #make(now: number): Promise<string> {
    const { url, folder, log } = this.#options;
    makePrivateFolder(folder);
    // First, because the backup may need the space.
    removeUnfinished(folder);
    const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
    const file = join(folder, `dockhand-${time}.backup`);
    const made = `${file}${untried}`;
    const before = await countRows(url);
    await backUp(url, made, true);
    try {
      const trial = await tryToRestore(url, made, folder);
      if (trial.outcome === 'restored') mustHaveAll(trial.rows, before, await countRows(url));
      else
        log.warn(
          { event: 'records.backup-not-tried', file, why: trial.why },
          'made a copy of the records, but could not try to put it back',
        );
      renameSync(made, file);
      onDisk(folder);
    } catch (error) {
      rmSync(made, { force: true });
      throw error;
    }
    return file;
  }

  #schedule(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#running = this.round().then(() => {
        if (!this.#closed) this.#schedule(every.later);
      });
    }, ms);
    this.#timer.unref();
  }
}

/**
 * Removes partial files of processes that died. This is safe because only one bot makes backups at a time, and it is not making
 * one now.
 */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => unfinished.test(each)))
    rmSync(join(folder, name), { force: true });
}

/** @throws when a table of the backup has fewer rows than the records had both before and after it was made */
export function mustHaveAll(copied: RowCounts, before: RowCounts, after: RowCounts): void {
  const short = [...before].filter(
    // Leases change constantly.
    ([table, rows]) => table !== 'lease' && (copied.get(table) ?? 0) < Math.min(rows, after.get(table) ?? 0),
  );
  if (short.length === 0) return;
  const tables = short
    .map(([table, rows]) => sayOfRecords('rows', { table, copied: copied.get(table) ?? 0, rows }))
    .join(', ');
  throw new Error(sayOfRecords('copyShort', { tables }));
}
