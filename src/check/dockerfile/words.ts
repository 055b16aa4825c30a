import { cutAtBlank, isSpace, trim, trimStart } from './text.ts';

/** The flags before an instruction's arguments (`--from=x`), and what is left of the line. */
export function takeFlags(
  text: string,
  escapeMark: string,
): { readonly flags: readonly string[]; readonly rest: string } {
  const flags: string[] = [];
  let at = 0;
  while (at < text.length) {
    while (at < text.length && isSpace(text[at] ?? '')) at += 1;
    if (at >= text.length) break;
    if (text[at] !== '-' || text[at + 1] !== '-') return { flags, rest: text.slice(at) };
    let word = '';
    let quote = '';
    let blankOk = false;
    while (at < text.length) {
      let character = text[at] ?? '';
      if (quote === '' && isSpace(character)) break;
      if (quote === '' && (character === '"' || character === "'")) {
        quote = character;
        blankOk = true;
      } else if (character === quote) {
        quote = '';
      } else {
        if (character === escapeMark) {
          at += 1;
          character = text[at] ?? '';
        }
        word += character;
      }
      at += 1;
    }
    if (word === '--') return { flags, rest: at < text.length ? text.slice(at) : '' };
    if (blankOk || word !== '') flags.push(word);
  }
  return { flags, rest: '' };
}

/** Words parted by blanks, quotes and escapes kept (they are resolved when variables are). */
export function quotedWords(text: string, escapeMark: string): readonly string[] {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    while (at < text.length && isSpace(text[at] ?? '')) at += 1;
    if (at >= text.length) break;
    let word = '';
    let quote = '';
    let blankOk = false;
    while (at < text.length) {
      const character = text[at] ?? '';
      if (quote === '' && isSpace(character)) break;
      if (quote === '' && (character === '"' || character === "'")) {
        quote = character;
        blankOk = true;
      } else if (character === quote) {
        quote = '';
      }
      if (character === escapeMark && quote !== "'") {
        at += 1;
        if (at < text.length) word += character + (text[at] ?? '');
      } else {
        word += character;
      }
      at += 1;
    }
    if (blankOk || word !== '') words.push(word);
  }
  return words;
}

/** Arguments parted by blanks, without any meaning of quotes (FROM, EXPOSE, COPY). */
export function blankWords(text: string): readonly string[] {
  return text === '' ? [] : text.split(/[\t\v\f\r ]+/);
}

export type Json =
  | { readonly kind: 'strings'; readonly values: readonly string[] }
  | { readonly kind: 'none' | 'mixed' };

/** A JSON array of strings; `mixed` (an error for Docker) when it is an array of other things too. */
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

/** Only RUN, COPY and ADD (also behind ONBUILD) carry heredocs, and not in their JSON form. */
export function mayHoldHeredoc(line: string, escapeMark: string): boolean {
  const [name, rest] = cutAtBlank(trim(line));
  const keyword = name.toLowerCase();
  if (rest === null) return false;
  const body = trim(takeFlags(rest, escapeMark).rest);
  if (keyword === 'onbuild') return !/^onbuild[\t\v\f\r ]/i.test(body) && mayHoldHeredoc(body, escapeMark);
  return ['run', 'copy', 'add'].includes(keyword) && jsonStrings(body).kind !== 'strings';
}
