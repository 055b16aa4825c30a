import { cutAtBlank, isSpace, trim, trimStart } from './text.ts';

/**
 * Reads the word at a position; white space inside quotes does not end it. `as-written` keeps quotes and escapes, which are resolved
 * together with variables; `resolved` removes them, as BuildKit does for flags.
 */
function readWord(
  text: string,
  from: number,
  escapeMark: string,
  mode: 'as-written' | 'resolved',
): { readonly word: string; readonly end: number; readonly quoted: boolean } {
  const keeps = mode === 'as-written';
  let word = '';
  let quote = '';
  let quoted = false;
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote === '' && isSpace(character)) break;
    const isMark = quote === '' ? character === '"' || character === "'" : character === quote;
    if (isMark) {
      quote = quote === '' ? character : '';
      quoted = true;
      if (keeps) word += character;
    } else if (character === escapeMark && !(keeps && quote === "'")) {
      at += 1;
      const next = text[at];
      if (next !== undefined) word += keeps ? character + next : next;
    } else word += character;
  }
  return { word, end: at, quoted };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text[at] ?? '')) at += 1;
  return at;
}

/** Splits off the flags before an instruction's arguments (`--from=x`). */
export function takeFlags(
  text: string,
  escapeMark: string,
): { readonly flags: readonly string[]; readonly rest: string } {
  const flags: string[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    if (text[at] !== '-' || text[at + 1] !== '-') return { flags, rest: text.slice(at) };
    const { word, end, quoted } = readWord(text, at, escapeMark, 'resolved');
    if (word === '--') return { flags, rest: text.slice(end) };
    if (quoted || word !== '') flags.push(word);
    at = skipBlanks(text, end);
  }
  return { flags, rest: '' };
}

/** Splits at white space, keeping quotes and escapes. */
export function quotedWords(text: string, escapeMark: string): readonly string[] {
  const words: string[] = [];
  for (let at = skipBlanks(text, 0); at < text.length; ) {
    const { word, end, quoted } = readWord(text, at, escapeMark, 'as-written');
    if (quoted || word !== '') words.push(word);
    at = skipBlanks(text, end);
  }
  return words;
}

/** Splits at white space; quotes have no meaning (FROM, EXPOSE, COPY). */
export function blankWords(text: string): readonly string[] {
  return text === '' ? [] : text.split(/[\t\v\f\r ]+/);
}

export type Json =
  | { readonly kind: 'strings'; readonly values: readonly string[] }
  | { readonly kind: 'none' | 'mixed' };

/** Parses a JSON array of strings. `mixed`, which Docker rejects, means that the array also contains other values. */
export function jsonStrings(text: string): Json {
  const body = trimStart(text);
  if (!body.startsWith('[')) return { kind: 'none' };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { kind: 'none' };
  }
  if (!Array.isArray(value)) return { kind: 'none' };
  const values: string[] = [];
  for (const item of value as readonly unknown[]) {
    if (typeof item !== 'string') return { kind: 'mixed' };
    values.push(item);
  }
  return { kind: 'strings', values };
}

/** Whether a line may contain heredocs: only RUN, COPY and ADD (also after ONBUILD), and not in their JSON form. */
export function mayHoldHeredoc(line: string, escapeMark: string): boolean {
  const [name, rest] = cutAtBlank(trim(line));
  const keyword = name.toLowerCase();
  if (rest === null) return false;
  const body = trim(takeFlags(rest, escapeMark).rest);
  if (keyword === 'onbuild') return !/^onbuild[\t\v\f\r ]/i.test(body) && mayHoldHeredoc(body, escapeMark);
  return ['run', 'copy', 'add'].includes(keyword) && jsonStrings(body).kind !== 'strings';
}
