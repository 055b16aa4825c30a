/**
 * How long the event loop of a bot is held up while a class of 500 is looked at: its page loaded again and again, three
 * windows with it open, a board open, and /class drawn in Discord, with a queue that moves all the time. The bot is the
 * real one, in a process of its own. What its event loop is held up is measured in time with the processor (hold-ups.ts),
 * because on a shared machine the wall clock's tail is the machine's; the wall clock's lag stands beside it.
 * `node bench/class/lag.ts [seconds]`. It ends with 1 when the promise is broken. The last line is JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { openClassroom } from '../../classroom/server.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import {
  jobId,
  type Progress,
  queueNames,
  type VerdictMessage,
  type VerifyJob,
} from '../../src/submission/job.ts';
import { startRedis } from '../../test/faults/support/redis-server.ts';
import { verdictOf } from '../../test/support/verdicts.ts';
import { Visitor } from '../../test/web/support.ts';
import { fillClass } from './fill.ts';
import type { HoldUps } from './hold-ups.ts';

const promised = { holdUpP99Ms: 50 } as const;
const students = 500;
const each = 20;
const seconds = Number(process.argv[2] ?? 60);
const prefix = 'lag';
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const port = await new Promise<number>((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
  });
});
// In memory if there is a RAM disk: ten thousand submissions, each written with a sync, take minutes on a real disk.
const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'dockhand-lag-'));
const redis = await startRedis({ fsync: 'everysec' });
const classroom = await openClassroom();
const guild = classroom.addGuild({ name: 'A large class' });
const general = classroom.addChannel(guild, { name: 'general' });
const role = classroom.addRole(guild, { name: 'TA' });
const assistants = Array.from({ length: 4 }, (_, i) =>
  classroom.join({ name: `Assistant ${i}`, guild, roles: [role], home: general }),
);
const people = Array.from({ length: students }, (_, i) =>
  classroom.join({ name: `Student number ${i}`, guild, home: general }),
);
classroom.allow(guild, 'class', role);

const database = join(folder, 'records.sqlite3');
const records = await openRecords(database);
say('filling the records …');
await fillClass(records, {
  guild: guild.id,
  lesson: 'backend-docker',
  users: people.map(({ id }) => id),
  each,
});
await records.close();

const token = 'the operator of a benchmark';
const url = `http://127.0.0.1:${port}`;
const bot = spawn(process.execPath, ['--import', './bench/class/hold-ups.ts', 'bin/dockhand.js', 'bot'], {
  cwd: join(import.meta.dirname, '../..'),
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  env: {
    ...process.env,
    DISCORD_TOKEN: classroom.token,
    DISCORD_API_URL: classroom.api,
    DISCORD_GUILD_ID: guild.id,
    TA_ROLE_ID: role.id,
    DATABASE_URL: database,
    REDIS_URL: redis.url,
    QUEUE_PREFIX: prefix,
    WEB_PORT: String(port),
    WEB_URL: url,
    WEB_TOKEN: token,
    LOG_LEVEL: 'warn',
  },
});
const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
};
const holdUps = async (): Promise<HoldUps> => {
  const [told] = await Promise.all([once(bot, 'message'), bot.send('since the last time')]);
  return told[0] as HoldUps;
};
for (let i = 0; ; i += 1) {
  const up = await fetch(`${url}/readyz`).catch(() => null);
  if (up?.ok) break;
  if (i > 300) throw new Error('the bot does not start');
  await sleep(100);
}

let over = false;
const loads: number[] = [];
const pictures: number[] = [];
let bytes = 0;
const board = `/s/${guild.id}`;

/** Reads a stream until everything is over; the page was rendered again for each chunk. */
async function open(visitor: Visitor, path: string): Promise<void> {
  const control = new AbortController();
  const answer = await visitor.go(path, {
    headers: { accept: 'text/event-stream' },
    signal: control.signal,
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  setTimeout(() => control.abort(), seconds * 1_000 + 1_000);
  try {
    for await (const piece of answer.body ?? []) bytes += piece.length;
  } catch {
    // Aborted: the measurement is over.
  }
}
const visitorOf = async (): Promise<Visitor> => {
  const visitor = new Visitor({ url, classroom });
  await visitor.signIn(token);
  return visitor;
};
const load = async (): Promise<void> => {
  const visitor = await visitorOf();
  while (!over) {
    const before = performance.now();
    const answer = await visitor.go(`${board}/class`);
    if (!answer.ok) throw new Error(`the class page: ${answer.status}`);
    await answer.text();
    loads.push(performance.now() - before);
    await sleep(400);
  }
};
const draw = async (): Promise<void> => {
  for (let i = 0; !over; i += 1) {
    const before = performance.now();
    const answer = await assistants[i % assistants.length]?.slash('/class');
    await answer?.untilFilled({ ms: 10_000 });
    pictures.push(performance.now() - before);
    await sleep(1_500);
  }
};
/** Somebody submits all the time and a worker reports progress, so every open page is rendered again. */
const connection = { url: redis.url, maxRetriesPerRequest: null };
const verdicts = new Queue<VerdictMessage>(queueNames.verdicts, { connection, prefix });
const worker = new Worker<VerifyJob>(
  queueNames.verify,
  async (job) => {
    for (const phase of ['build', 'run', 'probe'] as const) {
      const told: Progress = { v: 1, phase, step: null, done: [], worker: 'bench' };
      await job.updateProgress(told);
      await sleep(200);
    }
    const { submission, run } = job.data;
    const verdict = verdictOf('passed');
    await verdicts.add('verdict', { v: 1, submission, run, verdict }, { jobId: jobId(job.data) });
  },
  { connection, prefix, concurrency: 2 },
);
const move = async (): Promise<void> => {
  for (let i = 0; !over; i += 1) {
    const bytes = Buffer.from(`# ${i}\nFROM python:3.12-slim\n`);
    await people[i % people.length]?.command('verify', { dockerfile: { name: 'Dockerfile', bytes } });
    await sleep(700);
  }
};

const first = await visitorOf();
await first.go(`${board}/class`);
say('the names of all are asked for …');
await sleep(15_000);
const asking = await holdUps();
await sleep(5_000);
const idle = await holdUps();
await metric('nodejs_eventloop_lag_p99_seconds');
say(
  `held up (p99): ${asking.p99} ms while names are asked for, ${idle.p99} ms idle; now ${seconds} s of looking …`,
);
const windows = [];
for (const path of ['/live/class', '/live/class', '/live/class', '/live'])
  windows.push(open(await visitorOf(), `${board}${path}`));
const working = [load(), draw(), move(), ...windows];
await sleep(seconds * 1_000);
const looking = await holdUps();
const wall = (await metric('nodejs_eventloop_lag_p99_seconds')) * 1e3;
over = true;
await Promise.all(working);
bot.kill('SIGTERM');
await once(bot, 'exit');
await worker.close();
await verdicts.close();
await classroom.close();
await redis.close();
await rm(folder, { recursive: true, force: true });
const median = (all: readonly number[]): number =>
  Math.round(all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN);
process.stdout.write(
  `${JSON.stringify({
    students,
    submissions: students * each,
    pagesLoaded: loads.length,
    pageMs: median(loads),
    picturesDrawn: pictures.length,
    pictureMs: median(pictures),
    shownLiveMB: Math.round(bytes / 1e5) / 10,
    holdUpMs: { idle, whileNamesAreAskedFor: asking, whileLookedAt: looking },
    wallClockLagP99Ms: Math.round(wall * 10) / 10,
    promised,
  })}\n`,
);
process.exitCode = looking.p99 < promised.holdUpP99Ms ? 0 : 1;
