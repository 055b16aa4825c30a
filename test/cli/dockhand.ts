import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real command line in a process of its own, with a plain environment. */
export function dockhand(
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    readonly timeoutMs?: number;
  } = {},
): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/dockhand.js'), ...args], {
    encoding: 'utf8',
    cwd: options.cwd ?? root,
    // A developer's own .env must not affect a test.
    env: { PATH: process.env.PATH ?? '', NO_COLOR: '1', DOCKHAND_ENV_FILE: 'none', ...options.env },
    timeout: options.timeoutMs ?? 15_000,
  });
  return { code: status, out: stdout, err: stderr };
}

export const lessonFolder = join(root, 'lessons/backend-docker');
export const teaHouse = join(root, 'test/lesson/lessons/tea-house.md');
