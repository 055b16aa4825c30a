import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { settledWithin } from '../../timing/time-limit.ts';

/** The folder of this checkout. */
export const home = resolve(import.meta.dirname, '../../..');

/** How long a process may take to exit when asked to. Milliseconds. */
const graceTime = 10_000;

/** Dockhand's own bot or worker as a child process with a log file. */
export class DemoProcess {
  readonly log: string;
  readonly #name: 'bot' | 'worker';
  readonly #child: ChildProcess;

  constructor(name: 'bot' | 'worker', environment: NodeJS.ProcessEnv, folder: string) {
    this.#name = name;
    this.log = join(folder, `${name}.log`);
    this.#child = spawn(process.execPath, [join(home, 'bin/dockhand.js'), name], {
      cwd: home,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const file = createWriteStream(this.log);
    this.#child.stdout?.pipe(file, { end: false });
    this.#child.stderr?.pipe(file, { end: false });
  }

  /** Describes an unexpected exit, with the path of the log; null while the process is running. */
  failure(): string | null {
    const { exitCode } = this.#child;
    return exitCode === null ? null : `The ${this.#name} ended with code ${exitCode}. Its log is ${this.log}`;
  }

  async stop(): Promise<void> {
    if (this.#hasEnded()) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await settledWithin(exit, graceTime);
    if (this.#hasEnded()) return;
    this.#child.kill('SIGKILL');
    await exit;
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}
