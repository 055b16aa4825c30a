import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Classroom, openClassroom } from '../../classroom/server.ts';
import { openPostgres, type Postgres } from '../support/postgres.ts';
import { wireTo } from '../support/redis.ts';
import { full, seed } from '../support/sample.ts';
import { until } from '../support/until.ts';
import { DockhandProcess } from './support/dockhand-process.ts';
import { type RedisServer, startRedis } from './support/redis-server.ts';

/** A bot that is asked to stop ends by itself, even when a server that it uses is away or frozen; for Redis see redis-away.test.ts. */

/** A container's grace period is 45 s, and a process that has not ended after 40 s gives up. Milliseconds. */
const graceMs = 35_000;
const patience = 240_000;
/** PostgreSQL on one day and Discord on the next, both with DOCKHAND_FULL=1. */
const onDays = (n: number) => (full || (seed + n) % 2 === 0 ? test : test.skip);
const endings: (() => Promise<unknown>)[] = [];
let redis: RedisServer;
let server: Postgres;

beforeAll(async () => {
  [redis, server] = await Promise.all([startRedis(), openPostgres()]);
}, patience);
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
}, patience);
afterAll(async () => {
  await redis?.close();
  await server?.close();
}, patience);

interface Scene {
  readonly classroom: Classroom;
  /** A `dockhand bot` that has reported that it is ready. */
  readonly bot: DockhandProcess;
}

async function running(records: string): Promise<Scene> {
  const classroom = await openClassroom({ rateLimits: 'generous' });
  endings.push(() => classroom.close());
  const guild = classroom.addGuild({ name: 'Docker class' });
  const bot = new DockhandProcess(['bot'], {
    REDIS_URL: redis.url,
    DATABASE_URL: records,
    DISCORD_API_URL: classroom.api,
    DISCORD_TOKEN: classroom.token,
    DISCORD_GUILD_ID: guild.id,
  });
  endings.push(async () => (bot.running ? bot.kill() : undefined));
  await until(
    () => bot.said,
    (said) => /"event":"gateway\.ready"/.test(said),
    patience,
  );
  return { classroom, bot };
}

/**
 * Operations that it was still waiting for may fail after it has stopped, and be logged then: its last message is not always the stop.
 */
async function mustEnd({ bot }: Scene): Promise<void> {
  const took = await bot.stop(graceMs);
  const events = bot.lines.map((line) => /"event":"([^"]+)"/.exec(line)?.[1] ?? line.slice(0, 200));
  expect({ took, events: events.slice(-30) }).toEqual({
    took: expect.any(Number),
    events: expect.arrayContaining(['bot.stopped']),
  });
}

const sqlite = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-stopping-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'records.sqlite3');
};

onDays(0).each(['answers nothing any more', 'has gone'] as const)(
  'the bot ends by itself when it is asked to stop while PostgreSQL %s',
  async (how) => {
    const url = new URL(await server.database());
    const wire = await wireTo(url.href);
    endings.push(() => wire.close());
    url.port = new URL(wire.url).port;
    const scene = await running(url.href);
    if (how === 'has gone') wire.cut();
    else wire.hush();
    // It renews its leases every three seconds, so such a query is under way then.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await mustEnd(scene);
  },
  2 * patience,
);

onDays(1).each(['answers no request', 'has gone'] as const)(
  'the bot ends by itself when it is asked to stop while Discord %s',
  async (how) => {
    const scene = await running(await sqlite());
    if (how === 'has gone') await scene.classroom.close();
    else scene.classroom.faults.add({ slow: 10 * patience, times: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await mustEnd(scene);
  },
  2 * patience,
);
