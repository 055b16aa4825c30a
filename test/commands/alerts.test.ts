import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Person, textOf } from '../../classroom/server.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { type RedisServer, startRedis } from '../faults/support/redis-server.ts';
import { openSmallDisk, type SmallDisk } from '../faults/support/small-disk.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { openStaffedClass, type StaffedClass } from '../support/staffed-class.ts';
import { startTestWorker, type TestWorker } from '../support/test-worker.ts';
import { until } from '../support/until.ts';
import { verdictOf } from '../support/verdicts.ts';

jest.setTimeout(120_000);

/**
 * An alert is posted in the staff channel once, and marked as over when its cause is gone. Every cause is real: a killed Redis, a full
 * disk, silent boxes, a worker's verdicts. Only the clock is advanced.
 */

const lesson = 'backend-docker';
const minutes = (n: number): number => n * 60_000;

/** Watches alerts in a staff channel. */
function watchAlerts(room: StaffedClass) {
  const sees = (words: string) =>
    room.classServer.tess.sees(room.staff).filter((one) => textOf(one).includes(words));
  return {
    /** Waits for the alert; it has to stay the only one for several rounds, and must not mention anybody. */
    raised: async (words: string): Promise<string> => {
      const message = await room.waitForStaffMessage(words, 40_000);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(sees(words).map(textOf)).toHaveLength(1);
      expect(message.mentions).toEqual([]);
      return message.id;
    },
    /** Waits until the same message says that it is over. */
    over: async (id: string, words: string): Promise<void> => {
      const cleared = await room.classServer.tess.waitFor(
        (one) => one.id === id && textOf(one).includes('✅ Over'),
        { where: room.staff, ms: 40_000 },
      );
      expect(textOf(cleared)).toContain(words);
    },
  };
}

/** Advances the clock, but not the timers. */
const putClockForward = (ms: number): void => {
  const real = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => real() + ms);
};
afterEach(() => {
  jest.restoreAllMocks();
});

