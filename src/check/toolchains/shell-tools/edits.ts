import { characters } from './character-sets.ts';
import { isCheap, match, type Pattern, readPattern } from './patterns/pattern.ts';

/** The effect of a program that edits text; null when the edit is not simulated. */
export type Edit = (text: string) => string | null;

/** Applies an edit to each line, like sed, perl -p and awk. A last line without a line feed stays without one. */
export function byLine(text: string, edit: (line: string, index: number) => string | null): string {
  const ends = text.endsWith('\n');
  const lines = (ends ? text.slice(0, -1) : text).split('\n');
  const edited = lines.flatMap((line, index) => edit(line, index) ?? []);
  return edited.length === 0 ? '' : `${edited.join('\n')}${ends ? '\n' : ''}`;
}

/** Replaces matches in one line: `&` means the matched text, `\n` a line feed. */
export function replaced(pattern: Pattern, line: string, replacement: string, all: boolean): string {
  let result = '';
  let at = 0;
  let lastEnd = -1;
  while (at <= line.length) {
    const found = match(pattern, line, at);
    if (found === null) break;
    const matched = line.slice(found.start, found.end);
    // An empty match directly after a replaced match is not replaced.
    const isNew = found.end > found.start || found.end !== lastEnd;
    result += line.slice(at, found.start) + (isNew ? replacement.replaceAll('\u0000', () => matched) : '');
    at = found.end;
    lastEnd = found.end;
    if (found.end === found.start) {
      result += line[at] ?? '';
      at += 1;
    }
    if (!all) break;
  }
  return result + line.slice(at);
}

/** Parses the special characters of a replacement; null when it refers to groups, which are not supported. */
export function readReplacement(text: string, isPerl: boolean): string | null {
  if (/\\\d/.test(text) || (isPerl && /[$@]/.test(text))) return null;
  const marked = text.replace(/\\([\s\S])|&/g, (whole, next: string | undefined) => {
    if (whole === '&') return isPerl ? '&' : '\u0000';
    return { n: '\n', t: '\t', r: '\r' }[next ?? ''] ?? next ?? '';
  });
  return marked;
}

/** perl's `s/a/b/g`, which works on a whole line including its `\n`. */
function substitution(script: string): Edit | null {
  const mark = /^s([^\w\s\\])/.exec(script)?.[1];
  if (mark === undefined) return null;
  const parts: string[] = [''];
  for (let at = 2; at < script.length; at += 1) {
    const character = script[at] ?? '';
    const next = script[at + 1];
    if (character === '\\' && next !== undefined) {
      parts[parts.length - 1] += next === mark ? mark : character + next;
      at += 1;
    } else if (character === mark) parts.push('');
    else parts[parts.length - 1] += character;
  }
  const [before = '', after = '', flags = '', ...more] = parts;
  if (parts.length < 3 || more.length > 0 || !/^[gx]*$/.test(flags.trim())) return null;
  const replacement = readReplacement(after, true);
  // perl's pattern sees the line feed, too.
  const pattern = readPattern(before.replace(/\\n$/, '$'), 'perl');
  const keepsEnd = !/\\n$/.test(before) || replacement?.endsWith('\n') === true;
  if (pattern === null || replacement === null || !keepsEnd) return null;
  const text = /\\n$/.test(before) ? replacement.replace(/\n$/, '') : replacement;
  return (given) =>
    isCheap(pattern, given)
      ? byLine(given, (line) => replaced(pattern, line, text, flags.includes('g')))
      : null;
}

/** `perl -pe`: substitutions and `tr`. */
export function perlEdit(script: string): Edit | null {
  const edits: Edit[] = [];
  for (const part of script.split(/;\s*/)) {
    if (part.trim() === '') continue;
    const letters = /^(?:tr|y)\/((?:[^/\\]|\\.)*)\/\/d$/.exec(part.trim())?.[1];
    const deletes = letters === undefined ? null : characters(letters);
    const edit: Edit | null =
      deletes === null
        ? substitution(part.trim())
        : (text) => [...text].filter((each) => !deletes.includes(each)).join('');
    if (edit === null) return null;
    edits.push(edit);
  }
  return (text) =>
    edits.reduce<string | null>((before, edit) => (before === null ? null : edit(before)), text);
}
