import { isKnown, unknownText } from './unknown-text.ts';

/** An invalid substitution; the message is BuildKit's. */
export class SubstitutionError extends Error {}

/** Maximum lengths of values and patterns; beyond them, the result is unknown. Build arguments are short. */
const longestValue = 256;

const longestPattern = 64;

/** Splits a shell pattern into `*`, `?` and literal characters; null if an escape is invalid. */
interface PatternPart {
  readonly kind: 'any' | 'one' | 'text';
  /** The literal character. */
  readonly text?: string;
}

function patternParts(pattern: string): readonly PatternPart[] | null {
  const parts: PatternPart[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '*') {
      if (parts.at(-1)?.kind !== 'any') parts.push({ kind: 'any' });
    } else if (character === '?') parts.push({ kind: 'one' });
    else if (character === '\\') {
      const next = pattern[at + 1] ?? '';
      // In `\}` and `\/` the backslash only keeps the substitution open.
      if (next === '}' || next === '/') continue;
      at += 1;
      if (next !== '*' && next !== '?' && next !== '\\') return null;
      parts.push({ kind: 'text', text: next });
    } else parts.push({ kind: 'text', text: character });
  }
  return parts;
}

/** Whether a pattern matches a whole text. Takes at most the product of both lengths. */
function matches(parts: readonly PatternPart[], text: string): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let mark = 0;
  while (at < text.length) {
    const each = parts[part];
    if (each?.kind === 'any') {
      star = part;
      mark = at;
      part += 1;
    } else if (each !== undefined && (each.kind === 'one' || each.text === text[at])) {
      part += 1;
      at += 1;
    } else if (star >= 0) {
      part = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  while (parts[part]?.kind === 'any') part += 1;
  return part === parts.length;
}

function readPattern(pattern: string): readonly PatternPart[] {
  const parts = patternParts(pattern);
  if (parts === null) throw new SubstitutionError(`invalid pattern (${pattern}) in substitution`);
  return parts;
}

const tooLong = (value: string, pattern: string): boolean =>
  value.length > longestValue || pattern.length > longestPattern || !isKnown(value) || !isKnown(pattern);

/** `${x#pattern}` and `${x%pattern}`; doubled for the longest match. */
export function removeAffix(operator: string, word: string, value: string): string {
  const greedy = word.startsWith(operator);
  const pattern = greedy ? word.slice(1) : word;
  const parts = readPattern(pattern);
  if (tooLong(value, pattern)) return unknownText;
  const lengths = [...Array(value.length + 1).keys()];
  for (const length of greedy ? lengths.toReversed() : lengths) {
    if (operator === '#' && matches(parts, value.slice(0, length))) return value.slice(length);
    const end = value.length - length;
    if (operator === '%' && matches(parts, value.slice(end))) return value.slice(0, end);
  }
  return value;
}

/** `${x/pattern/text}`, or with two slashes for all occurrences. Replaces the longest match at the first possible position. */
export function replaceIn(value: string, pattern: string, replacement: string, all: boolean): string {
  const parts = readPattern(pattern);
  if (value === '') return value;
  if (tooLong(value, pattern)) return unknownText;
  let result = '';
  let at = 0;
  while (at < value.length) {
    let end = value.length;
    while (end > at && !matches(parts, value.slice(at, end))) end -= 1;
    if (end === at) {
      result += value[at] ?? '';
      at += 1;
      continue;
    }
    result += replacement;
    at = end;
    if (!all) break;
  }
  return result + value.slice(at);
}
