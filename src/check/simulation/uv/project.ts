import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../files.ts';
import { upwards } from '../install.ts';
import type { Machine } from '../machine.ts';
import type { Parsed } from '../options.ts';

/** The folder that uv works in, and the project's root. */
export function whereFor(
  machine: Machine,
  options: Parsed['options'],
): { readonly cwd: string; readonly root: string | 'unknown' | null; readonly start: string } {
  const directory = options.get('--directory')?.at(-1);
  const cwd = directory === undefined ? machine.cwd : resolvePath(machine.cwd, directory);
  const given = options.get('--project')?.at(-1) ?? machine.env.get('UV_PROJECT');
  const start = given === undefined ? cwd : resolvePath(cwd, given);
  return { cwd, start, root: isKnown(start) ? upwards(machine, start, 'pyproject.toml') : 'unknown' };
}

/** The virtual environment that uv uses for a project. */
export function environmentFor(machine: Machine, root: string, options: Parsed['options']): string {
  const active = machine.env.get('VIRTUAL_ENV');
  if (options.has('--active') && active !== undefined) return active;
  const set = machine.env.get('UV_PROJECT_ENVIRONMENT');
  return set === undefined || set === '' ? resolvePath(root, '.venv') : resolvePath(root, set);
}
