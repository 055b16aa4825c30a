import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { state } from '../../../setup/paths.js';
import type { InjectedFault } from './fault-injection.ts';

const ownHome = resolve(import.meta.dirname, '../../..');

/** A process of Dockhand that a test starts, kills, freezes and starts again. */
export interface ControlledProcess {
  readonly start: () => Promise<void>;
  /** kill -9; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** SIGTERM, then SIGKILL after the grace period; resolves when it has ended. */
  readonly stop: (graceMs?: number) => Promise<void>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly inject: (fault: InjectedFault) => void;
  /** Resolves when it has ended by itself or at a crash point; false if it has not in time. */
  readonly died: (ms: number) => Promise<boolean>;
  readonly running: () => boolean;
}

const heard = z.union([z.literal('ready'), z.object({ phase: z.string() })]);

export function controlledProcess(options: {
  /** A file of test/faults/support, or a path relative to there. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** The checkout to start it from; this one when absent. */
  readonly home?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  /** A prefix of the command, for instance `ip netns exec …`. */
  readonly before?: readonly string[];
  /** How long it may take until it is ready. Milliseconds. */
  readonly readyMs?: number;
}): ControlledProcess {
  const { env, home = ownHome, before = [], readyMs = 90_000 } = options;
  const log: WriteStream = createWriteStream(options.log, { flags: 'a' });
  let child: ChildProcess | null = null;
  const alive = (): boolean => child !== null && child.exitCode === null && child.signalCode === null;
  const gone = (): Promise<void> =>
    new Promise((resolved) => {
      if (!alive()) resolved();
      else child?.once('exit', () => resolved());
    });
  const begin = async (): Promise<void> => {
    const command = [
      ...before,
      process.execPath,
      join(home, 'test/faults/support', options.entry),
      ...(options.args ?? []),
    ];
    const started = spawn(command[0] ?? '', command.slice(1), {
      cwd: home,
      env: {
        ...process.env,
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
        // These processes start again and again: they share a compile cache, with `dockhand` too.
        NODE_COMPILE_CACHE: join(state, 'compile-cache'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child = started;
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    const ready = new Promise<void>((resolved) =>
      started.on('message', (message) => {
        if (heard.safeParse(message).data === 'ready') resolved();
      }),
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolved) => {
      timer = setTimeout(resolved, readyMs);
    });
    await Promise.race([ready, gone(), late]);
    clearTimeout(timer);
  };
  // Not every entry point notices that its parent is gone.
  process.once('exit', () => void child?.kill('SIGKILL'));
  return {
    running: alive,
    start: async () => {
      // Under a fault the first attempts may fail, as they would under any supervisor that restarts it.
      for (let tries = 0; tries < 4 && !alive(); tries += 1) await begin();
      if (!alive()) throw new Error(`${options.entry} does not start: see ${options.log}`);
    },
    kill: async () => {
      const over = gone();
      child?.kill('SIGKILL');
      await over;
    },
    stop: async (graceMs = 20_000) => {
      const over = gone();
      child?.kill('SIGTERM');
      const impatient = setTimeout(() => child?.kill('SIGKILL'), graceMs);
      await over;
      clearTimeout(impatient);
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    inject: (fault) => {
      if (alive()) child?.send(fault, () => undefined);
    },
    died: async (ms) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolved) => {
        timer = setTimeout(resolved, ms);
      });
      await Promise.race([gone(), late]);
      clearTimeout(timer);
      return !alive();
    },
  };
}
