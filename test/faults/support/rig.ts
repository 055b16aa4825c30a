import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Classroom, openClassroom, type Person, textOf } from '../../../classroom/server.ts';
import { openBoxes, type StormBoxes } from './boxes.ts';
import { type ControlledProcess, controlledProcess } from './controlled-process.ts';
import { type Namespace, openNamespace } from './cut.ts';
import { type RedisServer, startRedis } from './redis-server.ts';

const lesson = resolve(import.meta.dirname, '../../../lessons/backend-docker/solution');

/** A class with its own bot, workers, Redis and database: real processes, each of which can be struck. */
export interface Rig {
  readonly folder: string;
  readonly database: string;
  readonly prefix: string;
  readonly classroom: Classroom;
  readonly redis: RedisServer;
  readonly boxes: StormBoxes;
  readonly bot: ControlledProcess;
  /** A second bot on the same records, as if by mistake; not started. */
  readonly twin: ControlledProcess;
  readonly workers: readonly ControlledProcess[];
  /** The worker in a network namespace of its own, and its link; null without the right to make one. */
  readonly remote: { readonly worker: ControlledProcess; readonly wire: Namespace } | null;
  readonly env: Readonly<Record<string, string>>;
  /** A teaching assistant of the class. */
  readonly assistant: Person;
  /** A student who is new. */
  readonly student: () => Person;
  /** What everybody submits: the lesson's solution. */
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
  /** Sends the student's files until Dockhand confirms that it has them. */
  readonly submit: (person: Person) => Promise<void>;
  readonly start: () => Promise<void>;
  /** Removes its folder with the processes' logs too, unless it is to be kept. */
  readonly close: (keep?: boolean) => Promise<void>;
}

export interface RigOptions {
  readonly workers?: number;
  readonly boxes?: number;
  readonly pace?: number;
  readonly lockMs?: number;
  /** Whether to have a worker in its own network namespace, if that is possible. */
  readonly remote?: boolean;
  /** The folder of the records; one of the rig's own when absent. */
  readonly records?: string;
  /** The records' database, if they are not in a folder. */
  readonly database?: string;
  /** A checkout of another version: the twin and all workers but the first are started from there. */
  readonly otherVersion?: string;
  /** The number of shards that Discord recommends. */
  readonly shards?: number;
}

