import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { ParsedOptions } from '../../simulation/programs/options.ts';
import { isNowhere } from '../../simulation/remote.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { readRequirement } from '../python/requirement.ts';

/** pip's error when no source has the requested packages; null when one may have them (measured, pip 23). */
export function findsNothing(
  machine: Machine,
  options: ParsedOptions,
  operands: readonly string[],
): string | null {
  const cloned = operands.find((each) => each.startsWith('git+'));
  if (cloned !== undefined && machine.host.resolve(machine, 'git').kind === 'absent')
    return "ERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH?";
  const named = operands.find((each) => readRequirement(each) !== null);
  if (named === undefined) return null;
  if (options.has('--require-hashes'))
    return `ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==. These do not: ${named}`;
  const [index] = options.get('--index-url') ?? [];
  const isUnreachable = index !== undefined && isNowhere(index) && !options.has('--extra-index-url');
  const folders = options.get('--find-links') ?? [];
  const isEmpty = options.has('--no-index') && folders.every((each) => isMissing(machine, each));
  return isUnreachable || isEmpty ? `ERROR: No matching distribution found for ${named}` : null;
}

const isMissing = (machine: Machine, folder: string): boolean =>
  isKnown(folder) &&
  !/^\w+:/.test(folder) &&
  machine.stage.files.presence(resolvePath(machine.cwd, folder)) === 'absent';
