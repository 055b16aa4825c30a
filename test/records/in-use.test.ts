import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { holdRecords, type RecordsHold } from '../../src/records/storage/in-use.ts';
import { DockhandProcess } from '../faults/support/dockhand-process.ts';
import { until } from '../support/until.ts';
import { onEachDatabase } from './databases.ts';

let folder = '';
const holds: RecordsHold[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-in-use-'));
});
afterEach(async () => {
  for (const hold of holds.splice(0)) await hold.release();
  await rm(folder, { recursive: true, force: true });
});

async function hold(url: string, manner: 'bot' | 'alone'): Promise<RecordsHold> {
  const held = await holdRecords(url, manner);
  holds.push(held);
  return held;
}

onEachDatabase((opened, database) => {
  const run = async (...args: string[]): Promise<{ readonly code: unknown; readonly said: string }> => {
    const process = new DockhandProcess(args, { DATABASE_URL: opened.url });
    return { code: await process.ended(60_000), said: process.said };
  };

  describe('records that a bot uses', () => {
    test('records of a bot are used by another bot in PostgreSQL only, and by nobody alone', async () => {
      await hold(opened.url, 'bot');
      if (database === 'PostgreSQL') await hold(opened.url, 'bot');
      else
        await expect(holdRecords(opened.url, 'bot')).rejects.toThrow(
          /^Another bot uses the records in .*records\.sqlite3, and an SQLite file serves one bot: .*PostgreSQL/,
        );
      await expect(holdRecords(opened.url, 'alone')).rejects.toThrow(
        /A bot uses these records. Stop it first/,
      );
    }, 30_000);

    test('records of a bot are not replaced by a backup, even with --force; after the bot ended they are', async () => {
      const file = join(folder, 'copy');
      const bot = await hold(opened.url, 'bot');
      expect((await run('backup', file)).code).toBe(0);
      const refused = await run('restore', '--force', file);
      expect(refused.code).not.toBe(0);
      expect(refused.said).toMatch(/A bot uses these records\. Stop it first.*\[DOCKHAND_RECORDS\]/);
      await bot.release();
      await opened.records.close();
      expect(await run('restore', '--force', file)).toMatchObject({ code: 0 });
    }, 120_000);

    test('records of a bot are free again when the bot’s process was killed', async () => {
      const script = `const { holdRecords } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/records/storage/in-use.ts'))}); await holdRecords(${JSON.stringify(opened.url)}, 'bot'); console.log('held'); setInterval(() => {}, 1000);`;
      const bot = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '--no-warnings' },
      });
      await new Promise((resolve) => bot.stdout.once('data', resolve));
      await expect(holdRecords(opened.url, 'alone')).rejects.toThrow(/A bot uses these records/);
      const gone = new Promise((resolve) => bot.once('exit', resolve));
      bot.kill('SIGKILL');
      await gone;
      await until(
        () =>
          hold(opened.url, 'alone').then(
            () => true,
            () => false,
          ),
        Boolean,
        20_000,
      );
    }, 60_000);
  });

  test('a bot does not start while a backup is put in the place of its records', async () => {
    await hold(opened.url, 'alone');
    await expect(holdRecords(opened.url, 'bot')).rejects.toThrow(/A backup is being put in the place/);
  }, 30_000);
});
