import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const dockhand = join(import.meta.dirname, '../../../bin/dockhand.js');

/** `dockhand bot` or `dockhand worker`, started as an operator does, with its output. */
export class DockhandProcess {
  readonly #child: ChildProcess;
  readonly #gone: Promise<number | null>;
  #said = '';

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [dockhand, ...args], {
      env: { PATH: process.env.PATH ?? '', NO_COLOR: '1', DOCKHAND_ENV_FILE: 'none', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (bytes: Buffer) => {
        this.#said += bytes.toString();
      });
    this.#gone = new Promise((resolve) => this.#child.once('close', (code) => resolve(code)));
    process.once('exit', () => void this.#child.kill('SIGKILL'));
  }

  /** All output so far. */
  get said(): string {
    return this.#said;
  }

  get lines(): readonly string[] {
    return this.#said.split('\n').filter((line) => line !== '');
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Its exit code once it has ended by itself; `'runs'` if it has not in time. */
  ended(ms: number): Promise<number | null | 'runs'> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'runs'>((resolve) => {
      timer = setTimeout(resolve, ms, 'runs');
    });
    return Promise.race([this.#gone, late]).finally(() => clearTimeout(timer));
  }

  /** Sends SIGTERM; returns how long it took to end, in milliseconds; null when it had to be killed. */
  async stop(patienceMs: number): Promise<number | null> {
    const began = performance.now();
    this.#child.kill('SIGTERM');
    if ((await this.ended(patienceMs)) !== 'runs') return performance.now() - began;
    await this.kill();
    return null;
  }

  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}
