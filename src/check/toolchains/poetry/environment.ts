import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment, systemEnvironment } from '../../simulation/image/stage.ts';
import { homeFolder } from '../../simulation/shell/home.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { activate, setEnvironment } from '../python/installation.ts';
import { environmentOf } from '../python/interpreter.ts';
import { setting } from './settings.ts';

/** The environment that poetry uses for a project: the active one, the system's, the project's `.venv`, or one in its cache. */
export function environmentFor(machine: Machine, root: string): string | 'unknown' {
  const { environments } = machine.stage;
  const active = machine.env.get('VIRTUAL_ENV');
  if (active !== undefined && environments.has(active)) return active;
  const creates = setting(machine, 'create', root);
  if (creates === 'unknown') return 'unknown';
  // Poetry in an environment of its own has a separate way to find the system's Python.
  if (creates === false)
    return environmentOf(machine, 'poetry') === systemEnvironment ? systemEnvironment : 'unknown';
  const inProject = setting(machine, 'in-project', root);
  if (inProject === 'unknown') return 'unknown';
  const own = resolvePath(root, '.venv');
  if (inProject === true || (inProject === null && environments.has(own))) return own;
  const { env } = machine;
  const cache = env.get('POETRY_CACHE_DIR') ?? `${homeFolder(machine)}/.cache/pypoetry`;
  const folder = env.get('POETRY_VIRTUALENVS_PATH') ?? `${cache}/virtualenvs`;
  // The real name ends with a hash of the project's folder.
  const path = `${folder}/project${root.replaceAll('/', '-')}`;
  return isKnown(path) ? path : 'unknown';
}

/** Activates an environment for the following commands, and creates it if it does not exist. */
export function enterEnvironment(inner: Machine, environment: string): void {
  if (environment === systemEnvironment) return;
  if (!inner.stage.environments.has(environment)) setEnvironment(inner, environment, bareEnvironment);
  activate(inner, environment);
}
