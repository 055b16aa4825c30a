import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { nameOf, resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, subshell, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { lockAlone } from '../doubts.ts';
import { install, noProject } from '../python/installation.ts';
import { isRequired } from '../python/known-distributions.ts';
import { projectMetadata } from '../python/project.ts';
import { normalizedName } from '../python/requirement.ts';
import { environmentAt } from '../python/version.ts';
import { fillCache } from './cache.ts';
import { judgeNetwork } from './network.ts';
import { syncGrammar } from './options.ts';
import {
  environmentFor,
  isLocked,
  type LockMode,
  leavesDevOut,
  locateProject,
  lockAt,
  lockModeOf,
  metadataAt,
  missingPart,
} from './project.ts';
import { choosePython } from './python.ts';
import { ofScript } from './script.ts';
import { judgeUsage, readUsage } from './usage.ts';

/** Combines two checks. uv reports the first problem, so a failure skips the second check. */
const worse = (one: Status, other: () => Status): Status => {
  if (one === 'failed') return one;
  const next = other();
  return next === 'ok' ? one : next;
};

/** `uv sync`: installs the project's dependencies. */
export function uvSync(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, syncGrammar);
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const command = ['uv sync', ...args].join(' ');
  const { cwd, root, start } = locateProject(machine, options);
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'uv', command, phrase });
  let status = judgeUsage(machine, usage, 'uv sync');
  const [operand] = usage.operands;
  if (operand !== undefined)
    status = worse(status, () => refuse(`error: unexpected argument '${operand}' found`));
  const { frozen, locked } = lockModeOf(machine, options);
  if (status !== 'failed' && options.has('--dry-run')) return status;
  if (options.has('--check')) {
    const folder = environmentFor(machine, root === null || root === 'unknown' ? start : root, options);
    return environmentAt(machine, folder)?.synced === true
      ? unknown(machine, 'uv sync --check')
      : refuse('error: The environment is outdated; run `uv sync` to update the environment');
  }
  if (options.has('--script')) status = worse(status, () => ofScript(machine, cwd, options, refuse));
  const inner = cwd === machine.cwd ? machine : subshell(machine, { cwd });
  const lock = machine.stage.files.get(resolvePath(start, 'uv.lock'));
  // A lock file from the build context, not another file copied under its name.
  const isAlone = root === null && frozen && nameOf(lock?.from ?? '') === 'uv.lock';
  if (isAlone) {
    // Measured: uv 0.13 installs from the lock file alone, older releases require pyproject.toml next to it.
    unknown(machine, lockAlone);
  } else if (root === null) {
    status = worse(status, () => noProject(inner, 'uv sync', start));
  } else if (root !== 'unknown') {
    status = worse(status, () => judgeProject(machine, root, options, { frozen, locked }));
  }
  const folder = root === null || root === 'unknown' ? start : root;
  status = worse(status, () => judgeBuildable(machine, folder, options));
  if (options.has('--only-dev') || options.has('--only-group'))
    return worse(status, () => fail(machine, { kind: 'only-dev-installed' }));
  const links = missingLinks(machine, cwd, options);
  if (links !== null)
    status = worse(status, () => refuse(`error: Failed to read \`--find-links\` directory: ${links}`));
  const withoutDev = leavesDevOut(machine, options);
  const environment = environmentFor(machine, folder, options);
  status = worse(status, () => judgeNetwork(machine, options, environment, refuse));
  const leaves = leavesOut(machine, folder, options);
  if (leaves === 'unknown') status = worse(status, () => unknown(machine, 'uv sync --no-install-package'));
  if (status !== 'failed' && leaves === false)
    fillCache(machine, options, withoutDev ? 'without-dev' : 'all');
  const exact = frozen || locked;
  const packages = packagesOf(machine, folder, options, frozen);
  if (!exact && status !== 'failed' && root !== 'unknown') writeLock(machine, folder);
  const choice = choosePython(machine, options, folder);
  const python = choice.kind === 'elsewhere' ? choice.wanted : null;
  return install(
    machine,
    {
      command,
      implicit: false,
      exact,
      root: folder,
      environment,
      withoutDev,
      packages,
      synced: leaves !== true,
      incomplete: leaves === true,
      leftOut: leaves === true ? (options.get('--no-install-package') ?? []).map(normalizedName) : [],
      python,
    },
    status,
  );
}

