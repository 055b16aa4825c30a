import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import type { Machine } from './machine.ts';

/** The signs that part the words of what a variable or a command brings. */
export const separatorsOf = ({ env }: Machine): string => env.get('IFS') ?? ' \t\n';

/**
 * Parts a text at the shell's separators. The first and the last piece are empty where it begins or ends with one; empty
 * pieces in between, which only separators other than blanks make, are left out.
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

/** The same without the empty ones at both ends. */
export const fieldsIn = (machine: Machine, text: string): readonly string[] =>
  splitFields(machine, text).filter((piece) => piece !== '');

/**
 * What `read` puts into so many variables: the last gets all that is left, as it is written.
 */
export function readFields(machine: Machine, line: string, names: number): readonly string[] {
  const separators = separatorsOf(machine);
  if (!isKnown(separators)) return Array.from({ length: names }, () => unknownText);
  const signs = new Set(separators);
  const blanks = [' ', '\t', '\n'].filter((blank) => signs.has(blank)).join('');
  const values: string[] = [];
  let rest = trim(line, blanks);
  while (values.length < names - 1) {
    const end = [...rest].findIndex((sign) => signs.has(sign));
    if (end < 0) break;
    const characters = [...rest];
    values.push(characters.slice(0, end).join(''));
    rest = trim(characters.slice(end).join(''), blanks);
    if (signs.has(rest[0] ?? '') && !/[ \t\n]/.test(rest[0] ?? '')) rest = trim(rest.slice(1), blanks);
  }
  return [...values, rest];
}

/** A text without the blanks at both ends. */
function trim(text: string, blanks: string): string {
  let [from, to] = [0, text.length];
  while (from < to && blanks.includes(text[from] ?? '')) from += 1;
  while (to > from && blanks.includes(text[to - 1] ?? '')) to -= 1;
  return text.slice(from, to);
}
