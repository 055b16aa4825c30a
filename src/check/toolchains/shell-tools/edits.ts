import { characters } from './character-sets.ts';
import { isCheap, match, type Pattern, readPattern } from './patterns/pattern.ts';

/** The effect of a program that edits text; null where the edit is not modelled. */
export type Edit = (text: string) => string | null;

/** Line by line, as sed, perl -p and awk go; a last line without its end keeps being without. */
export function byLine(text: string, edit: (line: string, index: number) => string | null): string {
  const ends = text.endsWith('\n');
  const lines = (ends ? text.slice(0, -1) : text).split('\n');
  const edited = lines.flatMap((line, index) => edit(line, index) ?? []);
  return edited.length === 0 ? '' : `${edited.join('\n')}${ends ? '\n' : ''}`;
}

/** Replaces in one line: `&` stands for what was found, `\n` for a line's end. */
export function replaced(pattern: Pattern, line: string, replacement: string, all: boolean): string {
  let result = '';
  let at = 0;
  let lastEnd = -1;
  while (at <= line.length) {
    const found = match(pattern, line, at);
    if (found === null) break;
    const matched = line.slice(found.start, found.end);
    // Nothing, right behind what was replaced, is not replaced once more.
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

/** The replacement's own marks: groups are not followed. */
export function readReplacement(text: string, isPerl: boolean): string | null {
  if (/\\\d/.test(text) || (isPerl && /[$@]/.test(text))) return null;
  const marked = text.replace(/\\([\s\S])|&/g, (whole, next: string | undefined) => {
    if (whole === '&') return isPerl ? '&' : '\u0000';
    return { n: '\n', t: '\t', r: '\r' }[next ?? ''] ?? next ?? '';
  });
  return marked;
}

/** perl's `s/a/b/g`, which sees a whole line, its `\n` included. */
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
  // perl sees the end of the line, too.
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
