import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { OptionTable, ParsedOptions } from '../../simulation/programs/options.ts';
import type { Machine } from '../../simulation/shell/machine.ts';

/** Options from pip's environment variables: `PIP_NO_DEPS=1` is `--no-deps`. */
export interface PipVariables {
  readonly options: ParsedOptions;
  /** pip's error for a value that it cannot parse; null when it can parse all. */
  readonly refused: string | null;
}

const truths = new Set(['1', 'true', 'yes', 'on', 'y', 't']);
const falsehoods = new Set(['0', 'false', 'no', 'off', 'n', 'f']);

/** Flags whose variable can hold a number, which says how often the flag counts. */
const counted = new Set(['--verbose', '--quiet']);

/** Reads the variables that correspond to options of a command. pip ignores other variables with the prefix. */
export function readVariables(machine: Machine, table: OptionTable): PipVariables {
  const options = new Map<string, readonly string[]>();
  let refused: string | null = null;
  for (const [name, value] of machine.env) {
    if (!name.startsWith('PIP_') || value === '') continue;
    const option = `--${name.slice(4).toLowerCase().replaceAll('_', '-')}`;
    if (table.valued.has(option)) options.set(option, value.split(/\s+/));
    if (!table.plain.has(option) || !isKnown(value)) continue;
    const isCount = counted.has(option) && /^\d+$/.test(value);
    if (truths.has(value.toLowerCase())) options.set(option, ['']);
    else if (!falsehoods.has(value.toLowerCase()) && !isCount)
      refused ??= `${value} is not a valid value for ${option.slice(2)} option`;
  }
  return { options, refused };
}
