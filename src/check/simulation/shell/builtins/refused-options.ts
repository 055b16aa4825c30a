import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { fail, type Machine } from '../machine.ts';
import type { Status } from '../status.ts';

/** Dash has few options of its own words; bash has more. Null where dash knows what is asked, and in any other shell. */
export function refusedInDash(
  machine: Machine,
  name: string,
  args: readonly string[],
  letters: string,
): Status | null {
  const [first = ''] = args;
  if (machine.dialect !== 'dash' || !/^-[^-]/.test(first) || !isKnown(first)) return null;
  const unknownLetter = [...first.slice(1)].find((letter) => !letters.includes(letter));
  if (unknownLetter === undefined) return null;
  return fail(machine, { kind: 'shell-refused', phrase: `${name}: Illegal option -${unknownLetter}` });
}
