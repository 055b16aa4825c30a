import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { newId } from '../../src/submission/ids.ts';
import { dockhand } from '../cli/dockhand.ts';
import { verdictOf } from '../support/verdicts.ts';
import { onEachDatabase } from './databases.ts';

const ada = { guild: '100000000000000001', user: '200000000000000001' };
const submission = () => ({
  id: newId('s'),
  student: ada,
  lesson: { slug: 'l', digest: 'd' },
  files: { Dockerfile: 'FROM scratch\n' },
  receivedAt: Date.now(),
  reply: null,
});

/** Runs the command line beside this process, which goes on meanwhile: returns its exit code and output. */
const besides = (url: string, ...args: readonly string[]): Promise<readonly [number | null, string]> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/dockhand.js'), ...args], {
      env: { PATH: process.env.PATH ?? '', NO_COLOR: '1', DATABASE_URL: url },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    child.once('close', (code) => resolve([code, said]));
  });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dockhand-backup-'));
});
afterEach(() => rm(folder, { recursive: true }));

onEachDatabase((opened, database) => {
  const run = (...args: readonly string[]) => dockhand(args, { env: { DATABASE_URL: opened.url } });

  describe('a backup', () => {
    test('makes a complete backup during writes, and restores the records from it', async () => {
      const held = submission();
      await opened.records.submissions.create(held);
      await opened.records.submissions.judge(held.id, 1, verdictOf('passed'), 5);
      const file = join(folder, 'there', 'copy');
      // Writes during the backup may be in it or not, but never in part.
      let writing = true;
      const written: string[] = [];
      const writer = (async () => {
        while (writing) {
          const one = submission();
          await opened.records.submissions.create(one);
          await opened.records.submissions.judge(one.id, 1, verdictOf('failed'), 6);
          written.push(one.id);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();
      await new Promise((resolve) => setTimeout(resolve, 50));
      const before = written.length;
      expect(await besides(opened.url, 'backup', file)).toEqual([0, `The records are in ${file}.\n`]);
      // It did not block the writer.
      expect(written.length).toBeGreaterThan(before);
      writing = false;
      await writer;
      const after = submission();
      await opened.records.submissions.create(after);

      await opened.records.close();
      expect(run('restore', file).code).not.toBe(0);
      const restored = run('restore', file, '--force');
      expect(restored.err).toContain('The records are those of');
      expect(restored.code).toBe(0);
      await opened.reopen();
      expect(await opened.records.submissions.get(held.id)).toMatchObject({ verdict: { outcome: 'passed' } });
      expect(await opened.records.submissions.get(after.id)).toBeNull();
      for (const id of written) {
        const one = await opened.records.submissions.get(id);
        // Recording and judging are two transactions: each is there completely or not at all.
        if (one?.state === 'judged') expect(one.verdict?.outcome).toBe('failed');
      }
      await opened.records.submissions.create(after);
      expect((await opened.records.submissions.latest(ada, 'l'))?.id).toBe(after.id);
      if (database === 'SQLite') {
        const aside = join(dirname(opened.url), 'records.sqlite3.before-1');
        const old = await openRecords(aside);
        expect(await old.submissions.get(after.id)).not.toBeNull();
        await old.close();
      }
    }, 60_000);

    test('never replaces a file without --force', () => {
      const file = join(folder, 'copy');
      writeFileSync(file, 'precious');
      expect(run('backup', file)).toMatchObject({ code: 2, out: '' });
      expect(run('backup', file).err).toContain('is there already');
      expect(run('backup', file, '--force').code).toBe(0);
      expect(readdirSync(folder)).toEqual(['copy']);
    }, 60_000);
  });

  test('refuses to restore a file that is no backup', async () => {
    const held = submission();
    await opened.records.submissions.create(held);
    const file = join(folder, 'photo');
    writeFileSync(file, 'x'.repeat(10_000));
    expect(run('restore', file, '--force').code).toBe(2);
    expect(run('restore', join(folder, 'nothing'), '--force').err).toContain('is not there');
    expect(await opened.records.submissions.get(held.id)).not.toBeNull();
  }, 60_000);
});

test('refuses to back up records that are not there', () => {
  const file = join(folder, 'copy');
  const answer = dockhand(['backup', file], { env: { DATABASE_URL: join(folder, 'none.sqlite3') } });
  expect([answer.code, answer.err]).toEqual([
    2,
    `${join(folder, 'none.sqlite3')} is not there. [DOCKHAND_BACKUP]\n`,
  ]);
  expect(existsSync(file)).toBe(false);
});
