import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OperatorError } from '../../errors/operator-error.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { holdRecords } from '../storage/in-use.ts';
import { isPostgres } from '../storage/open-records.ts';
import { makePrivate } from '../storage/private-file.ts';

const say = words('backup', {
  en: {
    exists: '{{what}} is there already. Name another, or say --force to replace it.',
    absent: '{{what}} is not there.',
    'not-ours': '{{what}} is no copy of Dockhand’s records, or it is damaged.',
    'no-tool':
      '{{what}} is not installed, and only PostgreSQL’s own tools copy its databases. Install postgresql-client (as new as the server), or run it where it is: pg_dump --format=custom --file=FILE DATABASE, and pg_restore --clean --if-exists --dbname=DATABASE FILE.',
    failed: 'It did not work, and nothing was replaced: {{what}}',
  },
});

/** A copy cannot be made or put back. */
export class BackupError extends OperatorError {
  override readonly name = 'BackupError';
  readonly problem: BackupProblem;

  /** `what`: the file, the database or the tool that it is about, or what that said. */
  constructor(problem: BackupProblem, what: string, options?: ErrorOptions) {
    super('DOCKHAND_BACKUP', say(operatorLocale, problem, { what }), options);
    this.problem = problem;
  }
}

type BackupProblem = Parameters<typeof say>[1];

/**
 * Makes a consistent copy of the records in one file, while they are in use: SQLite by `VACUUM INTO`, which reads one
 * moment's state; PostgreSQL by `pg_dump`. The file is there whole or not at all.
 *
 * @throws OperatorError with DOCKHAND_BACKUP
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
    throw error instanceof BackupError ? error : new BackupError('failed', String(error), { cause: error });
  }
}

/**
 * Puts a copy back, which no bot may use meanwhile. Records that are there already are replaced only by `force`; an SQLite
 * file is kept beside it under another name then.
 *
 * @returns Where the SQLite file is that was there before; null when there was none.
 * @throws OperatorError with DOCKHAND_BACKUP; with DOCKHAND_RECORDS while a bot lives
 */
export async function restore(url: string, file: string, force: boolean): Promise<string | null> {
  if (!existsSync(file)) throw new BackupError('absent', file);
  if (!isPostgres(url)) {
    mustBeRecords(file);
    if (existsSync(url) && !force) throw new BackupError('exists', url);
  }
  const hold = await holdRecords(url, 'alone');
  try {
    if (!isPostgres(url)) return replaceFile(url, file);
    await restoreDatabase(url, file, force);
    return null;
  } finally {
    await hold.release();
  }
}

function restoreDatabase(url: string, file: string, force: boolean): Promise<void> {
  const clean = force ? ['--clean', '--if-exists'] : [];
  const whole = ['--single-transaction', '--exit-on-error', '--no-owner'];
  return postgresTool('pg_restore', url, [...whole, ...clean, '--dbname', nameOf(url), file]);
}

function replaceFile(path: string, file: string): string | null {
  try {
    const part = `${path}.part`;
    // With the copy's mode at first, which shows nobody what she could not see before.
    copyFileSync(file, part);
    makePrivate(part);
    onDisk(part);
    const before = setAside(path);
    renameSync(part, path);
    onDisk(dirname(resolve(path)));
    return before;
  } catch (error) {
    throw new BackupError('failed', String(error), { cause: error });
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
  } catch (error) {
    throw new BackupError('not-ours', file, { cause: error });
  }
}

/** Waits until a file, or a folder's list of files, is on the disk. */
export function onDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';

/** PostgreSQL's tools get the address in their environment, because everybody can see a command line. */
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
  // What they say is read, too.
  return {
    ...process.env,
    LC_ALL: 'C',
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
  };
}

function postgresTool(tool: 'pg_dump' | 'pg_restore', url: string, args: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(tool, [...args], {
      env: postgresEnvironment(url),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (bytes: Buffer) => {
      stderr = (stderr + bytes.toString()).slice(-2_000);
    });
    child.once('error', () => fail(new BackupError('no-tool', basename(tool))));
    child.once('close', (code) => (code === 0 ? done() : fail(new BackupError('failed', stderr.trim()))));
  });
}
