import { afterEach, describe, expect, test } from '@jest/globals';
import { BotCannotStart } from '../../../src/discord/gateway/login.ts';
import { ShardKeeper } from '../../../src/discord/gateway/shard-keeper.ts';
import { HeldLeases } from '../../../src/records/leases/held-leases.ts';
import type { LeaseInForce, LeaseRecords } from '../../../src/records/leases.ts';
import { silent } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

/** Leases in memory. A session may start at once: the five seconds between two are Discord's. */
class LeasesInMemory implements LeaseRecords {
  readonly #owners = new Map<string, string>();
  async take(name: string, owner: string): Promise<boolean> {
    if (name === 'session-start') return true;
    const holder = this.#owners.get(name) ?? owner;
    this.#owners.set(name, holder);
    return holder === owner;
  }
  async release(name: string, owner: string): Promise<void> {
    if (this.#owners.get(name) === owner) this.#owners.delete(name);
  }
  async inForce(beginning: string): Promise<readonly LeaseInForce[]> {
    return [...this.#owners]
      .filter(([name]) => name.startsWith(beginning))
      .map(([name, owner]) => ({ name, owner }));
  }
}

interface OneBot {
  readonly keeper: ShardKeeper;
  readonly answers: Set<number>;
  readonly refused: BotCannotStart[];
  readonly close: () => Promise<void>;
}

const bots: OneBot[] = [];
afterEach(async () => {
  for (const bot of bots.splice(0)) await bot.close();
});

async function openBot(
  leases: LeaseRecords,
  shards: number,
  begin: () => Promise<void> = async () => undefined,
): Promise<OneBot> {
  const held = await HeldLeases.open({ records: { leases }, log: silent, renewMs: 20 });
  const answers = new Set<number>();
  const refused: BotCannotStart[] = [];
  const keeper = new ShardKeeper({
    leases: held,
    wish: async () => shards,
    open: async ({ id }) => {
      await begin();
      answers.add(id);
    },
    close: async ({ id }) => void answers.delete(id),
    onRefused: (why) => refused.push(why),
    log: silent,
  });
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await keeper.close();
    answers.clear();
    await held.close();
  };
  const bot = { keeper, answers, refused, close };
  bots.push(bot);
  await keeper.start();
  return bot;
}

const answersSoon = ({ answers }: OneBot, shards: number) =>
  until(
    () => answers.size,
    (count) => count === shards,
    30_000,
  );

describe('shards of several bots', () => {
  test('shards are shared out evenly, each answered by one bot, and taken over from one that ends', async () => {
    const leases = new LeasesInMemory();
    const first = await openBot(leases, 3);
    expect([...first.answers]).toEqual([0, 1, 2]);
    const second = await openBot(leases, 7);
    await answersSoon(second, 1);
    expect(first.answers.size).toBe(2);
    expect(new Set([...first.answers, ...second.answers])).toEqual(new Set([0, 1, 2]));
    expect(second.keeper.count).toEqual({ own: 1, all: 3 });
    await first.close();
    await answersSoon(second, 3);
  }, 90_000);
});

describe('a login that fails', () => {
  const unreachable = new BotCannotStart('Cannot log in to Discord', false);
  const invalid = new BotCannotStart('Discord does not accept DISCORD_TOKEN');

  test('a failed login ends a bot that has answered nothing yet', async () => {
    const bot = await openBot(new LeasesInMemory(), 1, async () => {
      throw unreachable;
    });
    expect(bot.refused[0]).toBe(unreachable);
  });

  test.each([
    ['is tried again where Discord could not be reached while a bot took a share over', unreachable, 0],
    ['ends a bot whose token does not hold any more', invalid, 1],
  ])(
    'a failed login %s',
    async (_, why, ends) => {
      const leases = new LeasesInMemory();
      const first = await openBot(leases, 2);
      let failures = 0;
      let fails = false;
      const second = await openBot(leases, 2, async () => {
        if (!fails || failures === 2) return;
        failures += 1;
        throw why;
      });
      await answersSoon(second, 1);
      fails = true;
      await first.close();
      await answersSoon(second, 2);
      expect(failures).toBe(2);
      expect(second.refused.length > 0 ? 1 : 0).toBe(ends);
    },
    90_000,
  );
});
