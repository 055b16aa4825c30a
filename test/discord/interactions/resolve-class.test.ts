import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CommandCall } from '../../../src/discord/interactions/command-call.ts';
import { RateLimiter } from '../../../src/discord/interactions/request-rate-limit.ts';
import { ClassResolver } from '../../../src/discord/interactions/resolve-class.ts';
import type { Records } from '../../../src/records/records.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';

const call = (guild: string | null): CommandCall => ({
  user: '7',
  guild,
  channel: '8',
  roles: [],
  manages: false,
  locale: 'en',
  at: 0,
  token: null,
});

let records: Records;
let asked: string[];
let members: Set<string>;
let now: number;
beforeEach(async () => {
  records = await openRecords(':memory:');
  asked = [];
  members = new Set();
  now = 0;
});
afterEach(() => records.close());

const whose = (...guilds: readonly string[]) =>
  new ClassResolver({
    records,
    usualLesson: 'usual',
    now: () => now,
    servers: {
      all: () => guilds.map((id) => ({ id, name: `class ${id}` })),
      isMember: async (guild) => {
        asked.push(guild);
        return members.has(guild);
      },
    },
  });

test('resolves a call in a server to that server without asking Discord', async () => {
  expect(await whose('1').resolve(call('1'))).toMatchObject({
    kind: 'student',
    student: { guild: '1', user: '7' },
  });
  expect(asked).toEqual([]);
});

test('resolves a DM to the only class that its sender is in', async () => {
  members.add('2');
  expect(await whose('1', '2').resolve(call(null))).toMatchObject({ student: { guild: '2' } });
});

test('gives a server that was never set up the default lesson', async () => {
  members.add('1');
  expect(await whose('1').resolve(call(null))).toMatchObject({ guild: { lesson: 'usual', taRole: null } });
  expect(await records.guilds.get('1')).toMatchObject({ lesson: 'usual' });
});

test('honours a chosen class as long as the student is a member', async () => {
  members.add('1').add('2');
  const of = whose('1', '2');
  expect(await of.resolve(call(null))).toMatchObject({ kind: 'choose' });
  await records.guilds.choose('7', '2');
  expect(await of.resolve(call(null))).toMatchObject({ student: { guild: '2' } });
  members.delete('2');
  now += 3_600_000;
  expect(await of.resolve(call(null))).toMatchObject({ student: { guild: '1' } });
});

test('caches memberships for a while', async () => {
  members.add('1');
  const of = whose('1');
  await of.resolve(call(null));
  await of.resolve(call(null));
  expect(asked).toEqual(['1']);
});

test('looks a missing membership up again soon', async () => {
  const of = whose('1');
  expect(await of.resolve(call(null))).toEqual({ kind: 'nobody' });
  members.add('1');
  now += 30_000;
  expect(await of.resolve(call(null))).toMatchObject({ kind: 'student' });
});

test('limits how fast one person can send requests', () => {
  const pace = new RateLimiter();
  const answers = Array.from({ length: 40 }, () => pace.allows('7', 0));
  expect(answers.filter((allowed) => allowed)).toHaveLength(20);
  expect(pace.allows('8', 0)).toBe(true);
  expect(pace.allows('7', 2_000)).toBe(true);
});

test('resolves the same call once, and the next one anew', async () => {
  members.add('1');
  const resolver = whose('1');
  let chosen = 0;
  const { chosenBy } = records.guilds;
  records = {
    ...records,
    guilds: {
      ...records.guilds,
      chosenBy: (user) => {
        chosen += 1;
        return chosenBy(user);
      },
    },
  };
  const counting = new ClassResolver({
    records,
    usualLesson: 'usual',
    servers: { all: () => [{ id: '1', name: 'class 1' }], isMember: async () => true },
  });
  const asking = call(null);
  expect(await counting.resolve(asking)).toEqual(await resolver.resolve(asking));
  await counting.resolve(asking);
  expect(chosen).toBe(1);
  await counting.resolve(call(null));
  expect(chosen).toBe(2);
});
