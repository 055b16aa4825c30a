import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { backUp, restore } from './backup.ts';
import { inspectRecords } from './inspect-records.ts';
import { isPostgres } from './open-records.ts';

/** How often the age of the newest copy is looked at, the first time soon after the start. Milliseconds. */
const every = { first: 30 * 60_000, later: 3_600_000 } as const;
const hour = 3_600_000;
/** `dockhand-2026-11-29T02-15-00.backup`: what has another name is somebody else's and stays. */
const ours = /^dockhand-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.backup$/;

export interface ScheduledBackupsOptions {
  /** The records: a path or an address, as DATABASE_URL. */
  readonly url: string;
  readonly folder: string;
  /** How old the newest copy may become; 0: no copies are made. */
  readonly everyHours: number;
  /** How many copies stay. */
  readonly keep: number;
  /** Whether this bot, of several, makes them; it does when left out. */
  readonly doesChores?: () => boolean;
  readonly log: Logger;
}

/** The copies of a folder that were made by schedule, newest first, with when they were made (Unix milliseconds). */
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
 * Copies the records into a folder while they are in use, whenever the newest copy is too old, and keeps the newest ones. A copy of an
 * SQLite file counts only when it was put back beside the records and could be read; one that could not is no copy, and is deleted.
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
    await this.#running;
  }

  /** Makes a copy if it is time for one. Never throws. */
  async round(now = Date.now()): Promise<void> {
    const { folder, everyHours, keep, doesChores, log } = this.#options;
    if (doesChores?.() === false) return;
    try {
      const [newest] = backupsIn(folder);
      // One from the future was made before the clock was set back.
      if (newest !== undefined && now - newest.at < everyHours * hour && newest.at <= now) return;
      const file = await this.#make(now);
      for (const { file: old } of backupsIn(folder).slice(keep)) rmSync(old, { force: true });
      log.info({ event: 'records.backed-up', file }, 'made a copy of the records and tried to put it back');
    } catch (error) {
      log.error(
        { event: 'records.backup-failed', err: error, folder },
        'could not make a copy of the records; will try again in an hour',
      );
    }
  }

  async #make(now: number): Promise<string> {
    const { url, folder } = this.#options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
    const file = join(folder, `dockhand-${time}.backup`);
    await backUp(url, file, true);
    try {
      if (!isPostgres(url)) await tryToRestore(file, folder);
    } catch (error) {
      rmSync(file, { force: true });
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

/** Puts a copy back in a folder of its own, and looks whether it holds records that this version reads. */
async function tryToRestore(file: string, folder: string): Promise<void> {
  const trial = mkdtempSync(join(folder, 'trial-'));
  try {
    const place = join(trial, 'records.sqlite3');
    await restore(place, file, false);
    const report = await inspectRecords(place);
    if (report.state !== 'current')
      throw new Error(`the copy could be put back, but its records are ${report.state}`);
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}
