import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { backUp, restore } from '../../src/records/backups/backup.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';

let folder = '';
const umask = process.umask();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-private-'));
  // As permissive as possible: nothing may depend on it.
  process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true, force: true });
});

const mode = (...parts: readonly string[]): string =>
  (statSync(join(folder, ...parts)).mode & 0o777).toString(8);
const modes = (...parts: readonly string[]): readonly string[] =>
  readdirSync(join(folder, ...parts)).map((name) => `${name} ${mode(...parts, name)}`);

describe('files with students’ code and grades', () => {
  test('makes records, SQLite’s side files, backups and restored files readable by their owner alone', async () => {
    const database = join(folder, 'made', 'for', 'it', 'records.sqlite3');
    const records = await openRecords(database);
    await records.guilds.save({ id: '1', lesson: 'x', taRole: null, taChannel: null, classChannel: null });
    expect(modes('made', 'for', 'it').toSorted()).toEqual([
      'records.sqlite3 600',
      'records.sqlite3-shm 600',
      'records.sqlite3-wal 600',
    ]);
    expect([mode('made'), mode('made', 'for'), mode('made', 'for', 'it')]).toEqual(['700', '700', '700']);
    const copy = join(folder, 'copies', 'one.backup');
    await backUp(database, copy, false);
    await records.close();
    expect([mode('copies'), ...modes('copies')]).toEqual(['700', 'one.backup 600']);
    // A copy that somebody made readable does not make the records readable.
    chmodSync(copy, 0o644);
    await restore(database, copy, true);
    expect(modes('made', 'for', 'it').toSorted()).toEqual([
      'records.sqlite3 600',
      'records.sqlite3.before-1 600',
      'records.sqlite3.in-use 600',
    ]);
  });

  test('become private when they were readable before, while their folder keeps its mode', async () => {
    chmodSync(folder, 0o755);
    const database = join(folder, 'old.sqlite3');
    writeFileSync(database, '', { mode: 0o644 });
    await (await openRecords(database)).close();
    expect([mode('old.sqlite3'), mode('.')]).toEqual(['600', '755']);
  });

  test('a folder that is named as the database keeps its mode', async () => {
    chmodSync(folder, 0o755);
    await expect(openRecords(folder)).rejects.toThrow();
    expect(mode()).toBe('755');
  });
});
