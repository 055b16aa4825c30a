import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** `uv sync --script`: installs for a script that declares its own requirements. */
export function ofScript(
  machine: Machine,
  cwd: string,
  options: ParsedOptions,
  refuse: (phrase: string) => Status,
): Status {
  const script = options.get('--script')?.at(-1) ?? '';
  return machine.stage.files.presence(resolvePath(cwd, script)) === 'absent'
    ? refuse(`error: Failed to read \`${script}\` (not found)`)
    : unknown(machine, 'uv sync --script');
}
