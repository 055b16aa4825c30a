import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { messageOf } from '../../errors/message-of.ts';
import { askPostgres } from '../storage/ask-postgres.ts';
import { inspectRecords } from '../storage/inspect-records.ts';
import { isPostgres } from '../storage/open-records.ts';
import { sayOfRecords } from '../storage/operator-wording.ts';
import { restore } from './backup.ts';
import { countRows, type RowCounts } from './row-counts.ts';
import { trialTrouble } from './trial-trouble.ts';

/** The prefix of the folders and databases that a trial creates and removes. */
const prefix = 'dockhand_trial_';
/** Anything older was left by a trial whose process or server died. Milliseconds. */
const oldMs = 86_400_000;

const trialName = (): string => `${prefix}${Date.now()}_${randomBytes(6).toString('hex')}`;

/** Folders and databases with other names are not ours and stay. */
function isOldTrial(name: string): boolean {
  const [, at = ''] = /^dockhand_trial_(\d{13})_[0-9a-f]{12}$/.exec(name) ?? [];
  return at !== '' && Number(at) < Date.now() - oldMs;
}

/**
 * The result of a trial restore: the backup's rows, or why the trial was not possible here, which says nothing about the backup.
 */
export type TrialRestore =
  | { readonly outcome: 'restored'; readonly rows: RowCounts }
  | { readonly outcome: 'not-tried'; readonly why: string };

/**
 * Restores a backup into a separate database, reads it, and removes the database again: in a folder for SQLite, on the records'
 * own server for PostgreSQL.
 * @throws when the backup cannot be restored, or does not contain records that this version can read
 */
export async function tryToRestore(url: string, file: string, folder: string): Promise<TrialRestore> {
  try {
    return await (isPostgres(url) ? tryInPostgres(url, file) : tryInFolder(file, folder));
  } catch (error) {
    const why = trialTrouble(error);
    if (why === null) throw error;
    return { outcome: 'not-tried', why };
  }
}

async function tryInFolder(file: string, folder: string): Promise<TrialRestore> {
  removeOldFolders(folder);
  const made = makeFolder(folder);
  if ('why' in made) return { outcome: 'not-tried', why: made.why };
  try {
    return await restoreAndRead(join(made.trial, 'records.sqlite3'), file);
  } finally {
    rmSync(made.trial, { recursive: true, force: true });
  }
}

function makeFolder(folder: string): { readonly trial: string } | { readonly why: string } {
  const trial = join(folder, trialName());
  try {
    mkdirSync(trial, { mode: 0o700 });
    return { trial };
  } catch (error) {
    return { why: messageOf(error) };
  }
}

function removeOldFolders(folder: string): void {
  try {
    for (const name of readdirSync(folder).filter(isOldTrial))
      rmSync(join(folder, name), { recursive: true, force: true });
  } catch {
    // Another process removed it at the same time, or the folder does not exist.
  }
}

async function tryInPostgres(url: string, file: string): Promise<TrialRestore> {
  const name = trialName();
  return askPostgres(url, { connectionTimeoutMillis: 10_000 }, async (server) => {
    await removeOldDatabases(server);
    // From the empty template, because the backup contains everything it needs.
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0`).catch(explainRight);
    try {
      const scratch = new URL(url);
      scratch.pathname = `/${name}`;
      return await restoreAndRead(scratch.href, file);
    } finally {
      // If the server has died, the next trial cleans up, and the original error is the one that matters.
      await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => undefined);
    }
  });
}

/** PostgreSQL's error code for a missing permission. */
const mayNot = '42501';

function explainRight(error: unknown): never {
  if (!(error instanceof pg.DatabaseError) || error.code !== mayNot) throw error;
  error.message =
    'the user of DATABASE_URL may not make a database to try it in (grant it with ALTER ROLE … CREATEDB)';
  throw error;
}

async function removeOldDatabases(server: pg.Client): Promise<void> {
  const { rows } = await server.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE datname LIKE $1',
    [`${prefix}%`],
  );
  for (const { name } of rows.filter((row) => isOldTrial(row.name)))
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => undefined);
}

async function restoreAndRead(place: string, file: string): Promise<TrialRestore> {
  await restore(place, file, false);
  // First, because it throws the specific problem; the report only says that there is one.
  const rows = await countRows(place);
  const report = await inspectRecords(place);
  if (report.state !== 'current' && report.state !== 'behind') throw new Error(sayOfRecords('copyState'));
  return { outcome: 'restored', rows };
}
