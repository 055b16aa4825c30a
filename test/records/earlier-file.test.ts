import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { moveEarlierRecords } from '../../src/records/storage/earlier-file.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dockhand-earlier-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const guild = { id: '1', lesson: 'l', taRole: null, taChannel: null, classChannel: null };
const places = () => [join(folder, 'dockhand.sqlite3'), join(folder, 'records', 'dockhand.sqlite3')] as const;

async function write(file: string, id: string): Promise<void> {
  const records = await openRecords(file);
  await records.guilds.save({ ...guild, id });
  await records.close();
}

async function guildsIn(file: string): Promise<readonly string[]> {
  const records = await openRecords(file);
  const ids = (await records.guilds.all()).map(({ id }) => id);
  await records.close();
  return ids;
}

describe('records of an earlier version', () => {
  test('moves the records of an earlier version whole', async () => {
    const [from, to] = places();
    await write(from, 'old');
    expect(moveEarlierRecords(from, to)).toBe(true);
    expect(existsSync(from)).toBe(false);
    expect(await guildsIn(to)).toEqual(['old']);
  });

  test('stay where they are when there are newer ones', async () => {
    const [from, to] = places();
    await write(from, 'old');
    await write(to, 'new');
    expect(moveEarlierRecords(from, to)).toBe(false);
    expect(await guildsIn(to)).toEqual(['new']);
    expect(await guildsIn(from)).toEqual(['old']);
  });

  test('stay where they are while somebody uses them', async () => {
    const [from, to] = places();
    await write(from, 'old');
    const user = await openRecords(from);
    expect(() => moveEarlierRecords(from, to)).toThrow(/are in use: stop whatever uses them/);
    await user.guilds.save({ ...guild, id: 'later' });
    await user.close();
    expect(existsSync(to)).toBe(false);
    expect(moveEarlierRecords(from, to)).toBe(true);
    expect((await guildsIn(to)).toSorted()).toEqual(['later', 'old']);
  });

  test('creates no records when there are no earlier ones', () => {
    const [from, to] = places();
    expect(moveEarlierRecords(from, to)).toBe(false);
    expect(existsSync(to)).toBe(false);
  });
});
