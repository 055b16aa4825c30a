import { parentOf, resolvePath, within } from '../files.ts';
import { install, setEnvironment } from '../install.ts';
import { fail, type Machine, type Status, setVariable, subshell, unknown } from '../machine.ts';
import { type Parsed, parseOptions } from '../options.ts';
import { bareEnvironment, isRoot } from '../stage.ts';
import { fillCache, keptIn } from './cache.ts';
import { runTable, truthy, wrongOption } from './options.ts';
import { environmentFor, whereFor } from './project.ts';

/** `uv run`: brings the environment up to date, and runs a command in it. */
export function uvRun(machine: Machine, args: readonly string[], global: Parsed['options']): Status {
  const parsed = parseOptions(args, runTable, true);
  const options = new Map([...global, ...parsed.options]);
  const aim = machine.phase === 'start' ? 'entrypoint-script' : null;
  let status = wrongOption(machine, parsed, 'uv run', runTable, aim);
  const { cwd, root } = whereFor(machine, options);
  const inner = subshell(machine, { cwd });
  const withoutProject = options.has('--no-project') || options.has('--isolated');
  if (root !== null && !withoutProject) {
    const folder = root === 'unknown' ? cwd : root;
    const environment = environmentFor(machine, folder, options);
    status = prepare(machine, folder, environment, root === 'unknown', options, status);
    setVariable(inner, 'VIRTUAL_ENV', environment);
    setVariable(inner, 'PATH', `${environment}/bin:${machine.env.get('PATH') ?? ''}`);
  }
  if (
    machine.phase === 'start' &&
    ['-w', '--with', '--with-requirements'].some((each) => options.has(each))
  ) {
    const what = options.get('--with')?.[0] ?? options.get('-w')?.[0] ?? '';
    status = fail(machine, 'needs-network', { what: `with ${what}`, folder: '' }, 'entrypoint-script');
  }
  const [command, ...rest] = parsed.operands;
  if (command === undefined) return status;
  inner.exec = machine.exec;
  const words =
    options.has('-m') || options.has('--module') ? ['python', '-m', command, ...rest] : [command, ...rest];
  const isScript = command.endsWith('.py') && !options.has('-m');
  const ran = inner.run.words(inner, isScript ? ['python', ...words] : words, null);
  if (ran === 'stops') return 'stops';
  return status === 'failed' ? 'failed' : ran;
}

/** What `uv run` does first: brings the environment up to date. At start that needs the network if anything is missing. */
function prepare(
  machine: Machine,
  root: string,
  folder: string,
  doubtful: boolean,
  options: Parsed['options'],
  status: Status,
): Status {
  const { stage } = machine;
  const environment = stage.environments.get(folder);
  const noSync = options.has('--no-sync') || truthy(machine.env.get('UV_NO_SYNC'));
  const withoutDev =
    options.has('--no-dev') || options.has('--no-default-groups') || truthy(machine.env.get('UV_NO_DEV'));
  // Without an environment it makes an empty one, and finds nothing in it.
  if (noSync && environment !== undefined) return status;
  const wantsDev = environment?.withoutDev === true && !withoutDev && machine.project.metadata.hasDevGroup;
  if (environment?.project === true && !wantsDev) return status;
  if (environment?.project === 'unknown' || doubtful) return unknown(machine, 'uv run');
  if (machine.phase === 'build') {
    const frozen =
      options.has('--frozen') ||
      options.has('--locked') ||
      truthy(machine.env.get('UV_FROZEN')) ||
      truthy(machine.env.get('UV_LOCKED'));
    if (status !== 'failed') fillCache(machine, options, withoutDev ? 'without-dev' : 'all');
    return install(
      machine,
      { command: 'uv run', implicit: true, exact: frozen, root, environment: folder, withoutDev },
      status,
    );
  }
  if (stage.files.isVague) return unknown(machine, 'uv run');
  const kept = keptIn(machine, options);
  if (
    !noSync &&
    kept !== null &&
    !(kept === 'without-dev' && machine.project.metadata.hasDevGroup && !withoutDev)
  ) {
    // Whether another user may write there, and whether the versions are those of the lock file, is not followed.
    if (kept === 'others' || !isRoot(machine.user) || machine.project.metadata.hasBuildSystem)
      return unknown(machine, 'uv run');
    const { place: at } = machine;
    machine.happenings.push({ kind: 'made-at-start', at, folder });
    setEnvironment(machine, folder, { ...bareEnvironment, project: true, withoutDev, line: at.line });
    return status;
  }
  const above = installedAbove(machine, root);
  if (above !== null) {
    const values = { what: 'all', folder, where: above, root };
    return fail(machine, 'needs-network', values, 'dependencies-copied-first');
  }
  return fail(machine, 'needs-network', { what: wantsDev ? 'dev' : 'all', folder }, 'dependencies-installed');
}

/**
 * The folder above the project that the dependency files were copied into, so that uv installed there: the project
 * came into its own folder only with the source.
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
