import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { optionTable, parseOptions } from '../../simulation/programs/options.ts';
import { homeFolder } from '../../simulation/shell/home.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { addPackages } from '../pip/requirements.ts';
import { isWellKnown } from '../python/known-distributions.ts';
import { readRequirement } from '../python/requirement.ts';

/** `uv tool install`: installs a program in an environment of its own, with a link in a folder that is not on the PATH. */
export function uvTool(machine: Machine, [verb = '', ...rest]: readonly string[]): Status {
  if (verb === 'run') return runsTool(machine, rest);
  if (verb === 'list' || verb === 'dir') return 'ok';
  const { options, operands, foreign } = parseOptions(rest, toolTable);
  const named = [...operands, ...(options.get('--with') ?? []), ...(options.get('-w') ?? [])];
  const isPlain =
    verb === 'install' &&
    operands.length === 1 &&
    foreign.length === 0 &&
    named.every((each) => isWellKnown(readRequirement(each)?.name ?? ''));
  if (!isPlain || machine.phase !== 'build') return unknown(machine, `uv tool ${verb}`);
  const home = `${homeFolder(machine)}/.local`;
  const bin = machine.env.get('UV_TOOL_BIN_DIR') ?? machine.env.get('XDG_BIN_HOME') ?? `${home}/bin`;
  if (!isKnown(bin)) return unknown(machine, 'uv tool install');
  const folder = resolvePath('/', bin).replace(/\/bin$/, '');
  addPackages(machine, folder, named, { programs: resolvePath('/', bin), separate: true });
  return 'ok';
}

/** Options of `uv tool install` that only affect the packages in the tool's own environment. */
const toolTable = optionTable('--with -w', '--force --reinstall --upgrade -U --quiet -q --no-cache -n');

/** `uvx python manage.py …`: an isolated Python without the project's packages. The effect of other tools is unknown. */
export function runsTool(machine: Machine, args: readonly string[]): Status {
  const [program = '', file = ''] = args.filter((arg) => !arg.startsWith('-'));
  const isManage = file === machine.project.command || file.endsWith(`/${machine.project.command}`);
  if (!/^python[\d.]*$/.test(program) || !isManage || args.some((arg) => /^(?:-w|--with|--from)/.test(arg)))
    return unknown(machine, 'uvx');
  return fail(machine, { kind: 'outside-project', module: 'django' });
}
