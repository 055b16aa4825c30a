import { resolvePath } from '../files.ts';
import { fail, type Machine, type Status } from '../machine.ts';
import { type Parsed, parseOptions } from '../options.ts';
import { requirements } from '../requirements.ts';
import { systemPython } from '../stage.ts';
import { fillCache } from './cache.ts';
import { pipTable, truthy, wrongOption } from './options.ts';

/** `uv pip install`, into the system's Python or an environment. */
export function uvPip(machine: Machine, args: readonly string[], global: Parsed['options']): Status {
  const [verb, ...rest] = args;
  if (verb !== 'install' && verb !== 'sync')
    return verb === 'compile' || verb === 'list' || verb === 'freeze' ? 'ok' : 'unknown';
  const parsed = parseOptions(rest, pipTable);
  const options = new Map([...global, ...parsed.options]);
  const command = ['uv pip', ...args].join(' ');
  let status = wrongOption(machine, parsed, `uv pip ${verb}`, pipTable, null);
  const system = options.has('--system') || truthy(machine.env.get('UV_SYSTEM_PYTHON'));
  const active = machine.env.get('VIRTUAL_ENV');
  const beside = [...machine.stage.environments.keys()].find(
    (folder) => folder === resolvePath(machine.cwd, '.venv'),
  );
  const python = options.get('-p')?.at(-1) ?? options.get('--python')?.at(-1);
  const environment = system ? systemPython : (python?.replace(/\/bin\/python3?$/, '') ?? active ?? beside);
  if (environment === undefined) {
    status = fail(machine, 'no-virtual-environment', { command: `uv pip ${verb}` }, 'dependencies-installed');
  }
  if (status !== 'failed') fillCache(machine, options, 'others');
  return requirements(
    machine,
    command,
    options,
    parsed.operands,
    environment ?? systemPython,
    status,
    verb === 'sync',
  );
}
