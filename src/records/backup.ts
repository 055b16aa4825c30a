import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isPostgres } from './open-records.ts';
import { makePrivate } from './private-file.ts';

/** A copy cannot be made or put back; the message says why and what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly why: BackupProblem;
  /** The file, the database or the tool that it is about, or what that said. */
  readonly what: string;
  constructor(why: BackupProblem, what: string) {
    super(`${why}: ${what}`);
    this.why = why;
    this.what = what;
  }
}

/**
 * exists: the file or database to write is there already. absent: what is to be copied is not. not-ours: it is no
 * copy of the records, or a damaged one. no-tool: PostgreSQL's own tool is not installed. failed: it, or the disk, said no.
 */
export type BackupProblem = 'exists' | 'absent' | 'not-ours' | 'no-tool' | 'failed';

/**
 * Makes a consistent copy of the records in one file, while they are in use: SQLite by `VACUUM INTO`, which reads one
 * moment's state; PostgreSQL by `pg_dump`. The file is there whole or not at all.
 *
 * @throws BackupError
 */
export async function backUp(url: string, file: string, force: boolean): Promise<void> {
  if (existsSync(file) && !force) throw new BackupError('exists', file);
  const part = `${file}.part`;
  rmSync(part, { force: true });
  // Both ways write into an empty file that is there.
  makePrivate(part);
  try {
    if (isPostgres(url)) {
      await postgresTool('pg_dump', url, ['--format=custom', '--no-owner', '--file', part]);
    } else {
      if (!existsSync(url)) throw new BackupError('absent', url);
      const database = new DatabaseSync(url, { timeout: 30_000 });
      try {
        database.prepare('VACUUM INTO ?').run(part);
      } finally {
        database.close();
      }
      mustBeRecords(part);
    }
    onDisk(part);
    renameSync(part, file);
    onDisk(dirname(resolve(file)));
  } catch (error) {
    rmSync(part, { force: true });
    throw error instanceof BackupError ? error : new BackupError('failed', String(error));
  }
}

/**
 * Puts a copy back. The bot has to be stopped. Records that are there already are replaced only by `force`; an SQLite
 * file is kept beside it under another name then.
 *
 * @returns Where the SQLite file is that was there before; null when there was none.
 * @throws BackupError
 */
export async function restore(url: string, file: string, force: boolean): Promise<string | null> {
  if (!existsSync(file)) throw new BackupError('absent', file);
  if (isPostgres(url)) {
    const clean = force ? ['--clean', '--if-exists'] : [];
    await postgresTool('pg_restore', url, [
      '--single-transaction',
      '--exit-on-error',
      '--no-owner',
      ...clean,
      '--dbname',
      nameOf(url),
      file,
    ]);
    return null;
  }
  mustBeRecords(file);
  if (existsSync(url) && !force) throw new BackupError('exists', url);
  try {
    const part = `${url}.part`;
    // With the copy's mode at first, which shows nobody what she could not see before.
    copyFileSync(file, part);
    makePrivate(part);
    onDisk(part);
    const before = setAside(url);
    renameSync(part, url);
    onDisk(dirname(resolve(url)));
    return before;
  } catch (error) {
    throw new BackupError('failed', String(error));
  }
}

/** Moves an SQLite file, with everything that is in its log, out of the way. */
function setAside(path: string): string | null {
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path, { timeout: 1_000 });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  for (let n = 1; ; n += 1) {
    const aside = `${path}.before-${n}`;
    if (existsSync(aside)) continue;
    renameSync(path, aside);
    makePrivate(aside);
    for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
    return aside;
  }
}

/** What a file has to be before it is called a backup, or put in the records' place. */
function mustBeRecords(file: string): void {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const whole = database.prepare('PRAGMA quick_check').get();
      if (Object.values(whole ?? {})[0] !== 'ok') throw new BackupError('not-ours', file);
      database.prepare('SELECT count(*) FROM submission').get();
    } finally {
      database.close();
    }
  } catch {
    throw new BackupError('not-ours', file);
  }
}

/** Waits until a file, or a folder's list of files, is on the disk. */
function onDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';

/** How PostgreSQL's tools are told where: in the environment, because a command line is seen by everybody. */
function postgresEnvironment(url: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, searchParams } = new URL(url);
  const given: Readonly<Record<string, string>> = {
    PGHOST: decodeURIComponent(searchParams.get('host') ?? hostname),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: nameOf(url),
    PGSSLMODE: searchParams.get('sslmode') ?? '',
  };
  return { ...process.env, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) };
}

function postgresTool(tool: 'pg_dump' | 'pg_restore', url: string, args: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(tool, [...args], {
      env: postgresEnvironment(url),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-2_000);
    });
    child.once('error', () => fail(new BackupError('no-tool', basename(tool))));
    child.once('close', (code) => (code === 0 ? done() : fail(new BackupError('failed', said.trim()))));
  });
}
