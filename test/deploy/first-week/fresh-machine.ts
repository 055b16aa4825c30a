import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Typed } from './typed-commands.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const patient = { timeout: 1_500_000, maxBuffer: 64e6 } as const;
const author = ['-c', 'user.name=Dockhand', '-c', 'user.email=dockhand@localhost'];

/** Simulates `sudo` and `systemctl`: files for /etc go below the machine's folder, so that a unit of the real machine stays untouched. */
const playedPrograms = (etc: string): Readonly<Record<string, string>> => ({
  sudo: `#!/bin/sh
if [ "$1" = tee ]; then mkdir -p "$(dirname "${etc}$2")" && exec tee "${etc}$2"; fi
exec "$@"
`,
  systemctl: `#!/bin/sh
[ "$1" = enable ] && [ -f "${etc}/etc/systemd/system/$2.service" ] && echo "$2" >> "${etc}/enabled"
`,
});

/**
 * A machine that has only the project's checkout: a clone of this checkout's current state, without `.env` or state. It shares the real
 * machine's Docker engine, and the modules that npm installed there (hard links), which belong to the same lock file.
 */
export class FreshMachine {
  readonly #folder: string;
  readonly checkout: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.checkout = join(folder, 'dockhand');
  }

  static async prepare(folder: string): Promise<FreshMachine> {
    await rm(folder, { recursive: true, force: true });
    const machine = new FreshMachine(folder);
    const origin = join(folder, 'origin');
    await mkdir(origin, { recursive: true });
    const files = 'git ls-files -z --cached --others --exclude-standard';
    const copy = `${files} | tar --null --ignore-failed-read -T - -cf - | tar -xf - -C "$0"`;
    await run('bash', ['-o', 'pipefail', '-c', copy, origin], { cwd: root, ...patient });
    await run('git', ['init', '-q', '-b', 'main', origin]);
    await machine.#commit('The version of today');
    await run('git', ['clone', '-q', origin, machine.checkout]);
    await run('cp', ['-al', join(root, 'node_modules'), machine.checkout], patient);
    await mkdir(join(folder, 'home'));
    for (const name of ['.npm', '.npmrc', '.docker'])
      await symlink(join(homedir(), name), join(folder, 'home', name));
    await mkdir(join(folder, 'bin'));
    for (const [name, text] of Object.entries(playedPrograms(folder))) {
      await writeFile(join(folder, 'bin', name), text);
      await chmod(join(folder, 'bin', name), 0o755);
    }
    return machine;
  }

  /** Where the checkout keeps its state. */
  get state(): string {
    return join(this.checkout, '.state');
  }

  /** Runs what the operator types, in the checkout, with only the environment of a login. */
  async types(command: Typed): Promise<string> {
    const { stdout, stderr } = await this.#run(command);
    return `${stdout}${stderr}`;
  }

  /** Commands that only the script needs: returns standard output alone. */
  async shell(command: string): Promise<string> {
    return (await this.#run(command)).stdout;
  }

  async #run(command: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
    const { PATH = '' } = process.env;
    const env = { PATH: `${join(this.#folder, 'bin')}:${PATH}`, HOME: this.#home, NO_COLOR: '1' };
    return run('bash', ['-o', 'pipefail', '-c', command], {
      cwd: this.checkout,
      env,
      ...patient,
    }).catch((error: Error & { stdout?: string; stderr?: string }) => {
      throw new Error(`${command}\n${error.stdout ?? ''}${error.stderr ?? ''}\n${error.message}`);
    });
  }

  get #home(): string {
    return join(this.#folder, 'home');
  }

  /** A file of the operator's own, as `cat > ~/NAME` creates it. */
  async writeHome(name: string, text: string): Promise<void> {
    await writeFile(join(this.#home, name), text, { mode: 0o600 });
  }

  /** The lines of `.env` before the set-up asks anything. */
  async writeEnv(settings: Readonly<Record<string, string>>): Promise<void> {
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(join(this.checkout, '.env'), lines.join(''));
  }

  readEnv(): Promise<string> {
    return readFile(join(this.checkout, '.env'), 'utf8');
  }

  /** The unit as systemd runs it at boot, because it was enabled. */
  async startAsUnit(): Promise<void> {
    const enabled = await readFile(join(this.#folder, 'enabled'), 'utf8');
    const file = join(this.#folder, 'etc/systemd/system', `${enabled.trim()}.service`);
    const [, line = ''] = /^ExecStart=(.+)$/m.exec(await readFile(file, 'utf8')) ?? [];
    await this.shell(line);
  }

  /** Publishes a newer version; `git pull` fetches it. */
  async publish(version: string): Promise<void> {
    const file = join(this.#folder, 'origin', 'package.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/^ {2}"version": ".*"/m, `  "version": "${version}"`));
    await this.#commit(version);
  }

  async #commit(message: string): Promise<void> {
    const git = ['-C', join(this.#folder, 'origin'), ...author];
    await run('git', [...git, 'add', '-A']);
    await run('git', [...git, 'commit', '-q', '-m', message]);
  }

  forget(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
