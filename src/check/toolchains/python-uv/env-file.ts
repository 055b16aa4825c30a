import { type Machine, setVariable, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** Sets the variables of a file, line by line; variables that are already set keep their values. */
export function readEnvFile(machine: Machine, text: string | null): Status {
  if (text === null) return unknown(machine, 'uv run --env-file');
  for (const line of text.split('\n')) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name = '', value] =
      /^(?:export )?([A-Za-z_]\w*)=("[^"$\\]*"|'[^']*'|[^\s"'$\\#]*)$/.exec(line.trim()) ?? [];
    if (value === undefined) return unknown(machine, 'uv run --env-file');
    if (!machine.env.has(name)) setVariable(machine, name, value.replace(/^(["'])(.*)\1$/, '$2'));
  }
  return 'ok';
}
