import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { makeFolder, ownerOnly } from '../../folders/make-folder.js';
import { settledWithin } from '../../timing/time-limit.ts';
import { sayOfRecords } from '../storage/operator-wording.ts';
import { backUp, onDisk } from './backup.ts';
import { countRows, type RowCounts } from './row-counts.ts';
import { tryToRestore } from './trial-restore.ts';

/** How often the age of the newest backup is checked, and when for the first time after the start. Milliseconds. */
const every = { first: 30 * 60_000, later: 3_600_000 } as const;
const hour = 3_600_000;
/** How long a stopping bot waits for a backup in progress. Milliseconds. */
const closeMs = 5_000;
/** `dockhand-2026-11-29T02-15-00.backup`. Files with other names are not ours and are left alone. */
const ours = /^dockhand-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.backup$/;
/** Suffix of a backup until it has passed a trial restore. If the process dies before that, the backup never counts. */
const untried = '.untried';
/** A partial backup of a process that died; never matches a name chosen by a person. */
const unfinished = /^dockhand-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.backup(?:\.part|\.untried(?:\.part)?)$/;

export interface ScheduledBackupsOptions {
  /** The records as in DATABASE_URL: a path or a URL. */
  readonly url: string;
  readonly folder: string;
  /** Maximum age of the newest backup; 0 disables backups. */
  readonly everyHours: number;
  /** Number of backups to keep. */
  readonly keep: number;
  /** Whether this bot, of several, creates the backups. Default: it does. */
  readonly doesMaintenance?: () => boolean;
  readonly log: Logger;
}

/** The scheduled backups in a folder, newest first, with the times they were made (Unix milliseconds). */
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
 * Backs up the records into a folder while they are in use, whenever the newest backup is too old, and keeps the newest ones. A backup is
 * restored into a separate database before it counts, and deleted if it cannot be or lacks rows of the records. If the trial itself is not
 * possible here, the backup counts and a warning is logged.
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
    // An unfinished backup does not count, and the next round removes it.
    await settledWithin(this.#running, closeMs);
  }

  /** Creates a backup if it is time for one. Never throws. */
  async round(now = Date.now()): Promise<void> {
    const { folder, everyHours, keep, doesMaintenance, log } = this.#options;
    if (doesMaintenance?.() === false) return;
    try {
      const [newest] = backupsIn(folder);
      // A backup with a time in the future was made before the clock was set back.
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
    makeFolder(folder, ownerOnly);
    // Done first, because the new backup may need the space.
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

/** Removes the remains of a process that died. Only one bot creates backups at a time, so none is in progress. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => unfinished.test(each)))
    rmSync(join(folder, name), { force: true });
}

/** @throws if a table of the backup has fewer rows than the records had both before and after it was made */
export function mustHaveAll(copied: RowCounts, before: RowCounts, after: RowCounts): void {
  const short = [...before].filter(
    // Leases are created and deleted within moments.
    ([table, rows]) => table !== 'lease' && (copied.get(table) ?? 0) < Math.min(rows, after.get(table) ?? 0),
  );
  if (short.length === 0) return;
  const tables = short
    .map(([table, rows]) => sayOfRecords('rows', { table, copied: copied.get(table) ?? 0, rows }))
    .join(', ');
  throw new Error(sayOfRecords('copyShort', { tables }));
}
