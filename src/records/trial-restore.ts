import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { askPostgres } from './ask-postgres.ts';
import { restore } from './backup.ts';
import { inspectRecords } from './inspect-records.ts';
import { isPostgres } from './open-records.ts';
import { countRows, type RowCounts } from './row-counts.ts';

/** PostgreSQL's word for a user who may not make a database. */
const mayNot = '42501';

/**
 * What came of putting a copy back: its rows, or why that could not be tried here, which says nothing about the copy.
 */
export type TrialRestore =
  | { readonly outcome: 'restored'; readonly rows: RowCounts }
  | { readonly outcome: 'not-tried'; readonly why: string };

/**
 * Puts a copy of the records back into a database of its own, reads it, and removes that again: in a folder for SQLite, on the records'
 * own server for PostgreSQL.
 * @throws when the copy cannot be put back, or does not hold records that this version reads
 */
export const tryToRestore = (url: string, file: string, folder: string): Promise<TrialRestore> =>
  isPostgres(url) ? tryInPostgres(url, file) : tryInFolder(file, folder);

async function tryInFolder(file: string, folder: string): Promise<TrialRestore> {
  const trial = mkdtempSync(join(folder, 'trial-'));
  try {
    return await restoreAndRead(join(trial, 'records.sqlite3'), file);
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
}

async function tryInPostgres(url: string, file: string): Promise<TrialRestore> {
  const name = `dockhand_trial_${randomBytes(6).toString('hex')}`;
  try {
    return await askPostgres(url, { connectionTimeoutMillis: 10_000 }, async (server) => {
      // From the bare template: the copy brings all that it needs.
      await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
      try {
        const scratch = new URL(url);
        scratch.pathname = `/${name}`;
        return await restoreAndRead(scratch.href, file);
      } finally {
        await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }
    });
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== mayNot) throw error;
    return {
      outcome: 'not-tried',
      why: 'the user of DATABASE_URL may not make a database to try it in (ALTER ROLE … CREATEDB)',
    };
  }
}

async function restoreAndRead(place: string, file: string): Promise<TrialRestore> {
  await restore(place, file, false);
  const report = await inspectRecords(place);
  if (report.state !== 'current' && report.state !== 'behind')
    throw new Error(`the copy could be put back, but its records are ${report.state}`);
  return { outcome: 'restored', rows: await countRows(place) };
}
