import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { state } from '../../../setup/paths.js';
import type { Woe } from './from-parent.ts';

const ownHome = resolve(import.meta.dirname, '../../..');

/** A process of Dockhand's that a test starts, hurts and starts again. */
export interface Hurt {
  readonly start: () => Promise<void>;
  /** kill -9; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; resolves when it has ended, which it does not choose after so long. */
  readonly stop: (graceMs?: number) => Promise<void>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly tell: (woe: Woe) => void;
  /** Resolves when it has died of itself or at a point it was told; false when it did not in time. */
  readonly died: (ms: number) => Promise<boolean>;
  readonly running: () => boolean;
}

const heard = z.union([z.literal('ready'), z.object({ phase: z.string() })]);

export function hurtable(options: {
  /** A file of test/faults/support, or the path from there. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** The checkout that it is started from; this one when absent. */
  readonly home?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  /** Put before the command, for instance `ip netns exec …`. */
  readonly before?: readonly string[];
  /** Given up on when it is not ready by then. Milliseconds. */
  readonly readyMs?: number;
}): Hurt {
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
        // Started again and again: what was compiled once, by `dockhand` too, is not compiled anew.
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
  // Not every entry hears that its parent is gone.
  process.once('exit', () => void child?.kill('SIGKILL'));
  return {
    running: alive,
    start: async () => {
      // Under a fault the first tries may fail, as they would in the hands of whatever restarts it.
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
    tell: (woe) => {
      if (alive()) child?.send(woe, () => undefined);
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
