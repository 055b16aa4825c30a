import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { globMatches } from './glob.ts';

/** Longer values are not compared, because the time grows with the product of both lengths. */
const longestValue = 512;

/** The value of `${name<operator>word}`; unknown for an operator that is not supported. */
export function operated(operator: string, value: string | null, word: string): string {
  const unset = value === null || (operator.startsWith(':') && value === '');
  switch (operator) {
    case ':-':
    case '-':
    case ':=':
    case '=':
      return unset ? word : (value ?? '');
    case ':+':
    case '+':
      return unset ? '' : word;
    case ':?':
    case '?':
      return value ?? unknownText;
    case '#':
    case '##':
    case '%':
    case '%%':
      return withoutAffix(operator, value ?? '', word);
    default:
      return unknownText;
  }
}

/** `${name#pattern}` and `${name%pattern}`; with the sign doubled, the longest match is removed. */
function withoutAffix(operator: string, value: string, pattern: string): string {
  if (!isKnown(value) || !isKnown(pattern) || value.length > longestValue || pattern.length > longestValue)
    return unknownText;
  const isPrefix = operator.startsWith('#');
  const lengths = [...Array(value.length + 1).keys()];
  for (const length of operator.length === 2 ? lengths.toReversed() : lengths) {
    const end = value.length - length;
    if (globMatches(pattern, isPrefix ? value.slice(0, length) : value.slice(end)))
      return isPrefix ? value.slice(length) : value.slice(0, end);
  }
  return value;
}

/** Operators of bash only: substrings, replacement, and upper or lower case. */
export function operatedByBash(operation: string, value: string): string {
  if (!isKnown(value) || !isKnown(operation) || value.length > longestValue) return unknownText;
  const part = /^:\s*(\d+)(?::\s*(\d+))?$/.exec(operation);
  if (part !== null) {
    const from = Number(part[1]);
    return value.slice(from, part[2] === undefined ? undefined : from + Number(part[2]));
  }
  if (operation === ',,') return value.toLowerCase();
  if (operation === '^^') return value.toUpperCase();
  const [, slashes = '', from = '', to = ''] =
    /^(\/\/?)([\w .:=@-]+)(?:\/([\w .:=@-]*))?$/.exec(operation) ?? [];
  if (from === '') return unknownText;
  return slashes === '//' ? value.replaceAll(from, () => to) : value.replace(from, () => to);
}
