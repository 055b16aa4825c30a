import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import {
  type Channel,
  type Classroom,
  type ClassroomGuild,
  type ClassroomRole,
  openClassroom,
  type Person,
} from '../../classroom/server.ts';
import { botCommands } from '../../commands/index.ts';
import { openChecker } from '../../src/check/check.ts';
import type { TextReader } from '../../src/checker/text-reader.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { Bot } from '../../src/discord/gateway/bot.ts';
import { openLibrary } from '../../src/library/library.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import { redisKeys } from '../../src/queue/redis-keys.ts';
import type { Records, Submission } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import type { SubmittedFiles } from '../../src/submission/files.ts';
import type { Progress, VerifyJob } from '../../src/submission/job.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { openBotWebServer } from '../../src/web/bot-web-server.ts';
import { BotMetrics } from '../../src/web/metrics/bot-metrics.ts';
import { accepted } from '../desk/scene.ts';
import { freePort } from '../support/free-port.ts';
import { readAtOnce } from '../support/reading.ts';
import { newPrefix, redisUrl, silent, type Wire, wireTo } from '../support/redis.ts';
import { until } from '../support/until.ts';

export const token = 'a token for the operator';
export const scrapeToken = 'a token for the scraper';

/** A class and another one, with the real bot in both, and its staff pages. */
export interface StaffRoom {
  readonly url: string;
  readonly classroom: Classroom;
  readonly guild: ClassroomGuild;
  readonly other: ClassroomGuild;
  readonly taRole: ClassroomRole;
  readonly staffChannel: Channel;
  /** A student of `guild`. */
  readonly ada: Person;
  /** A teaching assistant of `guild`. */
  readonly tess: Person;
  /** A teaching assistant of `other`. */
  readonly tom: Person;
  readonly records: Records;
  readonly desk: Desk;
  readonly wire: Wire;
  /** Closes the staff pages and opens them again, as a restart does; the records stay. */
  readonly restartPages: () => Promise<void>;
  readonly logged: () => string;
  /** Waits until a message arrives in the staff channel. */
  readonly staff: (what: string) => Promise<void>;
  /** A student submits files, and the records have what they would have. */
  readonly handIn: (student: Person, files?: SubmittedFiles, guild?: ClassroomGuild) => Promise<Submission>;
  readonly judge: (submission: Submission, verdict: Verdict) => Promise<void>;
  /** A worker that sends a heartbeat; `take` makes it take the next job and hold it. */
  readonly worker: (id: string) => Promise<{ readonly tell: (progress: Partial<Progress>) => Promise<void> }>;
  readonly close: () => Promise<void>;
}