export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'dockhand-storm-'));
  const wire = options.remote ? await openNamespace() : null;
  const redis = await startRedis(wire === null ? {} : { alsoOn: wire.host });
  const boxes = await openBoxes(options.boxes ?? 4);
  const classroom = await openClassroom({ rateLimits: 'generous', shards: options.shards ?? 1 });
  const guild = classroom.addGuild({ name: 'Docker class' });
  const channel = classroom.addChannel(guild, { name: 'backend-docker' });
  const taRole = classroom.addRole(guild, { name: 'TA' });
  const staff = classroom.addChannel(guild, { name: 'staff', onlyRoles: [taRole.id] });
  const prefix = 'storm';
  const database = options.database ?? join(options.records ?? folder, 'records.sqlite3');
  const env = {
    REDIS_URL: redis.url,
    QUEUE_PREFIX: prefix,
    DATABASE_URL: database,
    DISCORD_API_URL: classroom.api,
    DISCORD_TOKEN: classroom.token,
    DISCORD_GUILD_ID: guild.id,
    TA_ROLE_ID: taRole.id,
    TA_CHANNEL_ID: staff.id,
    CLASS_CHANNEL_ID: channel.id,
    SANDBOX_BOXES: boxes.folder,
    DOCKHAND_LESSON: 'backend-docker',
    QUEUE_LIMIT: '100000',
    LOG_LEVEL: 'info',
    STORM_PACE: String(options.pace ?? 1),
    STORM_LOCK_MS: String(options.lockMs ?? 6_000),
  };
  const log = (name: string): string => join(folder, `${name}.log`);
  const bot = controlledProcess({ entry: 'bot.ts', env, log: log('bot') });
  const { otherVersion } = options;
  const other = otherVersion === undefined ? {} : { home: otherVersion };
  const twin = controlledProcess({ entry: 'bot.ts', env, log: log('twin'), ...other });
  const workers = Array.from({ length: options.workers ?? 2 }, (_, n) =>
    controlledProcess({
      ...{ entry: 'worker.ts', env: { ...env, STORM_WORKER: `w${n}` }, log: log(`worker-${n}`) },
      ...(n > 0 ? other : {}),
    }),
  );
  const remote =
    wire === null
      ? null
      : {
          wire,
          worker: controlledProcess({
            entry: 'worker.ts',
            env: { ...env, REDIS_URL: `redis://${wire.host}:${redis.port}`, STORM_WORKER: 'remote' },
            log: log('worker-remote'),
            before: wire.before,
          }),
        };
  const names = ['Dockerfile', '.dockerignore', 'entrypoint.sh'];
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(join(lesson, name)) })),
  );
  let students = 0;
  const everyone = [bot, twin, ...workers, ...(remote === null ? [] : [remote.worker])];
  return {
    folder,
    database,
    prefix,
    classroom,
    redis,
    boxes,
    bot,
    twin,
    workers,
    remote,
    env,
    assistant: classroom.join({ name: 'Tess', guild, roles: [taRole], home: channel }),
    student: () => classroom.join({ name: `Student ${++students}`, guild, home: channel }),
    files,
    submit: (person) => submit(person, files),
    start: async () => {
      await bot.start();
      await Promise.all(everyone.filter((one) => one !== bot && one !== twin).map((one) => one.start()));
    },
    close: async (keep = false) => {
      await Promise.all(everyone.map((one) => one.kill()));
      await redis.close();
      await boxes.close();
      await classroom.close();
      await wire?.close();
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}

const answersByDm = (person: Person): boolean =>
  person.sees('dm').some((message) => accepted.test(textOf(message)) || isVerdict(textOf(message)));

const accepted = /Queued|Recorded|machine has taken it|Building and running/;

/** A bot that is away or dies in the middle gives no answer: then the student tries again. */
async function submit(
  person: Person,
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      const answer = await person.slash('/verify', { files });
      if (!answer.failed) {
        await answer.until((now) => now.failed || (!now.loading && now.text !== ''), { ms: 15_000 });
        if (accepted.test(answer.text) || isVerdict(answer.text)) return;
      }
    } catch {
      // Not offered at the moment, or "thinking" for ever.
    }
    // "The application did not respond": it may have done its work nevertheless, and say so in a DM a moment later.
    for (let looks = 0; looks < 6; looks += 1) {
      if (answersByDm(person)) return;
      await new Promise((wake) => setTimeout(wake, 300 + 500 * Math.random()));
    }
  }
  throw new Error(`${person.name} was never answered`);
}

export const isVerdict = (text: string): boolean => /^### .*(Passed|Not passed|on us|Cancelled)/m.test(text);

/** Verdicts that a person was shown, each in a message of its own. A message that says that a newer one replaced it does not count. */
export const verdictsShownTo = (person: Person): readonly string[] =>
  person
    .seesEverywhere()
    .filter((message) => message.author.id !== person.id)
    .map(textOf)
    .filter((text) => isVerdict(text) || text.includes(`<@${person.id}> your verification`))
    .filter((text) => !/newer version/.test(text));

/** What a storm must not leave behind: locks, claims, files, waiting or running jobs, leased boxes. */
export async function leftovers(rig: Rig): Promise<readonly string[]> {
  const { ask } = rig.redis;
  const keys = (await ask.keys(`${rig.prefix}:*`)).filter((key) =>
    /:lock$|:busy:|:files$/.test(key.slice(rig.prefix.length)),
  );
  const lists = await Promise.all(
    ['verify', 'verdicts'].flatMap((queue) => [
      ...['wait', 'active', 'paused'].map(
        async (list): Promise<[string, number]> => [
          `${queue} ${list}`,
          await ask.llen(`${rig.prefix}:${queue}:${list}`),
        ],
      ),
      ...['prioritized', 'delayed'].map(
        async (set): Promise<[string, number]> => [
          `${queue} ${set}`,
          await ask.zcard(`${rig.prefix}:${queue}:${set}`),
        ],
      ),
    ]),
  );
  return [
    ...keys,
    ...lists.filter(([, length]) => length > 0).map(([name, length]) => `${name}: ${length}`),
    ...(rig.boxes.held() > 0 ? [`boxes held: ${rig.boxes.held()}`] : []),
  ];
}