describe('with a queue and workers', () => {
  let redis: RedisServer;
  let room: StaffedClass;
  let testWorker: TestWorker | null = null;
  let see: ReturnType<typeof watchAlerts>;
  /** The verdict on a Dockerfile by its first line. */
  const outcomes = new Map<string, Verdict>();

  beforeAll(async () => {
    redis = await startRedis({ fsync: 'everysec' });
    room = await openStaffedClass({ redis: redis.url });
    see = watchAlerts(room);
  });
  afterAll(async () => {
    await testWorker?.close();
    await room.classServer.close();
    await redis.close();
  });

  const work = async (): Promise<TestWorker> => {
    testWorker = await startTestWorker(
      { redisUrl: redis.url, prefix: room.classServer.prefix },
      'lab-1',
      async (files) => {
        const line = String(files.Dockerfile).split('\n')[0] ?? '';
        return outcomes.get(line) ?? verdictOf('passed');
      },
    );
    return testWorker;
  };
  const student = (name: string): Person =>
    room.classServer.classroom.join({ name, guild: room.classServer.guild, home: room.classServer.general });
  const submit = async (who: Person, line: string): Promise<void> => {
    const bytes = Buffer.from(`${line}\nFROM python:3.12-slim\n`);
    const answer = await who.command('verify', { dockerfile: { name: 'Dockerfile', bytes } });
    await answer.untilFilled();
  };
  const judged = (who: Person): Promise<unknown> =>
    until(
      () =>
        room.classServer.records.submissions.latest(
          { guild: room.classServer.guild.id, user: who.id },
          lesson,
        ),
      (one) => one?.state === 'judged',
      60_000,
    );

  test('raises alerts while no worker is connected and a verification waits', async () => {
    const ada = student('Ada L');
    await submit(ada, '# waits');
    const nobody = await see.raised('No worker is connected and 1 verification waits');
    putClockForward(minutes(11));
    const old = await see.raised('has waited for 11 minutes');
    jest.restoreAllMocks();
    await work();
    await judged(ada);
    await see.over(nobody, 'no worker was connected');
    await see.over(old, 'a verification waited for long');
  });

  test('raises an alert when a worker reports a silent box', async () => {
    const [box] = testWorker?.boxes ?? [];
    if (box === undefined) throw new Error('no box');
    box.silent = true;
    const id = await see.raised('1 of 2 sandbox boxes does not answer');
    box.silent = false;
    await see.over(id, 'boxes did not answer');
  });

  test('raises an alert when many verifications end in errors of ours', async () => {
    outcomes.set('# breaks', { ...verdictOf('error'), reason: 'engine-away' });
    const people = Array.from({ length: 10 }, (_, i) => student(`Broken ${i}`));
    for (const [i, who] of people.entries()) await submit(who, i < 4 ? '# breaks' : '# fine');
    for (const who of people) await judged(who);
    const id = await see.raised('verifications broke down on our side');
    putClockForward(minutes(40));
    await see.over(id, 'many verifications broke down');
  });

  test('raises an alert with the TODO at which many students fail', async () => {
    outcomes.set('# alike', { ...verdictOf('failed'), reason: 'not-executable', todo: 5 });
    const people = Array.from({ length: 7 }, (_, i) => student(`Alike ${i}`));
    for (const who of people) await submit(who, '# alike');
    for (const who of people) await judged(who);
    const id = await see.raised('students fail at TODO 5 within the last 20 minutes: script not executable');
    putClockForward(minutes(25));
    await see.over(id, 'many students failed alike');
  });

  test('raises an alert while Redis is full', async () => {
    await redis.fill();
    const who = student('Full');
    await submit(who, '# full');
    // A single refusal does not count yet; it has to last.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    putClockForward(minutes(2));
    const id = await see.raised('answers, but takes nothing in');
    jest.restoreAllMocks();
    await redis.empty();
    // Reconnect at once instead of in the next round.
    await redis.ask.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await judged(who);
    await see.over(id, 'the queue took nothing in');
    // The cut connections may have raised an alert as well.
    await until(
      () => room.classServer.records.alerts.open(room.classServer.guild.id),
      (open) => open.every(({ key }) => !key.startsWith('queue-')),
      20_000,
    );
  });

  test('raises an alert while Redis is down', async () => {
    await redis.kill();
    const id = await see.raised('does not answer. Submissions are recorded');
    // Alerts that were open before must not be marked as over while Redis is down.
    await redis.start();
    await see.over(id, 'the queue did not answer');
  });

  test('neither repeats nor forgets an alert when the bot restarts', async () => {
    await testWorker?.close();
    testWorker = null;
    const who = student('Late');
    await submit(who, '# late');
    const id = await see.raised('No worker is connected and 1 verification waits');
    await room.classServer.restart();
    await see.raised('No worker is connected and 1 verification waits');
    await work();
    await see.over(id, 'no worker was connected');
  });
});

describe('with the records in a file', () => {
  let room: StaffedClass;
  let disk: SmallDisk | null;
  let folder: string;
  let see: ReturnType<typeof watchAlerts>;
  beforeAll(async () => {
    disk = await openSmallDisk(24);
    folder = disk?.folder ?? (await mkdtemp(join(tmpdir(), 'dockhand-alerts-')));
    room = await openStaffedClass({ database: join(folder, 'records.sqlite3') });
    see = watchAlerts(room);
  });
  afterAll(async () => {
    await room.classServer.close();
    await disk?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('raises an alert while another program locks the database', async () => {
    const other = new DatabaseSync(join(folder, 'records.sqlite3'));
    other.exec('BEGIN IMMEDIATE');
    const id = await see.raised('another program holds it');
    other.exec('COMMIT');
    other.close();
    await see.over(id, 'the database could not be used');
  });

  test('raises an alert once while the disk is full, although it cannot record that', async () => {
    if (disk === null) return;
    await disk.fill();
    const id = await see.raised('The disk of the machine with the records is 100% full');
    await disk.empty();
    await see.over(id, 'the disk was nearly full');
  });
});

describe('with the records in PostgreSQL', () => {
  let server: Postgres;
  let room: StaffedClass;
  beforeAll(async () => {
    server = await openPostgres();
    room = await openStaffedClass({ database: await server.database() });
  });
  afterAll(async () => {
    await room.classServer.close();
    await server.close();
  });

  test('raises an alert while PostgreSQL is down', async () => {
    const see = watchAlerts(room);
    await room.waitForStaffMessage('The board');
    await server.kill();
    const id = await see.raised('The database does not answer');
    await server.start();
    await see.over(id, 'the database could not be used');
  });
});
