import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import {
  type Channel,
  type Classroom,
  type ClassroomGuild,
  type ClassroomRole,
  openClassroom,
  type Person,
} from '../../../classroom/server.ts';
import { newId } from '../../submission/ids.ts';
import { sleep } from '../../timing/sleep.ts';
import { CommandError } from '../command-error.ts';
import { DemoProcess, home } from './demo-process.ts';

/** How long the bot may take to log in and register its commands, and how often that is checked. Milliseconds. */
const loginTime = 120_000;
const loginPoll = 50;

interface DemoClassOptions {
  /** Of the classroom; 0 takes any. */
  readonly port: number;
  readonly lesson: string;
  /** LESSONS_DIR, where that is not the one of this checkout or the environment. */
  readonly lessonsDir?: string;
  /** Without boxes there is no worker: nothing is verified. */
  readonly boxes?: boolean;
  /** Folder for logs and records under the state folder, emptied first. */
  readonly name: string;
}

/** A class server with a student channel and a staff channel, two students and a TA. */
interface DemoServer {
  readonly guild: ClassroomGuild;
  readonly taRole: ClassroomRole;
  readonly classChannel: Channel;
  readonly staffChannel: Channel;
  readonly ada: Person;
  readonly ben: Person;
  readonly grace: Person;
}

/** A class in a local Discord, with Dockhand's own bot and worker as processes of their own. */
export class DemoClass implements DemoServer {
  readonly classroom: Classroom;
  readonly guild: ClassroomGuild;
  readonly taRole: ClassroomRole;
  readonly classChannel: Channel;
  readonly staffChannel: Channel;
  readonly ada: Person;
  readonly ben: Person;
  readonly grace: Person;
  readonly #bot: DemoProcess;
  readonly #worker: DemoProcess | null;
  /** Whether verifications are carried out. */
  readonly verifies: boolean;

  private constructor(
    classroom: Classroom,
    server: DemoServer,
    environment: NodeJS.ProcessEnv,
    { folder, boxes }: { readonly folder: string; readonly boxes: boolean },
  ) {
    this.classroom = classroom;
    this.guild = server.guild;
    this.taRole = server.taRole;
    this.classChannel = server.classChannel;
    this.staffChannel = server.staffChannel;
    this.ada = server.ada;
    this.ben = server.ben;
    this.grace = server.grace;
    this.#bot = new DemoProcess('bot', environment, folder);
    this.verifies = boxes;
    this.#worker = boxes ? new DemoProcess('worker', environment, folder) : null;
  }

  static async start(options: DemoClassOptions): Promise<DemoClass> {
    const folder = join(process.env.DOCKHAND_STATE ?? join(home, '.state'), options.name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const classroom = await openClassroom({ port: options.port });
    const server = fillServer(classroom, options.lesson);
    const environment = {
      ...process.env,
      // A real server's settings are not the demonstration's.
      DOCKHAND_ENV_FILE: 'none',
      DISCORD_API_URL: classroom.api,
      DISCORD_TOKEN: classroom.token,
      DISCORD_GUILD_ID: server.guild.id,
      TA_ROLE_ID: server.taRole.id,
      TA_CHANNEL_ID: server.staffChannel.id,
      CLASS_CHANNEL_ID: server.classChannel.id,
      DOCKHAND_LESSON: options.lesson,
      ...(options.lessonsDir === undefined ? {} : { LESSONS_DIR: options.lessonsDir }),
      QUEUE_PREFIX: newId('try-'),
      DATABASE_URL: join(folder, 'records.sqlite3'),
      LOG_LEVEL: 'info',
    };
    return new DemoClass(classroom, server, environment, { folder, boxes: options.boxes ?? true });
  }

  /** Resolves when the bot has logged in and its commands are offered. */
  async ready(): Promise<void> {
    const end = Date.now() + loginTime;
    while (!this.ada.offered().includes('hint')) {
      const timedOut = Date.now() > end ? `The bot did not log in. Its log is ${this.#bot.log}` : null;
      const failure = this.#bot.failure() ?? this.#worker?.failure() ?? timedOut;
      if (failure !== null) throw new CommandError(failure, 'DOCKHAND_TRY');
      await sleep(loginPoll);
    }
    // As the guide has the admin do it: members do not see the commands for teaching assistants, the TA role does.
    for (const command of this.classroom.world.globalCommands.values())
      if (command.default_member_permissions === '0')
        this.classroom.allow(this.guild, command.name, this.taRole);
  }

  async close(): Promise<void> {
    await Promise.all([this.#bot.stop(), this.#worker?.stop()]);
    await this.classroom.close();
  }
}

function fillServer(classroom: Classroom, lesson: string): DemoServer {
  const guild = classroom.addGuild({ name: 'Docker class' });
  const taRole = classroom.addRole(guild, { name: 'TA', color: 0x2f9e63 });
  // The permissions that the guide has the admin grant the bot.
  classroom.giveBot(
    guild,
    classroom.addRole(guild, { name: 'Dockhand', permissions: Bits.CreatePrivateThreads }),
  );
  const classChannel = classroom.addChannel(guild, { name: lesson });
  const staffChannel = classroom.addChannel(guild, { name: 'staff', onlyRoles: [taRole.id] });
  return {
    guild,
    taRole,
    classChannel,
    staffChannel,
    ada: classroom.join({ name: 'Ada', guild, home: classChannel }),
    ben: classroom.join({ name: 'Ben', guild, home: classChannel }),
    grace: classroom.join({ name: 'Grace', guild, roles: [taRole], home: staffChannel }),
  };
}
