import { isKnown } from '../../dockerfile/unknown-text.ts';
import { isRoot } from '../../dockerfile/user.ts';
import type { Download } from '../../simulation/failures.ts';
import { parentOf, resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment, type Environment } from '../../simulation/image/stage.ts';
import { within } from '../../simulation/image/within.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, subshell, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { activate, install, setEnvironment } from '../python/installation.ts';
import { ofOtherPython } from '../python/interpreter.ts';
import { projectMetadata } from '../python/project.ts';
import { readRequirement } from '../python/requirement.ts';
import { environmentAt } from '../python/version.ts';
import { truthy } from './boolean-values.ts';
import { cachedPackages, fillCache } from './cache.ts';
import { readEnvFile } from './env-file.ts';
import { judgeAtStart, judgeWhileBuilding } from './judge-run.ts';
import { runGrammar } from './options.ts';
import { environmentFor, leavesDevOut, locateProject, lockModeOf } from './project.ts';
import { packagesOf } from './sync.ts';
import { judgeUsage, readUsage } from './usage.ts';

/** `uv run`: updates the environment, and runs a command in it. */
export function uvRun(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, runGrammar, 'before-operands');
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'uv', command: 'uv run', phrase });
  let status = judgeUsage(machine, usage, 'uv run');
  const [command, ...rest] = usage.operands;
  const { cwd, root } = locateProject(machine, options);
  const inner = subshell(machine, { cwd });
  const withoutProject = options.has('--no-project') || truthy(machine.env.get('UV_NO_PROJECT'));
  const isolated = options.has('--isolated') || truthy(machine.env.get('UV_ISOLATED'));
  if (root === null || withoutProject) {
    if (isolated) status = status === 'failed' ? status : unknown(machine, 'uv run --isolated');
    else {
      const found = discovered(machine, cwd);
      if (found !== null) activate(inner, found);
    }
  } else {
    const folder = root === 'unknown' ? cwd : root;
    const environment = isolated ? `${folder}/.isolated` : environmentFor(machine, folder, options);
    const doubtful = root === 'unknown';
    status = prepare(machine, { root: folder, folder: environment, options, doubtful }, status);
    activate(inner, environment);
  }
  if (status !== 'failed') status = addExtras(inner, options, status, refuse);
  if (command === undefined)
    return status === 'failed'
      ? status
      : refuse('Provide a command or script to invoke with `uv run <command>`');
  inner.exec = machine.exec;
  if (command === '-' || /^https?:/.test(command)) return unknown(machine, 'uv run');
  const ran = inner.host.runWords(inner, commandWords(command, rest, options), null);
  if (ran === 'stops') return 'stops';
  return status === 'ok' || ran === 'failed' ? ran : status;
}

/** The command line that `uv run` executes: Python runs scripts and modules, and uv accepts `Python` for `python`. */
function commandWords(command: string, rest: readonly string[], options: ParsedOptions): readonly string[] {
  if (options.has('--module')) return ['python', '-m', command, ...rest];
  if (options.has('--script') || command.endsWith('.py')) return ['python', command, ...rest];
  return [/^python$/i.test(command) ? 'python' : command, ...rest];
}

/** The environment that uv finds without a project: the active one, else the nearest .venv in this folder or one above. */
export function discovered(machine: Machine, from: string): string | null {
  const { environments } = machine.stage;
  const active = machine.env.get('VIRTUAL_ENV');
  if (active !== undefined && environments.has(active)) return active;
  for (let folder = from; ; folder = parentOf(folder)) {
    const candidate = resolvePath(folder, '.venv');
    if (environments.has(candidate)) return candidate;
    if (folder === '/' || !isKnown(folder)) return null;
  }
}

/** Handles additions to the project: the packages of `--with`, and files with environment variables. */
function addExtras(
  machine: Machine,
  options: ParsedOptions,
  status: Status,
  refuse: (phrase: string) => Status,
): Status {
  const file = options.get('--env-file')?.at(-1) ?? machine.env.get('UV_ENV_FILE');
  if (file !== undefined && file !== '' && !options.has('--no-env-file')) {
    const path = resolvePath(machine.cwd, file);
    if (isKnown(path) && machine.stage.files.presence(path) === 'absent')
      return refuse(`error: No environment file found at: ${file}`);
    const read = readEnvFile(machine, machine.stage.files.get(path)?.text ?? null);
    if (read !== 'ok') status = read;
  }
  for (const written of options.get('--with-requirements') ?? []) {
    if (machine.stage.files.presence(resolvePath(machine.cwd, written)) === 'absent')
      return refuse(`error: File not found: ${written}`);
    status = unknown(machine, 'uv run --with-requirements');
  }
  if (options.has('--with-editable')) status = unknown(machine, 'uv run --with-editable');
  const environment = machine.stage.environments.get(machine.env.get('VIRTUAL_ENV') ?? '');
  for (const written of (options.get('--with') ?? []).flatMap((each) => each.split(','))) {
    const requirement = readRequirement(written);
    if (requirement === null) return unknown(machine, `uv run --with ${written}`);
    const { name, specifier } = requirement;
    const own =
      environment?.project === true && machine.project.fact(projectMetadata).dependencies?.has(name) === true;
    // What is already installed is not downloaded again.
    if ((own || environment?.packages.has(name) === true) && specifier === '') continue;
    if (machine.phase === 'start' && !own)
      return fail(machine, {
        kind: 'needs-network',
        download: { kind: 'option', option: `with ${written}` },
      });
    status = unknown(machine, `uv run --with ${written}`);
  }
  return status;
}

