import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import type { Machine } from './machine.ts';

/** The characters that separate words in the value of a variable or in the output of a command (IFS). */
export const separatorsOf = ({ env }: Machine): string => env.get('IFS') ?? ' \t\n';

/**
 * Splits a text at the shell's separators. The first or last piece is empty if the text begins or ends with a separator. A run of
 * separators counts as one, although a shell would keep the empty pieces between separators other than blanks.
 */
export function splitFields(machine: Machine, text: string): readonly string[] {
  const separators = separatorsOf(machine);
  if (!isKnown(separators)) return [text === '' ? '' : unknownText];
  const signs = new Set(separators);
  const pieces = [''];
  let isBetween = false;
  for (const sign of text) {
    if (!signs.has(sign)) pieces[pieces.length - 1] += sign;
    else if (!isBetween) pieces.push('');
    isBetween = signs.has(sign);
  }
  return pieces;
}

/** The same without empty pieces at either end. */
export const fieldsIn = (machine: Machine, text: string): readonly string[] =>
  splitFields(machine, text).filter((piece) => piece !== '');

/**
 * Splits a line for `read` with `names` variables: the last one gets the rest as written, without a single trailing separator if the rest
 * is one field.
 */
export function readFields(machine: Machine, line: string, names: number): readonly string[] {
  const separators = separatorsOf(machine);
  if (!isKnown(separators)) return Array.from({ length: names }, () => unknownText);
  const signs = new Set(separators);
  const blanks = new Set([' ', '\t', '\n'].filter((blank) => signs.has(blank)));
  const characters = [...line];
  let end = characters.length;
  while (end > 0 && blanks.has(characters[end - 1] ?? '')) end -= 1;
  const next = (from: number, isMeant: (sign: string) => boolean): number => {
    let at = from;
    while (at < end && !isMeant(characters[at] ?? '')) at += 1;
    return at;
  };
  const isSeparator = (sign: string): boolean => signs.has(sign);
  const isNoBlank = (sign: string): boolean => !blanks.has(sign);
  let at = next(0, isNoBlank);
  return Array.from({ length: names }, (_, index) => {
    const from = at;
    const to = next(from, isSeparator);
    at = next(to, isNoBlank);
    if (at < end && isSeparator(characters[at] ?? '')) at = next(at + 1, isNoBlank);
    return characters.slice(from, index === names - 1 && at < end ? end : to).join('');
  });
}
