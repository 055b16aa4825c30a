import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, placeOfVariable, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { cachedPackages } from './cache.ts';
import { isLocked, lockAt, lockModeOf, metadataAt, missingPart } from './project.ts';
import { choosePython } from './python.ts';
import { judgeProject, writeLock } from './sync.ts';

/** Problems of `uv run` during a build, when it can still download what is missing. */
export function judgeWhileBuilding(machine: Machine, root: string, options: ParsedOptions): Status {
  const mode = lockModeOf(machine, options);
  const status = judgeProject(machine, root, options, mode);
  if (status === 'ok' && !mode.frozen && !mode.locked) writeLock(machine, root);
  return status;
}

/** Problems of `uv run` at start, when there is no network and everything has to be installed. */
export function judgeAtStart(
  machine: Machine,
  root: string,
  options: ParsedOptions,
  made: string | null,
): Status {
  const { frozen, locked } = lockModeOf(machine, options);
  const refuse = (phrase: string): Status => fail(machine, { kind: 'project-refused', tool: 'uv', phrase });
  const metadata = metadataAt(machine, root);
  if (metadata !== null && metadata.problem !== null) return refuse(`error: ${metadata.problem}`);
  const presence = machine.stage.files.presence(resolvePath(root, 'uv.lock'));
  if (presence === 'absent' && (frozen || locked))
    return refuse(
      `error: Unable to find lockfile at \`uv.lock\`, but \`--${frozen ? 'frozen' : 'locked'}\` was provided.`,
    );
  const python = choosePython(machine, options, root);
  if (python.kind === 'refused' && made === null) return refuse(python.phrase);
  if (python.kind === 'elsewhere' && python.wanted !== made)
    return fail(
      machine,
      { kind: 'needs-network', download: { kind: 'python', version: python.wanted } },
      options.has('--python') ? machine.place : placeOfVariable(machine, 'UV_PYTHON'),
    );
  const part = missingPart(machine, options, root, frozen);
  if (part !== null && part !== 'unknown') return refuse(part);
  const lock = presence === 'absent' ? null : lockAt(machine, root);
  if (lock !== null && lock.problem !== null) return refuse(`error: ${lock.problem}`);
  const isCached = cachedPackages(machine, options) !== null;
  if (!frozen) {
    const fits = presence === 'absent' ? false : isLocked(machine, root);
    if (fits === false && locked)
      return refuse('error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.');
    if (fits === false) return fail(machine, { kind: 'lock-outdated' });
    if (fits === 'unknown' && metadata !== null && lock !== null) return unknown(machine, 'uv.lock');
  }
  const anew = ['--upgrade', '--upgrade-package', '--reinstall', '--reinstall-package'].find((each) =>
    options.has(each),
  );
  if (anew !== undefined) {
    if (isCached) return unknown(machine, `uv run ${anew}`);
    return fail(machine, { kind: 'needs-network', download: { kind: 'option', option: anew.slice(2) } });
  }
  const open = [
    '--refresh',
    '--refresh-package',
    '--package',
    '--group',
    '--extra',
    '--only-group',
    '--all-groups',
    '--all-extras',
  ]
    .filter((each) => options.has(each))
    .find(
      (each) =>
        !(each.startsWith('--all-') && metadata?.groups.size === 0 && metadata.extras.size === 0) &&
        each !== '--package',
    );
  if (open !== undefined) return unknown(machine, `uv run ${open}`);
  return python.kind === 'unknown' || part === 'unknown' ? unknown(machine, 'uv run') : 'ok';
}
