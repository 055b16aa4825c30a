import { afterEach, describe, expect, test } from '@jest/globals';
import { RecordsAway } from '../../src/records/away.ts';
import { HeldLeases } from '../../src/records/held-leases.ts';
import { inspectLeases } from '../../src/records/inspect-leases.ts';
import type { LeaseRecords } from '../../src/records/records.ts';
import { silent } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { onEachDatabase } from './databases.ts';

const minute = 60_000;
const open: HeldLeases[] = [];
afterEach(async () => {
  for (const leases of open.splice(0)) await leases.close();
});

async function bot(
  leases: LeaseRecords,
  { lastsMs = minute, renewMs = 20 }: { readonly lastsMs?: number; readonly renewMs?: number } = {},
): Promise<HeldLeases> {
  const held = await HeldLeases.open({ records: { leases }, log: silent, lastsMs, renewMs });
  open.push(held);
  return held;
}

onEachDatabase((opened, database) => {
  test('the bots that live and the shards that nobody answers can be read from outside', async () => {
    if (database === 'SQLite') {
      expect(await inspectLeases(opened.url)).toBeNull();
      return;
    }
    expect(await inspectLeases(opened.url)).toEqual({ bots: 0, shards: 0, unanswered: [] });
    const first = await bot(opened.records.leases);
    await bot(opened.records.leases);
    await first.agree('shard-count', async () => '3');
    await first.take('shard/1');
    expect(await inspectLeases(opened.url)).toEqual({ bots: 2, shards: 3, unanswered: [0, 2] });
  });

  test('a lease is one bot’s until it is released or over, by the database’s clock', async () => {
    const { leases } = opened.records;
    expect(await leases.take('shard/0', 'a', minute)).toBe(true);
    expect(await leases.take('shard/0', 'b', minute)).toBe(false);
    expect(await leases.take('shard/0', 'a', minute)).toBe(true);
    await leases.release('shard/0', 'b');
    expect(await leases.take('shard/0', 'b', minute)).toBe(false);
    await leases.release('shard/0', 'a');
    expect(await leases.take('shard/0', 'b', -1)).toBe(true);
    expect(await leases.take('shard/0', 'a', minute)).toBe(true);
    expect(await leases.inForce('shard/')).toEqual([{ name: 'shard/0', owner: 'a' }]);
    expect(await leases.inForce('shard/1')).toEqual([]);
  });

  test('a lease that many want at the same moment is one bot’s', async () => {
    const { leases } = opened.records;
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => leases.take('shard/0', String(n), minute)),
    );
    expect(all.filter(Boolean)).toHaveLength(1);
  });

  test('one bot of several does the chores, and another one when that has gone', async () => {
    const first = await bot(opened.records.leases);
    const second = await bot(opened.records.leases);
    await until(
      () => first.bots,
      (count) => count === 2,
      30_000,
    );
    expect([first.doesChores, second.doesChores]).toEqual([true, false]);
    await first.close();
    await until(() => second.doesChores, Boolean, 30_000);
    expect(first.doesChores).toBe(false);
  }, 60_000);

  test('bots agree on what the first one said, as long as that lasts, and the others are not asked', async () => {
    const [first, second] = [await bot(opened.records.leases), await bot(opened.records.leases)];
    let asked = 0;
    const wish = (word: string) => async (): Promise<string> => {
      asked += 1;
      return word;
    };
    expect(await first.agree('shards', wish('4'))).toBe('4');
    expect(await second.agree('shards', wish('8'))).toBe('4');
    expect(await first.agree('shards', wish('8'))).toBe('4');
    expect(asked).toBe(1);
  });

  test('a lease that is released while it is renewed stays released', async () => {
    const { leases } = opened.records;
    const first = await bot(leases, { renewMs: 1 });
    for (let n = 0; n < 20; n += 1) {
      const name = `shard/${n}`;
      expect(await first.take(name)).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, n % 5));
      await first.release(name);
      expect(first.holds(name)).toBe(false);
    }
    const renewed = new Promise<void>((resolve) => {
      const stop = first.onChange(() => {
        stop();
        resolve();
      });
    });
    await renewed;
    expect(await leases.inForce('shard/')).toEqual([]);
  }, 60_000);

  test('turns of the same name are one after the other, also after one that failed', async () => {
    const bots = [await bot(opened.records.leases), await bot(opened.records.leases)];
    let inside = 0;
    let most = 0;
    const work = async (n: number): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
      if (n === 1) throw new Error('fails');
    };
    const all = await Promise.allSettled(
      [0, 1, 2, 3].map((n) => bots[n % 2]?.inTurn('turn/ada', () => work(n))),
    );
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(most).toBe(1);
  });
});

/** Leases in memory that can be away, or taken by somebody else. */
class Pretended implements LeaseRecords {
  away = false;
  others = 0;
  readonly taken = new Map<string, string>();
  async take(name: string, owner: string): Promise<boolean> {
    if (this.away) throw new RecordsAway('away', 'no answer');
    const holder = this.taken.get(name) ?? owner;
    this.taken.set(name, holder);
    return holder === owner;
  }
  async release(name: string): Promise<void> {
    this.taken.delete(name);
  }
  async inForce(): Promise<readonly { readonly name: string; readonly owner: string }[]> {
    return Array.from({ length: 1 + this.others }, (_, n) => ({ name: `bot/${n}`, owner: String(n) }));
  }
}

describe('leases that cannot be renewed', () => {
  const soon = { lastsMs: 60, renewMs: 20 };
  const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

  test('a lease that is not renewed is lost when another bot may take it over', async () => {
    const records = new Pretended();
    records.others = 1;
    const leases = await bot(records, soon);
    expect(leases.doesChores).toBe(true);
    records.away = true;
    await until(
      () => leases.doesChores,
      (does) => !does,
      30_000,
    );
    records.away = false;
    await until(() => leases.doesChores, Boolean, 30_000);
  }, 60_000);

  test('a lease that is not renewed stays where the records are away and there is no other bot', async () => {
    const records = new Pretended();
    const leases = await bot(records, soon);
    records.away = true;
    await until(() => records.away && leases.holds('chores'), Boolean, 30_000);
    await later();
    expect(leases.doesChores).toBe(true);
  }, 60_000);

  test('a lease that is not renewed is lost after a pause of the process, before anything is asked', async () => {
    const leases = await bot(new Pretended(), { lastsMs: 60, renewMs: 1_000_000 });
    const end = performance.now() + 100;
    while (performance.now() < end);
    expect(leases.doesChores).toBe(false);
  });

  test('a lease that is not renewed is lost when another bot has it', async () => {
    const records = new Pretended();
    const leases = await bot(records, { lastsMs: minute, renewMs: 20 });
    records.taken.set('chores', 'another');
    await until(
      () => leases.doesChores,
      (does) => !does,
      30_000,
    );
  }, 60_000);
});
