import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals';
import type { Records } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';

/** The records of the running test, in a database of their own. */
export interface Opened {
  readonly records: Records;
  /** The options with which they were opened. */
  readonly url: string;
  /** Closes them and opens them again. */
  readonly reopen: () => Promise<void>;
}

/** Declares the same tests for SQLite and for PostgreSQL, both real. */
export function onEachDatabase(tests: (opened: Opened, database: 'SQLite' | 'PostgreSQL') => void): void {
  let records: Records | null = null;
  let url = '';
  const opened: Opened = {
    get records() {
      if (records === null) throw new Error('the records are not open: ask inside of a test');
      return records;
    },
    get url() {
      return url;
    },
    reopen: async () => {
      await records?.close();
      records = await openRecords(url);
    },
  };
  const close = async (): Promise<void> => {
    await records?.close();
    records = null;
  };

  describe('in SQLite', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'dockhand-records-'));
      url = join(folder, 'deep', 'records.sqlite3');
      records = await openRecords(url);
    });
    afterEach(async () => {
      await close();
      await rm(folder, { recursive: true });
    });
    tests(opened, 'SQLite');
  });

  describe('in PostgreSQL', () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await openPostgres();
    }, 120_000);
    afterAll(() => server?.close());
    beforeEach(async () => {
      url = await server.database();
      records = await openRecords(url);
    }, 60_000);
    afterEach(close);
    tests(opened, 'PostgreSQL');
  });
}
