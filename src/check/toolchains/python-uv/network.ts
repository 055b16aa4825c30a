import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { downloadAtStart } from '../at-start.ts';
import { environmentAt } from '../python/version.ts';
import { truthy } from './boolean-values.ts';
import { cachedPackages } from './cache.ts';
import { readSettings } from './settings.ts';

/** Whether uv can install without the network, from what an earlier step has cached. */
export function judgeNetwork(
  machine: Machine,
  options: ParsedOptions,
  environment: string,
  refuse: (phrase: string) => Status,
): Status {
  const isSynced = environmentAt(machine, environment)?.synced === true;
  if (machine.phase === 'start') return judgeDownload(machine, options, isSynced);
  if (isSynced) return 'ok';
  const settings = options.has('--no-config') ? 'ok' : readSettings(machine);
  if (settings === 'unknown') return unknown(machine, 'uv.toml');
  if (settings === 'broken') return refuse('error: Failed to parse: `uv.toml`');
  if (!options.has('--offline') && !truthy(machine.env.get('UV_OFFLINE'))) return 'ok';
  const isCached = cachedPackages(machine, options) !== null || machine.cacheMounts.length > 0;
  return isCached ? unknown(machine, 'uv --offline') : refuse('error: Network connectivity is disabled');
}

/** What uv would download when the container starts (measured, uv 0.13: `--reinstall` contacts the index even if everything is cached). */
function judgeDownload(machine: Machine, options: ParsedOptions, isSynced: boolean): Status {
  const anew = ['--reinstall', '--reinstall-package'].some((each) => options.has(each));
  const asksIndex = ['--upgrade', '--upgrade-package'].some((each) => options.has(each));
  if (isSynced && !anew && !asksIndex) return 'ok';
  const isCached = cachedPackages(machine, options) !== null;
  return isCached && !anew ? unknown(machine, 'uv sync') : downloadAtStart(machine, 'uv sync');
}
