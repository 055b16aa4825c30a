import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
import { inspectBoxes } from '../../../workers/sandbox/boxes.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { docker } from '../../support/host-engine.ts';
import { until } from '../../support/until.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const gigabytes = 2;

/** An address of this machine that containers reach too. */
function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flat();
  const found = all.find((one) => one !== undefined && one.family === 'IPv4' && !one.internal);
  if (found === undefined) throw new Error('this machine has no address that a container could reach');
  return found.address;
}

/**
 * A real server, as README has an operator make it: `.env`, then `node setup/main.js app`. Bot, worker, Redis, egress proxy and boxes
 * are the containers of docker-compose.yml in a state of their own; only Discord is the local one.
 */
export class RealServer {
  readonly classroom: Classroom;
  readonly guild: ClassroomGuild;
  readonly taRole: ClassroomRole;
  readonly general: Channel;
  readonly state: string;
  readonly #settings: Readonly<Record<string, string>>;

  private constructor(
    classroom: Classroom,
    members: Pick<RealServer, 'guild' | 'taRole' | 'general'>,
    state: string,
    settings: Readonly<Record<string, string>>,
  ) {
    this.classroom = classroom;
    this.guild = members.guild;
    this.taRole = members.taRole;
    this.general = members.general;
    this.state = state;
    this.#settings = settings;
  }

  /** Opens the local Discord and writes `.env`; nothing of Dockhand runs yet. */
  static async prepare(state: string, more: Readonly<Record<string, string>> = {}): Promise<RealServer> {
    await mkdir(state, { recursive: true });
    const classroom = await openClassroom({ host: ownAddress() });
    const guild = classroom.addGuild({ name: 'Docker class' });
    const taRole = classroom.addRole(guild, { name: 'TA' });
    classroom.giveBot(
      guild,
      classroom.addRole(guild, { name: 'Dockhand', permissions: Bits.CreatePrivateThreads }),
    );
    const general = classroom.addChannel(guild, { name: 'backend-docker' });
    const staff = classroom.addChannel(guild, { name: 'staff', onlyRoles: [taRole.id] });
    const settings = {
      DISCORD_TOKEN: classroom.token,
      DISCORD_API_URL: classroom.api,
      DISCORD_GUILD_ID: guild.id,
      TA_ROLE_ID: taRole.id,
      TA_CHANNEL_ID: staff.id,
      CLASS_CHANNEL_ID: general.id,
      DOCKHAND_STATE: state,
      SANDBOX_DISK_GB: String(gigabytes),
      ...more,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(state, '.env'), lines.join(''), { mode: 0o600 });
    return new RealServer(classroom, { guild, taRole, general }, state, settings);
  }

  join(name: string): Person {
    return this.classroom.join({ name, guild: this.guild, home: this.general });
  }

  /** A command as the operator types it in the checkout, with the settings of `.env` and nothing else. */
  async command(...args: readonly string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [...args], {
      cwd: root,
      env: this.#environment(),
      timeout: 1_500_000,
      maxBuffer: 64e6,
    });
    return stdout;
  }

  compose(...args: readonly string[]): Promise<string> {
    return this.command('setup/main.js', 'compose', ...args);
  }

  /** What the unit of systemd runs at boot, word for word. */
  async startAsUnit(): Promise<void> {
    const unit = await this.command('setup/main.js', 'unit');
    const [, line = ''] = /^ExecStart=(.+)$/m.exec(unit) ?? [];
    const [program = '', ...args] = line.split(' ');
    await run(program, args, { cwd: root, env: this.#environment(), timeout: 1_500_000, maxBuffer: 64e6 });
  }

  /** Resolves when the bot answers in Discord. */
  async ready(student: Person): Promise<void> {
    await until(
      async () => student.offered().includes('hint') && (await this.#botIsReady()),
      (there) => there,
      180_000,
    );
  }

  async #botIsReady(): Promise<boolean> {
    return fetch(`http://127.0.0.1:${this.#settings.WEB_PORT}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async boxes(): Promise<Awaited<ReturnType<typeof inspectBoxes>>> {
    return inspectBoxes(join(this.state, 'boxes'), readLimits({}));
  }

  /** Resolves when all boxes are free. */
  async boxesFree(): Promise<void> {
    await until(
      () => this.boxes(),
      (boxes) => boxes.length > 0 && boxes.every(({ status }) => status?.state === 'free'),
      240_000,
    );
  }

  /** Folders of this state that something is mounted at. */
  async mounts(): Promise<readonly string[]> {
    const lines = (await readFile('/proc/mounts', 'utf8')).split('\n');
    return lines.map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(`${this.state}/`));
  }

  async containers(): Promise<readonly string[]> {
    return (await this.compose('--profile', 'app', 'ps', '-aq')).trim().split('\n');
  }

  /**
   * What a power cut leaves: no process, no mount. Then the engine comes up and starts every container that restarts by itself,
   * before anything else of Dockhand has run.
   */
  async reboot(): Promise<void> {
    const all = await this.containers();
    await docker(['kill', ...all]);
    for (const folder of await this.mounts()) await run('umount', [folder]);
    await docker(['start', ...all], 120);
  }

  /** kill -9 of a service's first process: its restart policy brings it back. */
  async strike(service: string): Promise<void> {
    const [id = ''] = (await this.compose('ps', '-q', service)).trim().split('\n');
    const pid = Number((await docker(['inspect', '-f', '{{.State.Pid}}', id])).trim());
    process.kill(pid, 'SIGKILL');
  }

  async close(): Promise<void> {
    await this.command('setup/main.js', 'down').catch(() => undefined);
    await this.compose('--profile', 'app', 'down', '-v', '-t', '5').catch(() => undefined);
    for (const folder of await this.mounts()) await run('umount', [folder]).catch(() => undefined);
    await this.classroom.close();
    await run('rm', ['-rf', this.state]);
  }

  #environment(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    const file = join(this.state, '.env');
    return {
      PATH,
      HOME,
      NO_COLOR: '1',
      DOCKHAND_ENV_FILE: file,
      DOCKHAND_STATE: this.#settings.DOCKHAND_STATE,
    };
  }
}
