import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HeldLeases, type HeldLeasesOptions } from '../../src/records/leases/held-leases.ts';
import { inspectLeases } from '../../src/records/leases/inspect-leases.ts';
import type { LeaseRecords } from '../../src/records/records.ts';
import { RecordsAway } from '../../src/records/storage/away.ts';
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
  options: Pick<HeldLeasesOptions, 'renewMs' | 'clocks'> = {},
): Promise<HeldLeases> {
  const held = await HeldLeases.open({
    ...{ records: { leases }, log: silent, lastsMs: minute, renewMs: 20 },
    ...options,
  });
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

  test('one bot of several does the maintenance, and another one when that has gone', async () => {
    const first = await bot(opened.records.leases);
    const second = await bot(opened.records.leases);
    await until(
      () => first.bots,
      (count) => count === 2,
      30_000,
    );
    expect([first.doesMaintenance, second.doesMaintenance]).toEqual([true, false]);
    await first.close();
    await until(() => second.doesMaintenance, Boolean, 30_000);
    expect(first.doesMaintenance).toBe(false);
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

/** Leases in memory that can be away or slow, or be taken by another bot. */
class Pretended implements LeaseRecords {
  away = false;
  others = 0;
  /** What a caller who takes this lease has to wait for. */
  readonly gates = new Map<string, Promise<void>>();
  /** The names that were asked for, in order. */
  readonly asked: string[] = [];
  readonly taken = new Map<string, string>();
  async take(name: string, owner: string): Promise<boolean> {
    this.asked.push(name);
    await this.gates.get(name);
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

/** The machine's clocks, controlled by the test. Milliseconds. */
class SetClocks {
  steady = 1_000;
  wall = 1_000_000;
  readonly read = (): readonly [number, number] => [this.steady, this.wall];
  /** Both advance, unless only one is given. */
  pass(ms: number, which: 'steady' | 'wall' | 'both' = 'both'): void {
    if (which !== 'wall') this.steady += ms;
    if (which !== 'steady') this.wall += ms;
  }
}

/** Resolves when a renewal that began after this call has ended. */
async function renewal(leases: HeldLeases): Promise<void> {
  for (let n = 0; n < 2; n += 1)
    await new Promise<void>((resolve) => {
      const stop = leases.onChange(() => {
        stop();
        resolve();
      });
    });
}

describe('leases that cannot be renewed', () => {
  let records: Pretended;
  let clocks: SetClocks;
  beforeEach(() => {
    records = new Pretended();
    clocks = new SetClocks();
  });
  /** Renewals do not depend on real time here: time passes only when the test says so. */
  const held = (renewMs = 5): Promise<HeldLeases> => bot(records, { clocks: clocks.read, renewMs });
  const never = 1_000_000_000;

  test('a lease that is not renewed is lost at the very moment when another bot may take it over', async () => {
    records.others = 1;
    const leases = await held();
    records.away = true;
    await renewal(leases);
    clocks.pass(minute - 1);
    expect(leases.doesMaintenance).toBe(true);
    clocks.pass(1);
    expect(leases.doesMaintenance).toBe(false);
    records.away = false;
    await renewal(leases);
    expect(leases.doesMaintenance).toBe(true);
  }, 60_000);

  test('a lease that is not renewed stays where the records are away and there is no other bot', async () => {
    const leases = await held();
    records.away = true;
    await renewal(leases);
    clocks.pass(1_000 * minute);
    await renewal(leases);
    expect(leases.doesMaintenance).toBe(true);
  }, 60_000);

  test('a lease that stayed while the records were away is lost when another bot has it by the time they are back', async () => {
    const leases = await held();
    records.away = true;
    await renewal(leases);
    clocks.pass(2 * minute);
    expect(leases.doesMaintenance).toBe(true);
    records.taken.set('chores', 'another');
    records.away = false;
    await renewal(leases);
    expect(leases.doesMaintenance).toBe(false);
  }, 60_000);

  test.each([
    ['a pause of the process', 'both'],
    ['the machine’s sleep, in which the steady clock stands', 'wall'],
    ['a wall clock that is set back meanwhile', 'steady'],
  ] as const)('a lease is lost after %s, before anything is asked', async (_, which) => {
    const leases = await held(never);
    const asked = records.asked.length;
    clocks.pass(minute - 1, which);
    expect(leases.doesMaintenance).toBe(true);
    clocks.pass(1, which);
    expect(leases.doesMaintenance).toBe(false);
    expect(records.asked).toHaveLength(asked);
  });

  test('a lease that is not renewed is lost when another bot has it', async () => {
    const leases = await held();
    expect(leases.doesMaintenance).toBe(true);
    records.taken.set('chores', 'another');
    await renewal(leases);
    expect(leases.doesMaintenance).toBe(false);
  }, 60_000);

  test('a lease that is released while its renewal is under way is not brought back by that', async () => {
    const leases = await held();
    expect(await leases.take('shard/0')).toBe(true);
    const { promise, resolve } = Promise.withResolvers<void>();
    records.gates.set('shard/0', promise);
    const before = records.asked.length;
    await until(
      () => records.asked.slice(before),
      (names) => names.includes('shard/0'),
      30_000,
    );
    const released = leases.release('shard/0');
    resolve();
    await released;
    await renewal(leases);
    expect(leases.holds('shard/0')).toBe(false);
    expect([...records.taken.keys()]).not.toContain('shard/0');
  }, 60_000);
});
