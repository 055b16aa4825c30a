import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Kysely, sql } from 'kysely';
import type { Records } from '../../src/records/records.ts';
import { sqliteDialect } from '../../src/records/sql/sqlite.ts';
import type { Tables } from '../../src/records/sql/tables.ts';
import { patiently, RecordsAway } from '../../src/records/storage/away.ts';
import { openRecords, recordsIn } from '../../src/records/storage/open-records.ts';
import { newId } from '../../src/submission/ids.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { verdictOf } from '../support/verdicts.ts';

const ada = { guild: '1', user: '2' };
const submission = () => ({
  id: newId('s'),
  student: ada,
  lesson: { slug: 'l', digest: 'd' },
  files: { Dockerfile: 'FROM scratch\n' },
  receivedAt: 1,
  reply: null,
});

/** The result of a promise: `done` for a value, else the reason why the records are away. */
const ending = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof RecordsAway ? error.reason : String(error)),
  );

test('records that keep somebody waiting are not asked again, and those that refuse at once are', async () => {
  const tries = async (ms: number): Promise<number> => {
    let count = 0;
    const away = async (): Promise<never> => {
      count += 1;
      await new Promise((resolve) => setTimeout(resolve, ms));
      throw Object.assign(new Error('Query read timeout'), { code: 'ETIMEDOUT' });
    };
    expect(await ending(patiently(away, [50, 50, 50]))).toBe('away');
    return count;
  };
  expect(await tries(0)).toBe(4);
  expect(await tries(400)).toBe(1);
});

describe('in SQLite', () => {
  let folder: string;
  let path: string;
  let records: Records;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dockhand-away-'));
    path = join(folder, 'records.sqlite3');
    records = await openRecords(path);
  });
  afterEach(async () => {
    await records.close();
    await rm(folder, { recursive: true });
  });

  test('writes a commit to the disk before answering', async () => {
    const database = new Kysely<Tables>({ dialect: sqliteDialect(path) });
    const pragma = async (name: string) =>
      Object.values((await sql<object>`${sql.raw(`PRAGMA ${name}`)}`.execute(database)).rows[0] ?? {})[0];
    expect([await pragma('journal_mode'), await pragma('synchronous')]).toEqual(['wal', 2]);
    await database.destroy();
  });

  test('waits for a short foreign write without blocking the process', async () => {
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const started = Date.now();
    const made = records.submissions.create(submission());
    // This very process releases the lock: if it were blocked, it would wait for itself.
    setTimeout(() => {
      other.exec('COMMIT');
      other.close();
    }, 500);
    expect(await ending(made)).toBe('done');
    expect(Date.now() - started).toBeGreaterThan(400);
  });

  test('reports busy during a long foreign write, keeps reading, and recovers', async () => {
    const before = await records.submissions.create(submission());
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const work = submission();
    expect(await ending(records.submissions.create(work))).toBe('busy');
    expect(await ending(records.submissions.newRun(before.id))).toBe('busy');
    expect((await records.submissions.get(before.id))?.run).toBe(1);
    expect(await records.submissions.get(work.id)).toBeNull();
    other.exec('ROLLBACK');
    other.close();
    expect(await ending(records.submissions.create(work))).toBe('done');
    expect((await records.submissions.newRun(before.id)).run).toBe(2);
  });

  test('reports a full disk at once, writes nothing by halves, and recovers', async () => {
    // SQLite reports the same error, in the same way, when a file reaches its configured size limit.
    const database = new Kysely<Tables>({ dialect: sqliteDialect(path) });
    const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(database);
    await sql.raw(`PRAGMA max_page_count = ${(rows[0]?.page_count ?? 0) + 1}`).execute(database);
    const full = recordsIn(database);
    const started = Date.now();
    const work = { ...submission(), files: { Dockerfile: 'x'.repeat(60_000) } };
    expect(await ending(full.submissions.create(work))).toBe('full');
    expect(Date.now() - started).toBeLessThan(1_000);
    expect(await full.submissions.get(work.id)).toBeNull();
    const held = await records.submissions.create(submission());
    expect(
      await ending(
        full.submissions.judge(
          held.id,
          1,
          { ...verdictOf('failed'), excerpt: Array.from({ length: 20 }, () => 'x'.repeat(500)) },
          5,
        ),
      ),
    ).toBe('full');
    expect((await full.submissions.get(held.id))?.state).toBe('recorded');
    expect(await full.submissions.judge(held.id, 1, verdictOf('passed'), 5)).toBe(true);
    await full.close();
    expect(await ending(records.submissions.create(work))).toBe('done');
  });

  test('refuses a folder in the place of the file', async () => {
    await expect(openRecords(folder)).rejects.toThrow(
      /^DATABASE_URL names the folder .*: name the file in it/,
    );
  });

  test('opens new records from two processes at once', async () => {
    const fresh = join(folder, 'fresh.sqlite3');
    const open = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const worker = new Worker(
          `const { workerData, parentPort } = require('node:worker_threads');
           import(workerData.module).then(async ({ openRecords }) => {
             const records = await openRecords(workerData.path);
             await records.people.setLocale('1', 'en');
             await records.close();
             parentPort.postMessage('done');
           }).catch((error) => parentPort.postMessage(String(error)));`,
          {
            eval: true,
            workerData: {
              path: fresh,
              module: join(import.meta.dirname, '../../src/records/storage/open-records.ts'),
            },
          },
        );
        worker.once('message', resolve);
        worker.once('error', reject);
      });
    expect(await Promise.all([open(), open(), open()])).toEqual(['done', 'done', 'done']);
  }, 60_000);
});

describe('in PostgreSQL', () => {
  let server: Postgres;
  let records: Records;
  beforeEach(async () => {
    server = await openPostgres();
    records = await openRecords(await server.database());
  }, 120_000);
  afterEach(async () => {
    await records.close();
    await server.close();
  });

  test('recovers with everything recorded after the server was killed', async () => {
    const before = await records.submissions.create(submission());
    await server.kill();
    const work = submission();
    expect(await ending(records.submissions.create(work))).toBe('away');
    expect(await ending(records.submissions.latest(ada, 'l'))).toBe('away');
    await server.start();
    expect(await records.submissions.get(before.id)).toEqual(before);
    expect(await records.submissions.get(work.id)).toBeNull();
    expect(await ending(records.submissions.create(work))).toBe('done');
  }, 120_000);

  test('waits for a server that is away for a moment', async () => {
    await server.kill();
    const made = records.submissions.create(submission());
    await server.start();
    expect(['done', 'away']).toContain(await ending(made));
    expect(await ending(records.submissions.create(submission()))).toBe('done');
  }, 120_000);
});
