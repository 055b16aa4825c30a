import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { type RedisServer, startRedis } from '../faults/support/redis-server.ts';
import { openSmallDisk, type SmallDisk } from '../faults/support/small-disk.ts';
import { type Crew, openCrew } from '../support/crew.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';
import { openStaffed, type Staffed } from './staff.ts';

jest.setTimeout(120_000);

/**
 * What is wrong is told in the staff channel, once, and taken back when it is over. Each trouble has its real cause:
 * a Redis that is killed, a disk that is full, boxes that fall silent, a worker's verdicts. Only time is made to pass.
 */

const lesson = 'backend-docker';
const minutes = (n: number): number => n * 60_000;

/** Watches how often something is said in a staff channel, and waits for it to be taken back. */
function watching(room: Staffed) {
  /** The board says some of it too, in words of its own. */
  const sees = (words: string) =>
    room.school.tess.sees(room.staff).filter((one) => textOf(one).includes(words));
  return {
    /** The alert is there, stays the only one while several looks go by, and pings nobody. */
    raised: async (words: string): Promise<string> => {
      const message = await room.told(words, 40_000);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(sees(words).map(textOf)).toHaveLength(1);
      expect(message.mentions).toEqual([]);
      return message.id;
    },
    /** The same message says that it is over, and no other does. */
    over: async (id: string, words: string): Promise<void> => {
      const cleared = await room.school.tess.waitFor(
        (one) => one.id === id && textOf(one).includes('✅ Over'),
        { where: room.staff, ms: 40_000 },
      );
      expect(textOf(cleared)).toContain(words);
    },
  };
}

/** Time goes by for everybody but the timers. */
const later = (ms: number): void => {
  const real = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => real() + ms);
};
afterEach(() => {
  jest.restoreAllMocks();
});

