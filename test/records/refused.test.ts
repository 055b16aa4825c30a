import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { holdRecords } from '../../src/records/storage/in-use.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { DockhandProcess } from '../faults/support/dockhand-process.ts';
import { onEachDatabase } from './databases.ts';

/** Records with which a bot cannot start: the message for its operator, from the real process. */
async function bot(
  url: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: unknown; readonly said: string }> {
  const process = new DockhandProcess(['bot'], {
    ...{ DISCORD_TOKEN: 't', WEB_PORT: '0', REDIS_URL: 'redis://127.0.0.1:1', DATABASE_URL: url },
    ...more,
  });
  const code = await process.ended(60_000);
  if (code === 'runs') await process.kill();
  return { code, said: process.said };
}

/** As if a future version had migrated the tables. */
async function broughtUpByNewer(url: string): Promise<void> {
  const statement =
    "INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-of-tomorrow', '2099-01-01T00:00:00.000Z')";
  if (!url.startsWith('postgres')) {
    const database = new DatabaseSync(url);
    database.exec(statement);
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Whether this user may mount, which not even root can everywhere. */
function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'dockhand-mount-'));
  const { status } = spawnSync('mount', ['--bind', folder, folder], { stdio: 'ignore' });
  if (status === 0) execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
  return status === 0;
}

onEachDatabase((opened, database) => {
  test('records that a newer Dockhand has changed are refused with what to do, and stay as they are', async () => {
    await broughtUpByNewer(opened.url);
    const { code, said } = await bot(opened.url);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^A newer Dockhand has changed these records \(9999-of-tomorrow\).*Start that version again, or put back a backup.*\[DOCKHAND_RECORDS\]$/m,
    );
    expect(said).not.toMatch(/corrupted|migration/);
    if (database === 'SQLite')
      expect((await bot(opened.url, { LANG: 'fr_FR.UTF-8' })).said).toMatch(
        /Un Dockhand plus récent a changé ces données \(9999-of-tomorrow\).*\[DOCKHAND_RECORDS\]/,
      );
  }, 150_000);
});

describe('records that cannot be written', () => {
  let folder = '';
  const endings: (() => unknown)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dockhand-refused-'));
  });
  afterEach(async () => {
    for (const end of endings.splice(0)) end();
    await rm(folder, { recursive: true, force: true });
  });

  // Not even root can create a file there.
  test.each(['/sys/records.sqlite3', '/sys/dockhand/records.sqlite3'])(
    'records in %s, where nobody may make any, are refused with the folder and what to do',
    async (path) => {
      const { code, said } = await bot(path);
      expect(code).toBe(1);
      expect(said).toMatch(
        /^The records in \/sys\S* cannot be written: (?:this user may not write there|the disk there is mounted read-only)\..*DATABASE_URL.*\[DOCKHAND_RECORDS\]$/m,
      );
    },
    90_000,
  );

  // The system reports ENOENT there, and Node's own recursive mkdir never returns.
  (process.platform === 'linux' ? test : test.skip).each([
    '/proc/dockhand.sqlite3',
    '/proc/dockhand/deep/records.sqlite3',
  ])('records in %s, where nothing can be made, are refused and hold nobody up', async (path) => {
    const refusal =
      /^The records in \/proc\S* cannot be written: nothing new can be made there\..*DATABASE_URL/;
    await expect(openRecords(path)).rejects.toThrow(refusal);
    await expect(holdRecords(path, 'bot')).rejects.toThrow(refusal);
  });

  const mounts = mayMount();
  (mounts ? test : test.skip).each([
    ['that a bot has used before', true],
    ['that no bot has held yet', false],
  ])(
    'records %s, on a disk that is mounted read-only now, are not called in use',
    async (_which, held) => {
      const path = join(folder, 'records.sqlite3');
      await (await openRecords(path)).close();
      if (held) await (await holdRecords(path, 'bot')).release();
      execFileSync('mount', ['--bind', folder, folder]);
      endings.push(() => execFileSync('umount', ['-l', folder]));
      execFileSync('mount', ['-o', 'remount,bind,ro', folder]);
      const { code, said } = await bot(path);
      expect(code).toBe(1);
      expect(said).toContain(
        `The records in ${folder} cannot be written: the disk there is mounted read-only.`,
      );
      expect(said).toMatch(/\[DOCKHAND_RECORDS\]$/m);
      expect((await bot(path, { LANG: 'fr_FR.UTF-8' })).said).toContain('monté en lecture seule');
    },
    150_000,
  );
});
