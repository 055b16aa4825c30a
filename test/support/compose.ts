import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Docker Compose as the set-up finds it: its own copy, else the machine's. */
function composeCommand(): readonly string[] {
  const state = process.env.DOCKHAND_STATE ?? join(root, '.state');
  const own = join(state, 'bin', 'docker-compose');
  return existsSync(own) ? [own] : ['docker', 'compose'];
}

/** Runs Compose in a folder, with only the given variables from this process's environment. */
export function compose(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): { readonly code: number | null; readonly out: string; readonly err: string } {
  const [command = '', ...before] = composeCommand();
  const { status, stdout, stderr } = spawnSync(command, [...before, ...args], {
    cwd: options.cwd ?? root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...options.env },
    timeout: 30_000,
  });
  return { code: status, out: stdout, err: stderr };
}
