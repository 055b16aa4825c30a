import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';

const execute = promisify(execFile);

/** A PostgreSQL server for one test: started from this machine's binaries, removed with its data when it is closed. */
export interface Postgres {
  /** Creates an empty database and returns its `postgres://…` address. */
  readonly database: () => Promise<string>;
  /** Kills the server, as a power failure would; the data stay. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port, with the same data. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where Debian has the programs of the newest server. */
function programs(): string {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)) : [];
  for (const version of versions) {
    const bin = join(home, version, 'bin');
    if (existsSync(join(bin, 'initdb'))) return bin;
  }
  throw new Error('PostgreSQL is not installed: run the tests with `npm test`, which brings it');
}

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, or failing that as `nobody`. */
function owner(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: '-u' | '-g', user: string): number =>
    Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', user), gid: id('-g', user) };
    } catch {
      // This machine has no such user.
    }
  }
  throw new Error('there is neither a user postgres nor a user nobody to run PostgreSQL as');
}

/** Starts a server on a loopback port. Takes a few seconds, more on a busy machine. */
export async function openPostgres(): Promise<Postgres> {
  const bin = programs();
  const as = owner();
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-postgres-'));
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  if (as !== null) for (const path of [folder, data]) await chown(path, as.uid, as.gid);
  const options = { ...as, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8', PGTZ: 'UTC' } };
  await execute(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'dockhand', '--auth=trust', '--encoding=UTF8', '--no-sync'],
    options,
  );
  const port = await freePort();
  const url = (database: string): string => `postgres://dockhand@127.0.0.1:${port}/${database}`;

  const start = async (): Promise<() => Promise<void>> => {
    const server = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'max_connections=60'],
      { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    server.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-4_000);
    });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    // An aborted test run must not leave a server behind.
    const orphan = (): void => void server.kill('SIGQUIT');
    process.once('exit', orphan);
    const end = Date.now() + 60_000;
    for (;;) {
      if (server.exitCode !== null || Date.now() > end) throw new Error(`PostgreSQL did not start:\n${said}`);
      const client = new pg.Client(url('postgres'));
      // The server may end while this is connected.
      client.on('error', () => {});
      try {
        await client.connect();
        await client.end();
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    return async () => {
      process.off('exit', orphan);
      server.kill('SIGQUIT');
      await ended;
    };
  };
  let stop: (() => Promise<void>) | null = await start();
  const kill = async (): Promise<void> => {
    await stop?.();
    stop = null;
  };
  return {
    database: async () => {
      const name = `test_${randomBytes(6).toString('hex')}`;
      const client = new pg.Client(url('postgres'));
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url(name);
    },
    kill,
    start: async () => {
      stop ??= await start();
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
