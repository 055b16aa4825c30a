import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { fail, type Program } from '../../simulation/shell/machine.ts';
import { print } from '../../simulation/shell/streams.ts';
import { characters } from './character-sets.ts';
import type { Edit } from './edits.ts';
import { hasOption, optionsOf } from './gnu/command-line.ts';
import { namedClasses } from './patterns/sets.ts';

/** tr: replaces, deletes or squeezes characters. */
function trEdit(complement: boolean, deletes: boolean, sets: readonly string[]): Edit | null {
  const [from, to] = sets.map(characters);
  if (from === undefined || from === null || to === null) return null;
  const has = (character: string): boolean => from.includes(character) !== complement;
  if (deletes) return (text) => [...text].filter((each) => !has(each)).join('');
  if (complement || to === undefined || to.length === 0) return null;
  return (text) =>
    [...text]
      .map((each) => {
        const at = from.lastIndexOf(each);
        return at < 0 ? each : (to[Math.min(at, to.length - 1)] ?? each);
      })
      .join('');
}

/** `[:upper:]` and `[=a=]` within a set. */
const named = /\[([:=])([^\]]{0,40}?)\1\]/g;

/** tr's error for an invalid set; null when it is valid. */
function refusedSet(set: string, isSecond: boolean, other: string): string | null {
  for (const [whole, kind = '', name = ''] of set.matchAll(named)) {
    if (kind === '=' && [...name].length !== 1)
      return `${name}: equivalence class operand must be a single character`;
    if (kind === '=') continue;
    if (!Object.hasOwn(namedClasses, name)) return `invalid character class ‘${name}’`;
    if (!isSecond) continue;
    if (!/^(?:upper|lower)$/.test(name))
      return "when translating, the only character classes that may appear in string2 are 'upper' and 'lower'";
    if (!/\[:(?:upper|lower):\]/.test(other))
      return `misaligned [:upper:] and/or [:lower:] construct: ${whole}`;
  }
  if (!isSecond && /\[[^\]]\*\d*\]/.test(set)) return 'the [c*] repeat construct may not appear in string1';
  const plain = set.replace(named, '').replace(/\\(?:[0-7]{1,3}|[\s\S])/g, '');
  const reversed = [...plain.matchAll(/([\s\S])-([\s\S])/g)].find(([, low = '', high = '']) => low > high);
  if (reversed === undefined || plain.includes('--')) return null;
  return `range-endpoints of ‘${reversed[0]}’ are in reverse collating sequence order`;
}

export const tr: Program = (machine, args, input) => {
  const { options, operands } = optionsOf('tr', args);
  const deletes = hasOption(options, 'd', 'delete');
  const squeezes = hasOption(options, 's', 'squeeze-repeats');
  const refuse = (phrase: string) => fail(machine, { kind: 'command-failed', phrase: `tr: ${phrase}` });
  const [first = '', second] = operands;
  const least = deletes === squeezes ? 2 : 1;
  // tr reads no files: a file name after its sets is an extra operand.
  const most = deletes && !squeezes ? 1 : 2;
  if (operands.length < least)
    return refuse(operands.length === 0 ? 'missing operand' : `missing operand after ‘${first}’`);
  if (!operands.every(isKnown)) {
    print(machine, unknownText);
    return 'ok';
  }
  if (operands.length > most) return refuse(`extra operand ‘${operands[most] ?? ''}’`);
  const translates = !deletes && second !== undefined;
  if (translates && second === '' && !hasOption(options, 't', 'truncate-set1') && first !== '')
    return refuse('when not truncating set1, string2 must be non-empty');
  const wrong = refusedSet(first, false, '') ?? (translates ? refusedSet(second, true, first) : null);
  if (wrong !== null) return refuse(wrong);
  const isFollowed = !squeezes && !hasOption(options, 't', 'truncate-set1');
  const edit = isFollowed ? trEdit(hasOption(options, 'c', 'C', 'complement'), deletes, operands) : null;
  const text = input ?? '';
  print(machine, (isKnown(text) ? edit?.(text) : null) ?? unknownText);
  return 'ok';
};
