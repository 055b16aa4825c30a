import { Queue, Worker } from 'bullmq';
import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import {
  type BotAnswer,
  type Channel,
  type Classroom,
  type ClassroomGuild,
  type ClassroomRole,
  openClassroom,
  type Person,
} from '../../classroom/server.ts';
import { botCommands } from '../../commands/index.ts';
import type { Check } from '../../src/check/check.ts';
import type { CheckReport } from '../../src/check/model/report.ts';
import type { TextReader } from '../../src/checker/text-reader.ts';
import type { BotLessons } from '../../src/cli/bot/bot-lessons.ts';
import { readSettings } from '../../src/config/settings.ts';
import { VerificationDesk } from '../../src/desk/verification-desk.ts';
import { Bot } from '../../src/discord/gateway/bot.ts';
import type { Lesson } from '../../src/lesson/lesson.ts';
import { openLibrary } from '../../src/library/library.ts';
import { BullmqVerifyQueue } from '../../src/queue/bullmq-verify-queue.ts';
import type { Records } from '../../src/records/records.ts';
import { openRecords } from '../../src/records/storage/open-records.ts';
import { jobId, type Progress, type VerdictMessage, type VerifyJob } from '../../src/submission/job.ts';
import type { Verdict } from '../../src/submission/verdict.ts';
import { readAtOnce } from './reading.ts';
import { newPrefix, redisUrl, silent, type Wire, wireTo } from './redis.ts';

/** A class server in the local Discord, its members, the real bot, and everything behind the bot except a sandbox. */
export interface ClassServer {
  readonly classroom: Classroom;
  readonly guild: ClassroomGuild;
  readonly general: Channel;
  readonly taRole: ClassroomRole;
  readonly ada: Person;
  readonly bob: Person;
  readonly tess: Person;
  readonly records: Records;
  readonly wire: Wire;
  /** The prefix of the queue's keys in Redis. */
  readonly prefix: string;
  readonly bot: Bot;
  /** What the bot logged, one JSON line each. */
  readonly logged: () => string;
  /** Stops the bot and starts another one on the same records and queue. */
  readonly restart: () => Promise<void>;
  /** Starts a worker whose verdicts come from the test. */
  readonly work: (
    verify: (job: VerifyJob, report: (progress: Progress) => Promise<void>) => Promise<Verdict>,
  ) => void;
  readonly close: () => Promise<void>;
}

/** A fixed result for tests that are not about the check: TODO 3 is wrong, all others are done. */
export const checkWithOneWrongTodo: Check = ({ lesson, student }): CheckReport => ({
  blocker: null,
  todos: lesson.todos.map((todo) => ({
    n: todo.n,
    title: todo.title,
    status: todo.n === 3 ? 'wrong' : 'done',
    required: true,
    rule: 'exact-versions',
    message: { page: 'none', key: 'dependencies are not pinned', values: {} },
    file: 'Dockerfile',
    line: 5,
  })),
  findings: [],
  ready: false,
  wanted: Object.hasOwn(student.files, 'Dockerfile') ? [] : ['Dockerfile'],
});

/** The message of an answer; throws if there is none. */
export function messageOf({ message, state }: BotAnswer): APIMessage {
  if (message === null) throw new Error(`the answer has no message, it is: ${state}`);
  return message;
}

/** An answer once it is complete: on a busy machine the bot defers its response first. */
export const filled = async (asked: Promise<BotAnswer>): Promise<BotAnswer> =>
  (await asked).untilFilled({ ms: 60_000 });

/** Requests that Discord refused, except for look-ups of members. */
export const refusedRequests = (classServer: ClassServer): Classroom['refused'] =>
  classServer.classroom.refused.filter((request) => !/\/members\/\d+$/.test(request.path));

let shipped: ReturnType<typeof openLibrary> | null = null;
/** Read once per test file, because reading takes longer than most tests. */
function shippedLessons(): ReturnType<typeof openLibrary> {
  shipped ??= openLibrary(readSettings({}).LESSONS_DIR);
  return shipped;
}

