import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { plainFile } from '../../simulation/image/entry.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { fail, type Machine, subshell } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { noProject } from '../python/installation.ts';
import { truthy } from './boolean-values.ts';
import { exportGrammar } from './options.ts';
import { locateProject } from './project.ts';
import { judgeProject } from './sync.ts';
import { judgeUsage, readUsage } from './usage.ts';

/** `uv export`: prints or writes a requirements file with the versions of the lock file. */
export function exports(machine: Machine, args: readonly string[], global: ParsedOptions): Status {
  const usage = readUsage(machine, args, exportGrammar);
  const options = new Map([...global, ...usage.options]);
  if (options.has('--help')) return 'ok';
  const command = ['uv export', ...args].join(' ');
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'tool-refused', tool: 'uv', command, phrase });
  let status = judgeUsage(machine, usage, 'uv export');
  const [operand] = usage.operands;
  if (status !== 'failed' && operand !== undefined)
    status = refuse(`error: unexpected argument '${operand}' found`);
  const { cwd, root, start } = locateProject(machine, options);
  const inner = cwd === machine.cwd ? machine : subshell(machine, { cwd });
  if (status !== 'failed' && root === null) status = noProject(inner, 'uv export', start);
  else if (status !== 'failed' && root !== null && root !== 'unknown') {
    const frozen = options.has('--frozen') || truthy(machine.env.get('UV_FROZEN'));
    const locked = options.has('--locked') || truthy(machine.env.get('UV_LOCKED'));
    const judged = judgeProject(machine, root, options, { frozen, locked });
    if (judged !== 'ok') status = judged;
  }
  const tool = options.has('--no-hashes') ? 'uv-export-bare' : 'uv-export';
  print(machine, unknownText, tool);
  const output = options.get('--output-file')?.at(-1);
  if (output !== undefined && isKnown(output)) {
    machine.stage.files.put(resolvePath(cwd, output), {
      ...plainFile,
      tool,
      line: machine.place.line,
      certain: machine.certain,
    });
  }
  return status;
}
