import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BackupError } from './backup-error.ts';

/** PostgreSQL's own client tools, the only ones that can copy its databases. */

/** Dumps a database to one file. */
export const dumpDatabase = async (url: string, file: string): Promise<void> =>
  (await start('pg_dump', url, ['--format=custom', '--no-owner', '--file', file])).ended;

/**
 * Restores a dump completely or not at all: pg_restore converts it to SQL, which psql runs in one transaction. pg_restore alone
 * fails with a server older than itself, see {@link forOlderServers}.
 */
export async function restoreDatabase(url: string, file: string, force: boolean): Promise<void> {
  const clean = force ? ['--clean', '--if-exists'] : [];
  const reader = await start('pg_restore', url, ['--no-owner', ...clean, '--file=-', file]);
  const whole = ['--single-transaction', '--set=ON_ERROR_STOP=1'];
  const writer = await start('psql', url, ['--no-psqlrc', '--quiet', '--output=/dev/null', ...whole]).catch(
    (error: unknown) => {
      reader.kill();
      throw error;
    },
  );
  try {
    const poured = pipeline(reader.stdout, forOlderServers(), writer.stdin, { end: false });
    // If one of them fails, its error is more informative than the other's broken pipe.
    const read = Promise.all([reader.ended, poured.catch(() => undefined)]);
    await Promise.race([read, writer.ended]);
    // psql commits only at the end of its input, so a dump that could not be read completely leaves nothing behind.
    writer.stdin.end();
    await writer.ended;
  } finally {
    reader.kill();
    writer.kill();
  }
}

const saidToEveryServer = 'SET transaction_timeout = 0;';
const whereItIsKnown = `SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout';`;
/** The first statements of pg_restore's output are within this number of characters. */
const headLength = 4_096;

/**
 * pg_restore 17 and newer begins with a setting that every server before 17 rejects. This makes it conditional on the server
 * knowing it.
 */
function forOlderServers(): Transform {
  let head: string | null = '';
  const mended = (text: string): string => text.replace(`\n${saidToEveryServer}\n`, `\n${whereItIsKnown}\n`);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head === null) return done(null, chunk);
      // A chunk may end inside a UTF-8 character; Latin-1 keeps the bytes.
      head += chunk.toString('latin1');
      if (head.length < headLength) return done();
      const text = mended(head);
      head = null;
      return done(null, Buffer.from(text, 'latin1'));
    },
    flush(done) {
      done(null, head === null ? undefined : Buffer.from(mended(head), 'latin1'));
    },
  });
}

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';

/** Passes the address to PostgreSQL's tools in environment variables, because command lines are visible to all users. */
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
  // Messages in English, because the output is parsed.
  return {
    ...process.env,
    LC_ALL: 'C',
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
  };
}

interface Tool {
  readonly stdin: NonNullable<ChildProcess['stdin']>;
  readonly stdout: NonNullable<ChildProcess['stdout']>;
  /** Rejects with the tool's error output when it failed. */
  readonly ended: Promise<void>;
  readonly kill: () => void;
}

async function start(
  program: 'pg_dump' | 'pg_restore' | 'psql',
  url: string,
  args: readonly string[],
): Promise<Tool> {
  const child = spawn(program, [...args], { env: postgresEnvironment(url), stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => {
    stderr = (stderr + bytes.toString()).slice(-2_000);
  });
  // The process that ended before reading everything reports the reason itself.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((done, fail) => {
    child.once('close', (code) => (code === 0 ? done() : fail(new BackupError('failed', stderr.trim()))));
  });
  ended.catch(() => undefined);
  try {
    await once(child, 'spawn');
  } catch {
    throw new BackupError('no-tool', program);
  }
  return { stdin: child.stdin, stdout: child.stdout, ended, kill: () => void child.kill('SIGKILL') };
}