/** Problems of a project that uv reports before it installs anything (measured, uv 0.13). */
export function judgeProject(
  machine: Machine,
  root: string,
  options: ParsedOptions,
  { frozen, locked }: LockMode,
): Status {
  const refuse = (phrase: string): Status => fail(machine, { kind: 'project-refused', tool: 'uv', phrase });
  const metadata = metadataAt(machine, root);
  if (metadata !== null && metadata.problem !== null) return refuse(`error: ${metadata.problem}`);
  const presence = machine.stage.files.presence(resolvePath(root, 'uv.lock'));
  if (presence === 'absent' && (frozen || locked)) {
    const flag = options.has('--locked') || !frozen ? '--locked' : '--frozen';
    return fail(machine, { kind: 'lock-not-found', command: 'uv sync', flag, folder: root });
  }
  const lock = presence === 'absent' ? null : lockAt(machine, root);
  if (lock !== null && lock.problem !== null) return refuse(`error: ${lock.problem}`);
  const name = metadata?.name ?? null;
  if (frozen && lock !== null && name !== null && !lock.members.has(name)) {
    return refuse(
      `error: The lockfile at \`uv.lock\` needs to be updated, but \`--frozen\` was provided: Missing workspace member \`${name}\`.`,
    );
  }
  if (locked && !frozen && isLocked(machine, root) === false)
    return refuse('error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.');
  const python = choosePython(machine, options, root);
  if (python.kind === 'refused') return refuse(python.phrase);
  const part = missingPart(machine, options, root, frozen);
  if (part !== null && part !== 'unknown') return refuse(part);
  // It succeeds if uv may download a Python, which is unknown.
  if (python.kind === 'elsewhere') unknown(machine, `uv: downloads Python ${python.wanted}`);
  if (python.kind === 'unknown') return unknown(machine, 'uv: which Python');
  if (part === 'unknown') return unknown(machine, 'uv: which packages');
  if (
    locked &&
    isLocked(machine, root) === 'unknown' &&
    presence === 'file' &&
    metadata !== null &&
    lock !== null
  )
    return unknown(machine, 'uv.lock');
  if (metadata !== null && metadata.dependencies === null) return unknown(machine, 'pyproject.toml');
  const freely = ['--resolution', '--prerelease', '--prerelease-flag', '--fork-strategy', '--exclude-newer'];
  const elsewhere = [
    '--index',
    '--default-index',
    '--index-url',
    '--extra-index-url',
    '--find-links',
    '--no-index',
  ];
  const open = [...freely, ...elsewhere].find((each) => options.has(each));
  return open !== undefined && !frozen ? unknown(machine, `uv ${open}`) : 'ok';
}

/** A missing folder of `--find-links`. A typo such as `-frozen` is read as `-f rozen`. */
function missingLinks(machine: Machine, cwd: string, options: ParsedOptions): string | null {
  const folders = (options.get('--find-links') ?? []).filter((each) => isKnown(each) && !/^\w+:/.test(each));
  const paths = folders.map((each) => resolvePath(cwd, each));
  return paths.find((path) => machine.stage.files.presence(path) === 'absent') ?? null;
}

/** The packages that uv installs; null when they cannot be determined, and those of the lesson are assumed. */
export function packagesOf(
  machine: Machine,
  root: string,
  options: ParsedOptions,
  frozen: boolean,
): ReadonlySet<string> | null {
  const metadata = metadataAt(machine, root);
  const lock = frozen ? lockAt(machine, root) : null;
  if (metadata?.dependencies == null || (frozen && lock === null)) return null;
  if (metadata.name === null) return new Set();
  const own = frozen
    ? (lock?.members.get(metadata.name)?.installs ?? new Set<string>())
    : metadata.dependencies;
  const more = [...metadata.groups]
    .filter(
      ([group]) => options.has('--all-groups') || options.get('--group')?.includes(group) || group === 'dev',
    )
    .concat(
      [...metadata.extras].filter(
        ([extra]) => options.has('--all-extras') || options.get('--extra')?.includes(extra),
      ),
    )
    .flatMap(([, list]) => list.map(({ name }) => name));
  const leftOut = new Set(options.get('--no-install-package') ?? []);
  return new Set([...own, ...more].filter((name) => !leftOut.has(name)));
}

/** Whether `--no-install-package` excludes a package that the project needs, directly or as a dependency of another one. */
function leavesOut(machine: Machine, root: string, options: ParsedOptions): boolean | 'unknown' {
  const leftOut = (options.get('--no-install-package') ?? []).map(normalizedName);
  if (leftOut.length === 0) return false;
  const metadata = metadataAt(machine, root);
  const lock = lockAt(machine, root);
  const own = lock?.members.get(metadata?.name ?? '')?.installs;
  const asked = [...(own ?? []), ...(metadata?.dependencies ?? [])];
  if (leftOut.some((name) => isRequired(asked, name))) return true;
  // It may be an indirect dependency, or not needed on this platform.
  return lock === null || leftOut.some((name) => lock.packages.has(name)) ? 'unknown' : false;
}

/** Without a lock file, or with an outdated one, uv writes a matching one. */
export function writeLock(machine: Machine, root: string): void {
  const path = resolvePath(root, 'uv.lock');
  if (machine.stage.files.presence(path) === 'file' && isLocked(machine, root) !== false) return;
  machine.stage.files.put(path, {
    ...plainFile,
    tool: 'uv-lock',
    line: machine.place.line,
    certain: machine.certain,
  });
}

/** Syncing a project with a build system builds it, which requires its readme. */
function judgeBuildable(machine: Machine, root: string, options: ParsedOptions): Status {
  const { hasBuildSystem, readme } = machine.project.fact(projectMetadata);
  if (!hasBuildSystem || readme === null) return 'ok';
  if (options.has('--no-install-project') || options.has('--no-install-workspace')) return 'ok';
  if (machine.stage.files.presence(resolvePath(root, readme)) !== 'absent') return 'ok';
  return fail(machine, { kind: 'readme-not-found', path: readme });
}
