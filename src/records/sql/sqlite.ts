import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteDialect } from 'kysely';
import { makePrivate } from '../storage/private-file.ts';

/**
 * How long SQLite itself waits for another process that is writing. This blocks the whole process, so it is short; callers retry instead
 * (away.ts). Milliseconds.
 */
const blocksFor = 100;

/** In SQLite, changes of tables are part of transactions, so an interrupted migration leaves nothing behind. */
class TransactionalSqlite extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class RecordsSqlite extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqlite();
  }
}

/**
 * Opens an SQLite file for the records: with a write-ahead log, and with every commit on the disk before it returns, because an accepted
 * submission must not be lost.
 */
function openSqlite(path: string): DatabaseSync {
  if (path !== ':memory:') makePrivate(path);
  const database = new DatabaseSync(path, { timeout: blocksFor });
  try {
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST;',
    );
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** Kysely's SQLite dialect over Node's own SQLite. */
export function sqliteDialect(path: string): Dialect {
  return new RecordsSqlite({
    database: async () => {
      const database = openSqlite(path);
      return {
        close: () => database.close(),
        prepare: (sql: string) => {
          // After some errors, such as a full disk, SQLite has already rolled back, so there is nothing to do.
          if (sql === 'rollback' && !database.isTransaction) return nothing;
          // All transactions write. Taking the write lock at the start prevents a transaction from failing when it first writes.
          const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
          const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
          return {
            reader: statement.columns().length > 0,
            all: (parameters) => statement.all(...values(parameters)),
            run: (parameters) => statement.run(...values(parameters)),
            iterate: (parameters) => statement.iterate(...values(parameters)),
          };
        },
      };
    },
  });
}

const nothing = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};
