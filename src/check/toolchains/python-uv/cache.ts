import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot, ownerOf, userName } from '../../dockerfile/user.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { mayMake } from '../../simulation/image/rights.ts';
import { homeOf, isSameUser } from '../../simulation/image/stage.ts';
import { within } from '../../simulation/image/within.ts';
import type { ParsedCommandLine } from '../../simulation/programs/options.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { truthy } from './boolean-values.ts';

/**
 * What uv's cache of downloaded packages contains. With a filled cache, an image needs no network at start: `uv run` recreates a missing
 * environment from it (measured, uv 0.13).
 */
export type CacheContents = 'all' | 'without-dev' | 'others';

/** Whether uv runs without a cache. */
export const keepsNone = ({ env }: Pick<Machine, 'env'>, options: ParsedCommandLine['options']): boolean =>
  options.has('--no-cache') ||
  options.has('--no-cache-dir') ||
  options.has('-n') ||
  truthy(env.get('UV_NO_CACHE'));

/** The cache folder; null when uv uses none. */
function cacheFolder(
  { env, stage, user, cwd }: Machine,
  options: ParsedCommandLine['options'],
): string | null {
  if (keepsNone({ env }, options)) return null;
  const home = env.get('HOME') || homeOf(stage, user);
  const caches = env.get('XDG_CACHE_HOME') ?? (home === null ? undefined : `${home}/.cache`);
  const folder = options.get('--cache-dir')?.at(-1) ?? env.get('UV_CACHE_DIR') ?? (caches && `${caches}/uv`);
  return folder === undefined || !isKnown(folder) ? null : resolvePath(cwd, folder);
}

const markIn = (folder: string): string => resolvePath(folder, 'CACHEDIR.TAG');

/** Records that a step has left packages in the cache. A mounted cache is not in the image after the step. */
export function fillCache(
  machine: Machine,
  options: ParsedCommandLine['options'],
  contents: CacheContents,
): void {
  const folder = cacheFolder(machine, options);
  if (folder === null || !machine.certain || machine.phase !== 'build') return;
  if (machine.cacheMounts.some((mount) => within(mount.folder, folder))) return;
  const owner = ownerOf(machine.user);
  const path = markIn(folder);
  // Keep what was cached before.
  if (machine.stage.files.get(path)?.text === 'all') return;
  machine.stage.files.put(path, { ...plainFile, text: contents, owner, line: machine.place.line });
}

/** What the current user's cache contains; null when it is empty. */
export function cachedPackages(
  machine: Machine,
  options: ParsedCommandLine['options'],
): CacheContents | null {
  const folder = cacheFolder(machine, options);
  const text = folder === null ? null : (machine.stage.files.get(markIn(folder))?.text ?? null);
  return text === 'all' || text === 'without-dev' || text === 'others' ? text : null;
}

/** `uv cache clean`: empties the cache. */
export function cleanCache(machine: Machine, options: ParsedCommandLine['options']): void {
  const folder = cacheFolder(machine, options);
  if (folder !== null) machine.stage.files.remove(markIn(folder));
}

/** A cache that the user cannot write to, or might not be able to if that is uncertain. */
export interface RefusedCache {
  readonly folder: string;
  readonly certain: boolean;
}

/**
 * The cache, if the user certainly or possibly cannot write to it. If uv cannot write to it, uv does not work at all (measured, uv 0.13).
 */
export function refusedCache(machine: Machine, options: ParsedCommandLine['options']): RefusedCache | null {
  const folder = cacheFolder(machine, options);
  if (folder === null || isRoot(machine.user) || !isKnown(machine.user)) return null;
  const mount = machine.cacheMounts.find((each) => within(each.folder, folder));
  if (mount === undefined) return refusedFolder(machine, options, folder);
  if (mount.writers === 'all') return null;
  if (
    typeof mount.writers === 'object' &&
    isSameUser(machine.stage, userName(machine.user), mount.writers.uid)
  )
    return null;
  return { folder, certain: mount.writers === 'root' };
}

/** Checks a cache folder that is set explicitly. The default is in the user's own home, which belongs to the user. */
function refusedFolder(
  { stage, env, user }: Machine,
  options: ParsedCommandLine['options'],
  folder: string,
): RefusedCache | null {
  const names = ['UV_CACHE_DIR', 'XDG_CACHE_HOME', 'HOME'];
  if (!options.has('--cache-dir') && !names.some((each) => env.has(each))) return null;
  const allowed = mayMake(stage, user, markIn(folder));
  return allowed === true ? null : { folder, certain: allowed === false };
}