/** The project that `uv run` uses, and its environment. */
interface RunTarget {
  readonly root: string;
  /** The folder of the environment. */
  readonly folder: string;
  readonly options: ParsedOptions;
  /** Whether it is uncertain that there is a project at all. */
  readonly doubtful: boolean;
}

/** The first part of `uv run`: updates the environment. At start, this needs the network if anything is missing. */
function prepare(machine: Machine, target: RunTarget, before: Status): Status {
  const { root, folder, options, doubtful } = target;
  const environment = environmentAt(machine, folder);
  // Without an environment uv creates an empty one, in which it finds nothing.
  if (isNoSync(machine, options) && environment !== undefined) return before;
  if (environment !== undefined && options.has('--exact'))
    removeOthers(machine, folder, environment, options);
  const isMade = environment?.project === true || environment?.synced === true;
  let status = before;
  if (status !== 'failed' && !doubtful && (isMade || machine.phase === 'build')) {
    const judged =
      machine.phase === 'start'
        ? judgeAtStart(machine, root, options, environment?.downloaded ?? null)
        : judgeWhileBuilding(machine, root, options);
    if (judged !== 'ok') status = judged;
    if (judged === 'failed') return status;
  }
  const wantsDev =
    environment?.withoutDev === true && !leavesDevOut(machine, options) && hasDevGroup(machine);
  if (isMade && !wantsDev) return status;
  if (environment?.project === 'unknown' || doubtful) return unknown(machine, 'uv run');
  if (machine.phase === 'build') return installWhileBuilding(machine, target, status);
  if (machine.stage.files.isVague) return unknown(machine, 'uv run');
  return installAtStart(machine, target, wantsDev, status);
}

const isNoSync = (machine: Machine, options: ParsedOptions): boolean =>
  options.has('--no-sync') || truthy(machine.env.get('UV_NO_SYNC'));

const hasDevGroup = (machine: Machine): boolean => machine.project.fact(projectMetadata).hasDevGroup;

function installWhileBuilding(machine: Machine, target: RunTarget, status: Status): Status {
  const { root, folder, options } = target;
  const { frozen, locked } = lockModeOf(machine, options);
  const exact = frozen || locked;
  const withoutDev = leavesDevOut(machine, options);
  if (status !== 'failed') fillCache(machine, options, withoutDev ? 'without-dev' : 'all');
  return install(
    machine,
    {
      command: 'uv run',
      implicit: true,
      exact,
      root,
      environment: folder,
      withoutDev,
      packages: packagesOf(machine, root, options, exact),
      synced: true,
    },
    status,
  );
}

/** Recreates the environment from uv's cache, which an earlier step filled, so that no network is needed. */
function installAtStart(machine: Machine, target: RunTarget, wantsDev: boolean, status: Status): Status {
  const { root, folder, options } = target;
  const withoutDev = leavesDevOut(machine, options);
  const cached = isNoSync(machine, options) ? null : cachedPackages(machine, options);
  if (cached === null || (cached === 'without-dev' && hasDevGroup(machine) && !withoutDev)) {
    const other = ofOtherPython(machine, folder);
    if (other !== null)
      return fail(machine, other, { file: machine.project.dockerfile, line: machine.stage.line });
    const above = installedAbove(machine, root);
    const download: Download =
      above === null
        ? { kind: wantsDev ? 'dev-group' : 'packages', environment: folder }
        : { kind: 'packages-above', installed: above, root };
    return fail(machine, { kind: 'needs-network', download });
  }
  // The simulation does not track whether another user can write there, nor whether the cached versions match the lock file.
  if (cached === 'others' || !isRoot(machine.user) || machine.project.fact(projectMetadata).hasBuildSystem)
    return unknown(machine, 'uv run');
  const { place: at } = machine;
  machine.events.push({ kind: 'environment-rebuilt', at, folder });
  setEnvironment(machine, folder, {
    ...bareEnvironment,
    project: true,
    synced: true,
    withoutDev,
    line: at.line,
  });
  return status;
}

/** `--exact`: removes packages that are not in the project, as `uv sync` does. */
function removeOthers(
  machine: Machine,
  folder: string,
  environment: Environment,
  options: ParsedOptions,
): void {
  if (options.has('--inexact')) unknown(machine, 'uv run --exact --inexact');
  else machine.stage.environments.set(folder, { ...environment, packages: new Set() });
}

/**
 * The folder above the project into which the dependency files were copied, so that uv installed there. The project's own folder was only
 * created when the source was copied. Null when there is no such folder.
 */
function installedAbove({ stage }: Machine, root: string): string | null {
  for (const [folder, { project }] of stage.environments) {
    const home = parentOf(folder);
    if (project !== true || folder !== resolvePath(home, '.venv') || home === root || !within(home, root))
      continue;
    if (stage.files.get(resolvePath(home, 'pyproject.toml'))?.from != null) return home;
  }
  return null;
}
