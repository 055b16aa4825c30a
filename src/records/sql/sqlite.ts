import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteAdapter, SqliteDialect } from 'kysely';
import { makePrivate } from '../storage/private-file.ts';

/**
 * How long SQLite itself waits for another process that is writing. It blocks this whole process, so it is short; callers that
 * can wait longer retry (away.ts). Milliseconds.
 */
const blocksFor = 100;

/** SQLite rolls back DDL as well as rows, so an interrupted migration leaves nothing behind. */
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
 * Opens an SQLite file with a write-ahead log, and with every commit synced to the disk before it returns, because an accepted
 * submission is a promise.
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
          // After some errors, such as a full disk, SQLite has already rolled back by itself.
          if (sql === 'rollback' && !database.isTransaction) return nothing;
          // All transactions here write. Taking the write lock at the start prevents a failure when upgrading a read lock later.
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
