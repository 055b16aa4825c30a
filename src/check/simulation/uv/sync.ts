import { nameOf, resolvePath } from '../files.ts';
import { install, noProject } from '../install.ts';
import { fail, type Machine, type Status, subshell, unknown } from '../machine.ts';
import { type Parsed, parseOptions } from '../options.ts';
import { fillCache } from './cache.ts';
import { syncTable, truthy, wrongOption } from './options.ts';
import { environmentFor, whereFor } from './project.ts';

/** `uv sync`: installs what the project depends on. */
export function uvSync(machine: Machine, args: readonly string[], global: Parsed['options']): Status {
  const parsed = parseOptions(args, syncTable);
  const options = new Map([...global, ...parsed.options]);
  const command = ['uv sync', ...args].join(' ');
  const { cwd, root, start } = whereFor(machine, options);
  let status = wrongOption(machine, parsed, 'uv sync', syncTable, 'dependencies-installed');
  const operand = parsed.operands[0];
  if (operand !== undefined) {
    status = fail(
      machine,
      'uv-usage',
      { phrase: `error: unexpected argument '${operand}' found`, command },
      'dependencies-installed',
    );
  }
  const frozen = options.has('--frozen') || truthy(machine.env.get('UV_FROZEN'));
  const locked = options.has('--locked') || truthy(machine.env.get('UV_LOCKED'));
  if (options.has('--frozen') && options.has('--locked')) {
    status = fail(
      machine,
      'uv-usage',
      { phrase: "error: the argument '--frozen' cannot be used with '--locked'", command },
      'dependencies-installed',
    );
  }
  if (options.has('--dry-run') || options.has('--check') || options.has('--help')) return status;
  const inner = cwd === machine.cwd ? machine : subshell(machine, { cwd });
  const lock = machine.stage.files.get(resolvePath(start, 'uv.lock'));
  // A lock file of the context, not another file saved under its name.
  const lockAlone = root === null && frozen && nameOf(lock?.from ?? '') === 'uv.lock';
  if (lockAlone) {
    // Measured: uv 0.13 installs from the lock file alone, older ones want pyproject.toml beside it.
    status = unknown(machine, 'uv sync --frozen without pyproject.toml');
  } else if (root === null) {
    status = noProject(inner, 'uv sync', start);
  } else if (root !== 'unknown' && (frozen || locked)) {
    const presence = machine.stage.files.presence(resolvePath(root, 'uv.lock'));
    if (presence === 'absent') {
      const flag = options.has('--locked') || !frozen ? '--locked' : '--frozen';
      status = fail(
        machine,
        'no-lock',
        { command: 'uv sync', flag, folder: root },
        'dependencies-copied-first',
      );
    }
  }
  const folder = root === null || root === 'unknown' ? start : root;
  status = unbuildable(machine, folder, options, status);
  const onlyDev = options.has('--only-dev') || options.has('--only-group');
  if (onlyDev) return fail(machine, 'uv-usage', { phrase: '--only-dev', command }, 'dependencies-installed');
  const withoutDev =
    options.has('--no-dev') || options.has('--no-default-groups') || truthy(machine.env.get('UV_NO_DEV'));
  if (status !== 'failed') fillCache(machine, options, withoutDev ? 'without-dev' : 'all');
  return install(
    machine,
    {
      command,
      implicit: false,
      exact: frozen || locked,
      root: folder,
      environment: environmentFor(machine, folder, options),
      withoutDev,
    },
    status,
  );
}

/** A project with a build system is built when it is synced: then its readme has to be there. */
function unbuildable(machine: Machine, root: string, options: Parsed['options'], status: Status): Status {
  const { hasBuildSystem, readme } = machine.project.metadata;
  if (status === 'failed' || !hasBuildSystem || readme === null) return status;
  if (options.has('--no-install-project') || options.has('--no-install-workspace')) return status;
  if (machine.stage.files.presence(resolvePath(root, readme)) !== 'absent') return status;
  return fail(
    machine,
    'file-not-found',
    { command: 'uv sync', path: readme, resolved: resolvePath(root, readme) },
    'dependencies-copied-first',
  );
}