describe('with a queue and workers', () => {
  let redis: RedisServer;
  let room: Staffed;
  let crew: Crew | null = null;
  let see: ReturnType<typeof watching>;
  /** What comes out of a Dockerfile with that first line. */
  const outcomes = new Map<string, Verdict>();

  beforeAll(async () => {
    redis = await startRedis({ fsync: 'everysec' });
    room = await openStaffed({ redis: redis.url });
    see = watching(room);
  });
  afterAll(async () => {
    await crew?.close();
    await room.school.close();
    await redis.close();
  });

  const work = async (): Promise<Crew> => {
    crew = await openCrew({ redisUrl: redis.url, prefix: room.school.prefix }, 'lab-1', async (files) => {
      const line = String(files.Dockerfile).split('\n')[0] ?? '';
      return outcomes.get(line) ?? verdictOf('passed');
    });
    return crew;
  };
  const student = (name: string): Person =>
    room.school.classroom.join({ name, guild: room.school.guild, home: room.school.general });
  const handIn = async (who: Person, line: string): Promise<void> => {
    const bytes = Buffer.from(`${line}\nFROM python:3.12-slim\n`);
    const answer = await who.command('verify', { dockerfile: { name: 'Dockerfile', bytes } });
    await answer.untilFilled();
  };
  const judged = (who: Person): Promise<unknown> =>
    until(
      () => room.school.records.submissions.latest({ guild: room.school.guild.id, user: who.id }, lesson),
      (one) => one?.state === 'judged',
      60_000,
    );

  test('nobody verifies, and the oldest waits: told while it is so', async () => {
    const ada = student('Ada L');
    await handIn(ada, '# waits');
    const nobody = await see.raised('No worker is connected and 1 verification waits');
    later(minutes(11));
    const old = await see.raised('has waited for 11 minutes');
    jest.restoreAllMocks();
    await work();
    await judged(ada);
    await see.over(nobody, 'no worker was connected');
    await see.over(old, 'a verification waited for long');
  });

  test('a box that answers nothing, as its worker reports it', async () => {
    const [box] = crew?.boxes ?? [];
    if (box === undefined) throw new Error('no box');
    box.silent = true;
    const id = await see.raised('1 of 2 sandbox boxes does not answer');
    box.silent = false;
    await see.over(id, 'boxes did not answer');
  });

  test('many break down on our side', async () => {
    outcomes.set('# breaks', { ...verdictOf('error'), reason: 'engine-away' });
    const people = Array.from({ length: 10 }, (_, i) => student(`Broken ${i}`));
    for (const [i, who] of people.entries()) await handIn(who, i < 4 ? '# breaks' : '# fine');
    for (const who of people) await judged(who);
    const id = await see.raised('verifications broke down on our side');
    later(minutes(40));
    await see.over(id, 'many verifications broke down');
  });

  test('the same failure of many students, with the TODO that they fail at', async () => {
    outcomes.set('# alike', { ...verdictOf('failed'), reason: 'not-executable', todo: 5 });
    const people = Array.from({ length: 7 }, (_, i) => student(`Alike ${i}`));
    for (const who of people) await handIn(who, '# alike');
    for (const who of people) await judged(who);
    const id = await see.raised('students fail at TODO 5 with `not-executable` within the last 20 minutes');
    later(minutes(25));
    await see.over(id, 'many students failed alike');
  });

  test('Redis is full and takes nothing in, until there is room again', async () => {
    await redis.fill();
    const who = student('Full');
    await handIn(who, '# full');
    // Seen once without a job, it is refused for real only when that does not pass.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    later(minutes(2));
    const id = await see.raised('answers, but takes nothing in');
    jest.restoreAllMocks();
    await redis.empty();
    // At once instead of in the next minute's round.
    await redis.ask.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await judged(who);
    await see.over(id, 'the queue took nothing in');
    // That the connections were cut may have been noticed too.
    await until(
      () => room.school.records.alerts.open(room.school.guild.id),
      (open) => open.every(({ key }) => !key.startsWith('queue-')),
      20_000,
    );
  });

  test('Redis is killed, and comes back', async () => {
    await redis.kill();
    const id = await see.raised('does not answer. Submissions are recorded');
    // What was open before is not called over only because nobody can look.
    await redis.start();
    await see.over(id, 'the queue did not answer');
  });

  test('a restart of the bot repeats nothing, and what is over meanwhile is taken back', async () => {
    await crew?.close();
    crew = null;
    const who = student('Late');
    await handIn(who, '# late');
    const id = await see.raised('No worker is connected and 1 verification waits');
    await room.school.restart();
    await see.raised('No worker is connected and 1 verification waits');
    await work();
    await see.over(id, 'no worker was connected');
  });
});

describe('with the records in a file', () => {
  let room: Staffed;
  let disk: SmallDisk | null;
  let folder: string;
  let see: ReturnType<typeof watching>;
  beforeAll(async () => {
    disk = await openSmallDisk(24);
    folder = disk?.folder ?? (await mkdtemp(join(tmpdir(), 'dockhand-alerts-')));
    room = await openStaffed({ database: join(folder, 'records.sqlite3') });
    see = watching(room);
  });
  afterAll(async () => {
    await room.school.close();
    await disk?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('another program holds them', async () => {
    const other = new DatabaseSync(join(folder, 'records.sqlite3'));
    other.exec('BEGIN IMMEDIATE');
    const id = await see.raised('another program holds it');
    other.exec('COMMIT');
    other.close();
    await see.over(id, 'the database could not be used');
  });

  test('their disk is full to the last byte: told once though nothing can be written down', async () => {
    if (disk === null) return;
    await disk.fill();
    const id = await see.raised('The disk of the machine with the records is 100 % full');
    await disk.empty();
    await see.over(id, 'the disk was nearly full');
  });
});

describe('with the records in PostgreSQL', () => {
  let server: Postgres;
  let room: Staffed;
  beforeAll(async () => {
    server = await openPostgres();
    room = await openStaffed({ database: await server.database() });
  });
  afterAll(async () => {
    await room.school.close();
    await server.close();
  });

  test('its server is killed, and comes back', async () => {
    const see = watching(room);
    await room.told('The board');
    await server.kill();
    const id = await see.raised('The database does not answer');
    await server.start();
    await see.over(id, 'the database could not be used');
  });
});