export async function openClassServer(
  options: {
    readonly lesson?: string;
    /** The lessons that people may choose from, by slug; no choice by default. */
    readonly lessons?: readonly string[];
    /** A folder of lessons to watch; by default the shipped lessons, read once. */
    readonly watched?: BotLessons;
    /** Changes the lesson after it has been loaded. */
    readonly change?: (lesson: Lesson) => Lesson;
    readonly taRole?: boolean;
    readonly check?: Check;
    /** How texts are parsed; by default in the test's own process, with `check`. */
    readonly reading?: (records: Records) => Promise<TextReader>;
    readonly classChannel?: boolean;
    /** DISCORD_SERVERS; `any` by default. */
    readonly servers?: string;
    /** Digests under which verdicts are reused. */
    readonly remember?: { readonly checker: string; readonly limits: string };
    /** The records' database; in memory by default. */
    readonly database?: string;
    /** The queue's Redis; the test runner's by default. */
    readonly redis?: string;
    /** How often the desk looks for work that broke in between; by default as in production. */
    readonly repairEveryMs?: number;
    /** Further settings. */
    readonly settings?: Readonly<Record<string, string>>;
  } = {},
): Promise<ClassServer> {
  const classroom = await openClassroom();
  const guild = classroom.addGuild({ name: 'Docker class' });
  const general = classroom.addChannel(guild, { name: 'general' });
  const taRole = classroom.addRole(guild, { name: 'TA' });
  const ada = classroom.join({ name: 'Ada', guild, home: general });
  const bob = classroom.join({ name: 'Bob', guild, home: general });
  const tess = classroom.join({ name: 'Tess', guild, roles: [taRole], home: general });
  const redis = options.redis ?? redisUrl();
  const wire = await wireTo(redis);
  const prefix = newPrefix();
  const records = await openRecords(options.database ?? ':memory:');
  const reading = (await options.reading?.(records)) ?? readAtOnce(options.check ?? checkWithOneWrongTodo);
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const library = await shippedLessons();
  const settings = readSettings({
    DISCORD_TOKEN: classroom.token,
    DISCORD_API_URL: classroom.api,
    DISCORD_GUILD_ID: guild.id,
    DISCORD_SERVERS: options.servers ?? 'any',
    ...(options.taRole === false ? {} : { TA_ROLE_ID: taRole.id }),
    ...(options.classChannel === false ? {} : { CLASS_CHANNEL_ID: general.id }),
    DOCKHAND_LESSON: options.lesson ?? 'backend-docker',
    ...(options.database === undefined ? {} : { DATABASE_URL: options.database }),
    // No test asks the real GitHub.
    GITHUB_API_URL: 'http://127.0.0.1:9',
    ...options.settings,
  });
  const start = async () => {
    const queue = new BullmqVerifyQueue({ url: wire.url, prefix, log: silent });
    const desk = VerificationDesk.open({
      ...{ records, queue, log, remember: options.remember ?? null },
      practicePerDay: settings.PRACTICE_PER_DAY,
      ...(options.repairEveryMs === undefined ? {} : { repairEveryMs: options.repairEveryMs }),
    });
    const bot = await Bot.open({
      settings,
      records,
      desk,
      lesson: (slug) => {
        const found = library.get(slug) ?? null;
        return found === null || options.change === undefined
          ? found
          : { ...found, lesson: options.change(found.lesson) };
      },
      ...(options.watched === undefined
        ? {}
        : {
            lesson: options.watched.get,
            lessons: options.watched.all,
            lessonNews: options.watched,
            reloadLessons: options.watched.reload,
          }),
      ...(options.lessons === undefined
        ? {}
        : { lessons: () => library.all.filter(({ lesson }) => options.lessons?.includes(lesson.slug)) }),
      usualLesson: settings.DOCKHAND_LESSON,
      reading,
      commands: botCommands,
      log,
      // Shorter intervals than in production.
      rounds: { boards: 1_000, alerts: 400 },
    });
    return {
      bot,
      stop: async () => {
        await bot.close();
        await desk.close();
        await queue.close();
      },
    };
  };
  let running = await start();
  const workers: Worker[] = [];
  const queues: Queue[] = [];
  const connection = { url: redis, maxRetriesPerRequest: null };
  return {
    classroom,
    guild,
    general,
    taRole,
    ada,
    bob,
    tess,
    records,
    wire,
    prefix,
    get bot() {
      return running.bot;
    },
    logged: () => lines.join(''),
    restart: async () => {
      await running.stop();
      running = await start();
    },
    work: (verify) => {
      const verdicts = new Queue<VerdictMessage>('verdicts', { connection, prefix });
      queues.push(verdicts);
      workers.push(
        new Worker<VerifyJob>(
          'verify',
          async (job) => {
            const verdict = await verify(job.data, (progress) => job.updateProgress(progress));
            const { submission, run } = job.data;
            await verdicts.add('verdict', { v: 1, submission, run, verdict }, { jobId: jobId(job.data) });
          },
          { connection, prefix },
        ),
      );
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close(true)));
      await Promise.all(queues.map((queue) => queue.close()));
      await running.stop();
      await records.close();
      await wire.close();
      await classroom.close();
    },
  };
}
