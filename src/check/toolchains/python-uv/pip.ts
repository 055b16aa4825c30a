import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { systemEnvironment } from '../../simulation/image/stage.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { installRequirements } from '../pip/requirements.ts';
import { neededPackages } from '../python/project.ts';
import { readRequirement } from '../python/requirement.ts';
import { environmentAt } from '../python/version.ts';
import { truthy } from './boolean-values.ts';
import { cachedPackages, fillCache } from './cache.ts';
import { compileGrammar, pipGrammar } from './options.ts';
import { discovered } from './run.ts';
import { judgeUsage, readUsage } from './usage.ts';

/** Commands of `uv pip` that change nothing. */
const readOnlyCommands = new Set(['list', 'freeze', 'show', 'check', 'tree', 'debug']);

/** `uv pip …`. */
export function uvPip(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const [verb = '', ...rest] = args;
  if (verb === '--help' || verb === '-h' || verb === 'help') return 'ok';
  if (verb === 'install' || verb === 'sync') return uvPipInstall(machine, verb, rest, global);
  if (verb === 'compile') return compiles(machine, rest, global);
  if (verb === 'uninstall') return removes(machine, rest, global);
  if (!isKnown(verb)) return unknown(machine, 'uv pip');
  if (readOnlyCommands.has(verb))
    return verb === 'check' || verb === 'show' ? unknown(machine, `uv pip ${verb}`) : 'ok';
  const phrase =
    verb === ''
      ? "error: 'uv pip' requires a subcommand but one was not provided"
      : `error: unrecognized subcommand '${verb}'`;
  return fail(machine, { kind: 'tool-refused', tool: 'uv', command: `uv pip ${verb}`, phrase });
}

/** The environment that `uv pip` uses: a folder, the system's, or null when uv finds none. */
function environmentOf(machine: Machine, options: ParsedOptions): string | null | 'unknown' {
  const python = options.get('--python')?.at(-1);
  if (python !== undefined) {
    if (!isKnown(python)) return 'unknown';
    const folder = resolvePath(machine.cwd, python.replace(/\/bin\/python[\d.]*$/, ''));
    if (python.includes('/') && machine.stage.environments.has(folder)) return folder;
    if (/^(?:\/usr\/local\/bin\/)?python[\d.]*$/.test(python))
      return options.has('--system') ? systemEnvironment : 'unknown';
    return 'unknown';
  }
  if (options.has('--system') || truthy(machine.env.get('UV_SYSTEM_PYTHON'))) return systemEnvironment;
  return discovered(machine, machine.cwd);
}

/** `uv pip install` and `uv pip sync`, into the system's Python or an environment. */
function uvPipInstall(
  machine: Machine,
  verb: string,
  args: readonly string[],
  global: ParsedOptions,
): Status {
  const usage = readUsage(machine, args, pipGrammar);
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const command = ['uv pip', verb, ...args].join(' ');
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'uv', command, phrase });
  let status = judgeUsage(machine, usage, `uv pip ${verb}`);
  if (status !== 'failed' && options.has('--user'))
    status = refuse("error: pip's `--user` is unsupported (use a virtual environment instead)");
  const sources = ['--requirements', '--editable', '--group'].some((each) => options.has(each));
  if (status !== 'failed' && usage.operands.length === 0 && !sources)
    status = refuse('error: the following required arguments were not provided');
  const target = options.get('--target')?.at(-1) ?? options.get('--prefix')?.at(-1);
  const found = target === undefined ? environmentOf(machine, options) : resolvePath(machine.cwd, target);
  if (status !== 'failed' && found === null) status = fail(machine, { kind: 'no-virtual-environment' });
  if (status !== 'failed' && found === 'unknown') status = unknown(machine, `uv pip ${verb}`);
  if (options.has('--dry-run') || options.has('--check')) return status;
  if (status !== 'failed' && (options.has('--offline') || truthy(machine.env.get('UV_OFFLINE'))))
    status = unknown(machine, 'uv --offline');
  if (status !== 'failed') fillCache(machine, options, 'others');
  return installRequirements(machine, {
    command,
    options,
    operands: usage.operands,
    environment: found === null || found === 'unknown' ? systemEnvironment : found,
    status,
    filesOnly: verb === 'sync',
    cached: cachedPackages(machine, options) !== null,
  });
}

/** `uv pip compile`: writes a requirements file with the versions that resolve now. */
function compiles(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, compileGrammar);
  const options = new Map([...global, ...usage.options]);
  const status = judgeUsage(machine, usage, 'uv pip compile');
  if (status === 'failed' || options.has('--help')) return status;
  for (const written of usage.operands) {
    const path = resolvePath(machine.cwd, written);
    if (written !== '-' && isKnown(path) && machine.stage.files.presence(path) === 'absent') {
      return fail(machine, { kind: 'requirements-not-found', path: written, purpose: 'compile' });
    }
  }
  const whole = usage.operands.some((written) => /(?:^|\/)pyproject\.toml$/.test(written));
  print(machine, unknownText, whole ? 'uv-compile' : null);
  const output = options.get('--output-file')?.at(-1);
  if (output !== undefined && isKnown(output)) {
    machine.stage.files.put(resolvePath(machine.cwd, output), {
      ...plainFile,
      tool: whole ? 'uv-compile' : null,
      line: machine.place.line,
      certain: machine.certain,
    });
  }
  return status;
}

function removes(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, pipGrammar);
  const found = environmentOf(machine, new Map([...global, ...usage.options]));
  const status = judgeUsage(machine, usage, 'uv pip uninstall');
  if (status === 'failed' || found === null || found === 'unknown') return status;
  const environment = environmentAt(machine, found);
  if (environment === undefined) return status;
  const names = new Set(usage.operands.map((each) => readRequirement(each)?.name ?? ''));
  const gone = [...names].some((name) => machine.project.fact(neededPackages).has(name));
  machine.stage.environments.set(found, {
    ...environment,
    project: gone ? 'unknown' : environment.project,
    synced: gone ? false : environment.synced,
    packages: new Set([...environment.packages].filter((name) => !names.has(name))),
  });
  return gone ? unknown(machine, 'uv pip uninstall') : status;
}
