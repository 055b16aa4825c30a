import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import {
  type Channel,
  type Classroom,
  type ClassroomGuild,
  type ClassroomRole,
  openClassroom,
  type Person,
} from '../../../classroom/server.ts';
import { inspectBoxes } from '../../../workers/sandbox/box/boxes.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { type Recorded, recorded } from '../../faults/support/recorded.ts';
import { docker } from '../../support/host-engine.ts';
import { until } from '../../support/until.ts';
import { FreshMachine } from './fresh-machine.ts';
import { SecondRedis } from './second-redis.ts';

const run = promisify(execFile);
const webPort = '18391';
/** Settings that differ from the default: ports that are free on this machine, and a number of boxes that is enough here. */
const usual = {
  WEB_PORT: webPort,
  REDIS_PORT: '18392',
  SANDBOX_BOX_COUNT: '3',
  SANDBOX_DISK_GB: '2',
  DOCKHAND_SETUP_LESSONS: 'backend-docker',
} as const;

/** An address of this machine that containers can reach too. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flat();
  const found = all.find((one) => one !== undefined && one.family === 'IPv4' && !one.internal);
  if (found === undefined) throw new Error('this machine has no address that a container could reach');
  return found.address;
}

/**
 * A real server on a machine without anything of Dockhand: bot, worker, Redis, egress proxy and boxes are the containers of
 * docker-compose.yml, created by what the operator types; only Discord is the local one.
 */
export class RealServer {
  readonly machine: FreshMachine;
  readonly classroom: Classroom;
  readonly guild: ClassroomGuild;
  readonly taRole: ClassroomRole;
  readonly general: Channel;

  private constructor(
    machine: FreshMachine,
    classroom: Classroom,
    members: Pick<RealServer, 'guild' | 'taRole' | 'general'>,
  ) {
    this.machine = machine;
    this.classroom = classroom;
    this.guild = members.guild;
    this.taRole = members.taRole;
    this.general = members.general;
  }

  /** The machine, a Discord with a server that has the bot in it, and the token in a file of the operator's. */
  static async prepare(folder: string): Promise<RealServer> {
    const machine = await FreshMachine.prepare(folder);
    const classroom = await openClassroom({ host: ownAddress() });
    const guild = classroom.addGuild({ name: 'Docker class' });
    const taRole = classroom.addRole(guild, { name: 'TA' });
    classroom.giveBot(
      guild,
      classroom.addRole(guild, { name: 'Dockhand', permissions: Bits.CreatePrivateThreads }),
    );
    const general = classroom.addChannel(guild, { name: 'backend-docker' });
    classroom.addChannel(guild, { name: 'staff', onlyRoles: [taRole.id] });
    await machine.writeHome('dockhand-token', `${classroom.token}\n`);
    await machine.writeEnv({ ...usual, DISCORD_API_URL: classroom.api });
    return new RealServer(machine, classroom, { guild, taRole, general });
  }

  join(name: string, roles: readonly ClassroomRole[] = []): Person {
    return this.classroom.join({ name, guild: this.guild, roles, home: this.general });
  }

  /** Calls Compose as only the script does; no page says so. */
  compose(args: string): Promise<string> {
    return this.machine.shell(`node setup/main.js compose --profile app ${args}`);
  }

  /** Resolves when the bot answers in Discord. */
  async ready(student: Person): Promise<void> {
    await until(
      async () => student.offered().includes('hint') && (await this.isReady()),
      (there) => there,
      600_000,
    );
  }

  isReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${webPort}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  boxes(): Promise<Awaited<ReturnType<typeof inspectBoxes>>> {
    return inspectBoxes(join(this.machine.state, 'boxes'), readLimits({}));
  }

  /** Resolves when all boxes are free. */
  async boxesFree(): Promise<void> {
    await until(
      () => this.boxes(),
      (boxes) => boxes.length > 0 && boxes.every(({ status }) => status?.state === 'free'),
      600_000,
    );
  }

  /** Folders of this state folder that are mount points. */
  async mounts(): Promise<readonly string[]> {
    const lines = (await readFile('/proc/mounts', 'utf8')).split('\n');
    return lines
      .map((line) => line.split(' ')[1] ?? '')
      .filter((path) => path.startsWith(`${this.machine.state}/`));
  }

  /** The state of every submission in the records. */
  records(): readonly Recorded[] {
    return recorded(join(this.machine.state, 'records/dockhand.sqlite3'));
  }

  /** The images that bot and workers run. */
  async images(): Promise<readonly string[]> {
    const ids = (await this.compose('ps -q bot worker')).trim().split('\n');
    const images = (await docker(['inspect', '-f', '{{.Config.Image}}', ...ids])).trim().split('\n');
    return [...new Set(images)];
  }

  /**
   * Simulates a power cut: no process and no mount is left. Then the engine starts, and with it every container with a restart policy,
   * before anything else of Dockhand has run.
   */
  async reboot(): Promise<void> {
    const all = (await this.compose('ps -aq')).trim().split('\n');
    await docker(['kill', ...all]);
    for (const folder of await this.mounts()) await run('umount', [folder]);
    await docker(['start', ...all], 120);
  }

  /** kill -9 of Redis's first process: its restart policy starts it again. */
  async killRedis(): Promise<void> {
    const pid = Number((await docker(['inspect', '-f', '{{.State.Pid}}', await this.#redis()])).trim());
    process.kill(pid, 'SIGKILL');
  }

  async secondRedis(): Promise<SecondRedis> {
    const id = await this.#redis();
    const form = '{{.Name}} {{.Config.Image}} {{index .Config.Labels "com.docker.compose.project"}}';
    const [name = '', image = '', project = ''] = (await docker(['inspect', '-f', form, id]))
      .trim()
      .split(' ');
    return SecondRedis.follow({ container: name.replace(/^\//, ''), image, project });
  }

  async #redis(): Promise<string> {
    return (await this.compose('ps -q redis')).trim();
  }

  async close(): Promise<void> {
    await this.machine.shell('node setup/main.js down').catch(() => undefined);
    await this.compose('down -v -t 5').catch(() => undefined);
    for (const folder of await this.mounts()) await run('umount', [folder]).catch(() => undefined);
    await this.classroom.close();
    await this.machine.forget();
  }
}
