import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { downloadAtStart } from '../at-start.ts';
import { addPackages } from '../pip/requirements.ts';
import { sourceBuild } from '../pip/source-builds.ts';
import { install, noProject } from '../python/installation.ts';
import { isRequired } from '../python/known-distributions.ts';
import { neededPackages } from '../python/project.ts';
import { readRequirement } from '../python/requirement.ts';
import { truthy } from './boolean-values.ts';
import { cachedPackages } from './cache.ts';
import { addGrammar, lockGrammar } from './options.ts';
import { environmentFor, isLocked, locateProject, metadataAt } from './project.ts';
import { judgeProject, packagesOf, writeLock } from './sync.ts';
import { judgeUsage, readUsage } from './usage.ts';

/** `uv lock`: updates the lock file, or checks that it is up to date. */
export function uvLock(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, lockGrammar);
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const status = judgeUsage(machine, usage, 'uv lock');
  if (status === 'failed') return status;
  const { root, start } = locateProject(machine, options);
  if (root === null) return noProject(machine, 'uv lock', start);
  if (root === 'unknown') return unknown(machine, 'uv lock');
  const only = options.has('--check') || options.has('--locked') || options.has('--check-exists');
  const judged = judgeProject(machine, root, options, { frozen: false, locked: only });
  if (judged !== 'ok') return judged;
  const asksIndex = options.has('--upgrade') || options.has('--upgrade-package');
  if (machine.phase === 'start' && (asksIndex || isLocked(machine, root) !== true))
    return asksIndex && cachedPackages(machine, options) === null
      ? downloadAtStart(machine, 'uv lock --upgrade')
      : unknown(machine, 'uv lock');
  if (!only && !options.has('--dry-run') && !options.has('--frozen')) writeLock(machine, root);
  return status;
}

/** `uv add`: adds packages to pyproject.toml, then locks and installs everything. */
export function uvAdd(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, addGrammar);
  const { operands } = usage;
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const command = ['uv add', ...args].join(' ');
  let status = judgeUsage(machine, usage, 'uv add');
  if (status === 'failed') return status;
  const { root, start } = locateProject(machine, options);
  if (root === null) return noProject(machine, 'uv add', start);
  if (root === 'unknown') return unknown(machine, 'uv add');
  const files = options.get('--requirements') ?? [];
  const phrase = refusalOf(machine, operands, files);
  if (phrase !== null) return fail(machine, { kind: 'tool-refused', tool: 'uv', command, phrase });
  const judged = judgeProject(machine, root, options, { frozen: false, locked: options.has('--locked') });
  if (judged === 'failed') return judged;
  if (judged === 'unknown' || files.length > 0) status = 'unknown';
  if (machine.phase === 'start') return addAtStart(machine, command, operands, options);
  const exact = machine.stage.files.get(resolvePath(root, 'uv.lock'))?.from != null;
  const packages = packagesOf(machine, root, options, false);
  addToProject(machine, root, operands, options.has('--frozen'));
  if (options.has('--frozen') || options.has('--no-sync') || truthy(machine.env.get('UV_NO_SYNC')))
    return status;
  const environment = environmentFor(machine, root, options);
  const names = operands.map((each) => readRequirement(each)?.name ?? '');
  for (const name of names) {
    const build = sourceBuild(machine, name);
    if (build !== null && build !== 'unknown') return fail(machine, build);
    if (build !== null) status = unknown(machine, `uv add ${name}`);
  }
  install(
    machine,
    {
      command,
      implicit: false,
      exact,
      root,
      environment,
      withoutDev: false,
      packages: packages === null ? null : new Set([...packages, ...names]),
      synced: true,
    },
    status,
  );
  addPackages(
    machine,
    environment,
    operands.filter((each) => readRequirement(each) !== null),
  );
  return status;
}

/** Packages that the project does not have yet must be downloaded, unless an earlier step has left them in the cache. */
function addAtStart(
  machine: Machine,
  command: string,
  operands: readonly string[],
  options: ParsedOptions,
): Status {
  const own = [...machine.project.fact(neededPackages)];
  const lacks = operands.some((each) => !isRequired(own, readRequirement(each)?.name ?? each));
  const mayBeCached = cachedPackages(machine, options) === 'others';
  return lacks && !mayBeCached && operands.every(isKnown)
    ? downloadAtStart(machine, command)
    : unknown(machine, 'uv add');
}

/** uv's error for packages and requirements files that it cannot add; null when no error is known. */
function refusalOf(machine: Machine, operands: readonly string[], files: readonly string[]): string | null {
  if (operands.length === 0 && files.length === 0)
    return 'error: the following required arguments were not provided: <PACKAGES|--requirements <REQUIREMENTS>>';
  for (const written of files) {
    const path = resolvePath(machine.cwd, written);
    if (isKnown(path) && machine.stage.files.presence(path) === 'absent')
      return `error: File not found: ${written}`;
    unknown(machine, 'uv add -r');
  }
  const wrong = operands.find(
    (each) => isKnown(each) && readRequirement(each) === null && !/[/:@]/.test(each),
  );
  return wrong === undefined ? null : `error: Failed to parse: \`${wrong}\``;
}

/** Adds packages to pyproject.toml, and locks them unless `--frozen` disables that. */
function addToProject(machine: Machine, root: string, operands: readonly string[], frozen: boolean): void {
  const { files } = machine.stage;
  const requirements = operands.map((each) => readRequirement(each));
  // uv does not change pyproject.toml if it already lists the package, unless a version is given.
  const own = metadataAt(machine, root)?.dependencies ?? null;
  const isNew = requirements.some((each) => own?.has(each?.name ?? '') !== true);
  const changes = isNew || requirements.some((each) => (each?.specifier ?? '?') !== '');
  const path = resolvePath(root, 'pyproject.toml');
  const before = files.get(path);
  if (before !== null && changes) files.put(path, { ...before, from: null, text: null });
  if (frozen) return;
  if (changes) {
    const { line } = machine.place;
    files.put(resolvePath(root, 'uv.lock'), { ...plainFile, tool: 'uv-lock', line });
  } else writeLock(machine, root);
}

/** `uv init`: creates a project where there is none. */
export function uvInit(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const options = new Set(args.filter((arg) => arg.startsWith('-')));
  if (options.has('--help') || options.has('-h')) return 'ok';
  const [named] = args.filter(
    (arg, index) =>
      !arg.startsWith('-') &&
      !/^(?:--name|-p|--python|--vcs|--build-backend|--description|--author-from)$/.test(
        args[index - 1] ?? '',
      ),
  );
  const { cwd } = locateProject(machine, global);
  const folder = resolvePath(cwd, named ?? '.');
  if (!isKnown(folder) || options.has('--script')) return unknown(machine, 'uv init');
  const path = resolvePath(folder, 'pyproject.toml');
  const presence = machine.stage.files.presence(path);
  if (presence === 'file') {
    const phrase = `error: Cannot initialize a project in \`${folder}\` because \`pyproject.toml\` already exists`;
    return fail(machine, { kind: 'tool-refused', tool: 'uv', command: 'uv init', phrase });
  }
  const outer = locateProject(machine, global).root;
  machine.stage.files.put(path, { ...plainFile, line: machine.place.line, certain: machine.certain });
  // Inside another project, uv adds it there as a member of the workspace.
  return presence === 'absent' && outer === null ? 'ok' : unknown(machine, 'uv init');
}