export async function openStaffRoom(
  changes: Readonly<Record<string, string | undefined>> = {},
  /** How texts are parsed; by default in the test's own process. */
  readingOf?: (records: Records) => Promise<TextReader>,
): Promise<StaffRoom> {
  const classroom = await openClassroom();
  const guild = classroom.addGuild({ name: 'Docker class' });
  const other = classroom.addGuild({ name: 'Another class' });
  const general = classroom.addChannel(guild, { name: 'general' });
  const staff = classroom.addChannel(guild, { name: 'staff' });
  const elsewhere = classroom.addChannel(other, { name: 'general' });
  const taRole = classroom.addRole(guild, { name: 'TA' });
  const otherRole = classroom.addRole(other, { name: 'Tutor' });
  const ada = classroom.join({ name: 'Ada', guild, home: general });
  const tess = classroom.join({ name: 'Tess', guild, roles: [taRole], home: general });
  const tom = classroom.join({ name: 'Tom', guild: other, roles: [otherRole], home: elsewhere });
  const wire = await wireTo(redisUrl());
  const prefix = newPrefix();
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  classroom.allowRedirect(`${url}/sign-in/discord/back`);
  const settings = readSettings({
    DISCORD_TOKEN: classroom.token,
    DISCORD_API_URL: classroom.api,
    DISCORD_GUILD_ID: guild.id,
    DISCORD_SERVERS: other.id,
    TA_ROLE_ID: taRole.id,
    TA_CHANNEL_ID: staff.id,
    DISCORD_CLIENT_SECRET: classroom.clientSecret,
    REDIS_URL: wire.url,
    QUEUE_PREFIX: prefix,
    WEB_PORT: String(port),
    WEB_URL: url,
    WEB_TOKEN: token,
    METRICS_TOKEN: scrapeToken,
    ...changes,
  });
  const measures = new BotMetrics();
  const records = measures.records(await openRecords(':memory:'));
  const library = await openLibrary(settings.LESSONS_DIR);
  const lesson = (slug: string) => library.get(slug) ?? null;
  const reading = await (readingOf?.(records) ?? openChecker().then(readAtOnce));
  const queue = new BullmqVerifyQueue({ url: wire.url, prefix, log: silent });
  const desk = VerificationDesk.open({ records, queue, log });
  const bot = await Bot.open({
    settings,
    records,
    desk,
    lesson,
    usualLesson: settings.DOCKHAND_LESSON,
    reading,
    commands: botCommands,
    log,
    watch: measures.watch,
  });
  await records.guilds.save({
    id: other.id,
    lesson: 'backend-docker',
    taRole: otherRole.id,
    taChannel: null,
    classChannel: null,
  });
  const openPages = (measured: typeof measures) =>
    openBotWebServer(settings, measured, {
      bot,
      records,
      desk,
      queue,
      lesson,
      reading,
      log,
    });
  let web = await openPages(measures);
  const redis = new Redis(redisUrl());
  const ends: (() => Promise<unknown>)[] = [];
  const digest = library.get('backend-docker')?.lesson.digest ?? '';
  return {
    url,
    classroom,
    guild,
    other,
    taRole,
    staffChannel: staff,
    ada,
    tess,
    tom,
    records,
    desk,
    wire,
    restartPages: async () => {
      await web.close();
      web = await openPages(new BotMetrics());
    },
    logged: () => lines.join(''),
    staff: async (what) => {
      await until(
        () =>
          JSON.stringify([...classroom.world.messagesOf(staff.id).values()].map(({ payload }) => payload)),
        (said) => said.includes(what),
        20_000,
      );
    },
    handIn: async (person, files = { Dockerfile: 'FROM python:3.12-slim\n' }, where = guild) => {
      const student = { guild: where.id, user: person.id };
      await records.workspaces.remember(student, 'backend-docker', files, Date.now());
      const { submission } = await accepted(
        desk.submit({
          student,
          lesson: { slug: 'backend-docker', digest },
          files,
          reply: null,
        }),
      );
      return submission;
    },
    judge: async (submission, verdict) => {
      await records.submissions.judge(submission.id, submission.run, verdict, Date.now());
    },
    worker: async (id) => {
      let first: ((tell: (progress: Partial<Progress>) => Promise<void>) => void) | null = null;
      const taken = new Promise<(progress: Partial<Progress>) => Promise<void>>((resolve) => {
        first = resolve;
      });
      let letGo: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const worker = new Worker<VerifyJob>(
        'verify',
        async (job) => {
          first?.((progress) =>
            job.updateProgress({ v: 1, phase: 'build', step: null, done: [], worker: id, ...progress }),
          );
          await held;
        },
        { connection: { url: redisUrl(), maxRetriesPerRequest: null }, prefix, name: id },
      );
      const sign = JSON.stringify({
        id,
        boxes: 2,
        silent: 1,
        state: 'working',
        jobs: [],
        at: Date.now() + 120_000,
      });
      await redis.hset(redisKeys(prefix).workers, id, sign);
      ends.push(async () => {
        letGo();
        await worker.close(true);
      });
      return { tell: async (progress) => (await taken)(progress) };
    },
    close: async () => {
      for (const end of ends) await end();
      await web.close();
      await bot.close();
      await desk.close();
      await queue.close();
      await records.close();
      redis.disconnect();
      await wire.close();
      await classroom.close();
    },
  };
}

/** A simple browser: it keeps cookies, and does not follow redirects by itself. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly room: Pick<StaffRoom, 'url' | 'classroom'>;
  constructor(room: Pick<StaffRoom, 'url' | 'classroom'>) {
    this.room = room;
  }

  async go(path: string, options: RequestInit = {}): Promise<Response> {
    const answer = await fetch(path.startsWith('http') ? path : `${this.room.url}${path}`, {
      redirect: 'manual',
      ...options,
      headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...options.headers,
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async csrfOf(path: string): Promise<string> {
    return /name="_csrf" value="([^"]+)"/.exec(await (await this.go(path)).text())?.[1] ?? '';
  }

  post(path: string, fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
    return this.go(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** Signs in as the operator. */
  async signIn(given = token, next = '/'): Promise<Response> {
    return this.post('/sign-in', { _csrf: await this.csrfOf('/sign-in'), token: given, next });
  }

  /** Signs in with Discord. */
  async signInAs(person: Pick<Person, 'id'>, next = '/'): Promise<Response> {
    const away = await this.go(`/sign-in/discord?next=${encodeURIComponent(next)}`);
    const to = new URL(away.headers.get('location') ?? '');
    to.searchParams.set('as', person.id);
    const back = await fetch(to, { redirect: 'manual' });
    return this.go(back.headers.get('location') ?? '');
  }
}
