import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import { type Channel, type Classroom, openClassroom, type Person } from '../../../classroom/server.ts';
import { newId } from '../../submission/ids.ts';

/** A class in a local Discord, with Dockhand's own bot and worker as processes of their own. */
export interface DemoClass {
  readonly classroom: Classroom;
  readonly ada: Person;
  readonly ben: Person;
  readonly grace: Person;
  readonly classChannel: Channel;
  readonly staffChannel: Channel;
  /** Resolves when the bot has logged in and its commands are offered. */
  readonly ready: () => Promise<void>;
  /** Says why when the bot or the worker ended by itself; null while both run. */
  readonly broken: () => string | null;
  readonly close: () => Promise<void>;
}

const home = resolve(import.meta.dirname, '../../..');

/** How long a process may take to finish what it does when it is asked to end. Milliseconds. */
const graceTime = 10_000;

/** Sets the stage: a class server with a student channel and a staff channel, two students and a TA, bot and worker. */
export async function startDemoClass(options: {
  /** Of the classroom; 0 takes any. */
  readonly port: number;
  readonly lesson: string;
  /** Folder for logs and records under the state folder, emptied first. */
  readonly name: string;
}): Promise<DemoClass> {
  const state = join(process.env.DOCKHAND_STATE ?? join(home, '.state'), options.name);
  await rm(state, { recursive: true, force: true });
  await mkdir(state, { recursive: true });

  const classroom = await openClassroom({ port: options.port });
  const guild = classroom.addGuild({ name: 'Docker class' });
  const taRole = classroom.addRole(guild, { name: 'TA', color: 0x2f9e63 });
  // What the guide has the admin allow the bot, beyond what everybody may.
  classroom.giveBot(
    guild,
    classroom.addRole(guild, { name: 'Dockhand', permissions: Bits.CreatePrivateThreads }),
  );
  const classChannel = classroom.addChannel(guild, { name: 'backend-docker' });
  const staffChannel = classroom.addChannel(guild, { name: 'staff', onlyRoles: [taRole.id] });
  const student = (name: string): Person => classroom.join({ name, guild, home: classChannel });
  const [ada, ben] = [student('Ada'), student('Ben')];
  const grace = classroom.join({ name: 'Grace', guild, roles: [taRole], home: staffChannel });

  const environment = {
    ...process.env,
    // A real server's settings are not the demonstration's.
    DOCKHAND_ENV_FILE: 'none',
    DISCORD_API_URL: classroom.api,
    DISCORD_TOKEN: classroom.token,
    DISCORD_GUILD_ID: guild.id,
    TA_ROLE_ID: taRole.id,
    TA_CHANNEL_ID: staffChannel.id,
    CLASS_CHANNEL_ID: classChannel.id,
    DOCKHAND_LESSON: options.lesson,
    QUEUE_PREFIX: newId('try-'),
    DATABASE_URL: join(state, 'records.sqlite3'),
    LOG_LEVEL: 'info',
  };
  const bot = start('bot', environment, state);
  const worker = start('worker', environment, state);

  const broken = (): string | null => {
    for (const child of [bot, worker]) {
      if (child.process.exitCode !== null) {
        return `The ${child.name} ended with code ${child.process.exitCode}. Its log is ${child.log}`;
      }
    }
    return null;
  };
  return {
    classroom,
    ada,
    ben,
    grace,
    classChannel,
    staffChannel,
    ready: async () => {
      const end = Date.now() + 120_000;
      while (!ada.offered().includes('hint')) {
        const trouble =
          broken() ?? (Date.now() > end ? `The bot did not log in. Its log is ${bot.log}` : null);
        if (trouble !== null) throw new Error(trouble);
        await new Promise((wake) => setTimeout(wake, 50));
      }
      // As the guide has the admin do it: members do not see the commands for teaching assistants, the TA role does.
      for (const command of classroom.world.globalCommands.values())
        if (command.default_member_permissions === '0') classroom.allow(guild, command.name, taRole);
    },
    broken,
    close: async () => {
      await Promise.all([bot, worker].map((child) => stop(child.process)));
      await classroom.close();
    },
  };
}

interface Child {
  readonly name: string;
  readonly process: ChildProcess;
  readonly log: string;
}

function start(name: 'bot' | 'worker', environment: NodeJS.ProcessEnv, folder: string): Child {
  const log = join(folder, `${name}.log`);
  const child = spawn(process.execPath, [join(home, 'bin/dockhand.js'), name], {
    cwd: home,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = createWriteStream(log);
  child.stdout?.pipe(file, { end: false });
  child.stderr?.pipe(file, { end: false });
  return { name, process: child, log };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), graceTime);
  await ended;
  clearTimeout(impatient);
}
