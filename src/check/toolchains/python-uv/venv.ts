import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { bareEnvironment } from '../../simulation/image/stage.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { nearestFolderWith, setEnvironment } from '../python/installation.ts';
import { truthy } from './boolean-values.ts';
import { venvGrammar } from './options.ts';
import { choosePython } from './python.ts';
import { judgeUsage, readUsage } from './usage.ts';
import { compareVersions, versionOf } from './version.ts';

/** `uv venv`: creates an empty environment. */
export function makesEnvironment(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, venvGrammar);
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'uv', command: 'uv venv', phrase });
  let status = judgeUsage(machine, usage, 'uv venv');
  if (status === 'failed') return status;
  const root = nearestFolderWith(machine, machine.cwd, 'pyproject.toml');
  const python = choosePython(
    machine,
    options,
    root === 'unknown' || options.has('--no-workspace') ? null : root,
  );
  if (python.kind === 'refused') return refuse(python.phrase);
  if (python.kind !== 'own') status = unknown(machine, 'uv venv: which Python');
  const set = machine.env.get('UV_PROJECT_ENVIRONMENT');
  const named = usage.operands[0];
  const folder =
    named === undefined && typeof root === 'string' && root !== 'unknown'
      ? resolvePath(root, set === undefined || set === '' ? '.venv' : set)
      : resolvePath(machine.cwd, named ?? '.venv');
  if (!isKnown(folder)) return unknown(machine, 'uv venv');
  const replaces =
    ['--clear', '--allow-existing', '--force'].some((each) => options.has(each)) ||
    truthy(machine.env.get('UV_VENV_CLEAR'));
  const version = versionOf(machine);
  // Up to 0.7, uv silently replaced an existing environment.
  const refuses = version === null || compareVersions(version, [0, 8, 0]) >= 0;
  if (machine.stage.environments.has(folder) && !replaces && refuses)
    return refuse(`error: A virtual environment already exists at: ${folder}`);
  if (options.has('--allow-existing') && machine.stage.environments.has(folder)) return status;
  const packages = new Set(options.has('--seed') ? ['pip'] : []);
  setEnvironment(machine, folder, { ...bareEnvironment, packages, line: machine.place.line });
  return status;
}
