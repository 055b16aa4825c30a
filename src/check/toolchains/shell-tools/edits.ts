import { isCheap, match, type Pattern, readPattern } from './pattern.ts';

/** The effect of a program that edits text; null where the edit is not modelled. */
export type Edit = (text: string) => string | null;

/** Line by line, as sed, perl -p and awk go; a last line without its end keeps being without. */
function byLine(text: string, edit: (line: string, index: number) => string | null): string {
  const ends = text.endsWith('\n');
  const lines = (ends ? text.slice(0, -1) : text).split('\n');
  const edited = lines.flatMap((line, index) => edit(line, index) ?? []);
  return edited.length === 0 ? '' : `${edited.join('\n')}${ends ? '\n' : ''}`;
}

/** Replaces in one line: `&` stands for what was found, `\n` for a line's end. */
function replaced(pattern: Pattern, line: string, replacement: string, all: boolean): string {
  let result = '';
  let at = 0;
  while (at <= line.length) {
    const found = match(pattern, line, at);
    if (found === null) break;
    const matched = line.slice(found.start, found.end);
    result += line.slice(at, found.start) + replacement.replaceAll('\u0000', () => matched);
    at = found.end;
    if (found.end === found.start) {
      result += line[at] ?? '';
      at += 1;
    }
    if (!all || pattern.atStart) break;
  }
  return result + line.slice(at);
}

/** The replacement's own marks: groups are not followed. */
function readReplacement(text: string, isPerl: boolean): string | null {
  if (/\\\d/.test(text) || (isPerl && /[$@]/.test(text))) return null;
  const marked = text.replace(/\\([\s\S])|&/g, (whole, next: string | undefined) => {
    if (whole === '&') return isPerl ? '&' : '\u0000';
    return { n: '\n', t: '\t', r: '\r' }[next ?? ''] ?? next ?? '';
  });
  return marked;
}

/** `s/a/b/g` of sed and perl; `windows` is whether the whole of a line, its `\n` too, is looked at (perl). */
function substitution(script: string, extended: boolean, isPerl: boolean): Edit | null {
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
  const replacement = readReplacement(after, isPerl);
  // perl sees the end of the line, too.
  const pattern = readPattern(isPerl ? before.replace(/\\n$/, '$') : before.replaceAll('^M', '\r'), extended);
  const keepsEnd = !isPerl || !/\\n$/.test(before) || replacement?.endsWith('\n') === true;
  if (pattern === null || replacement === null || !keepsEnd) return null;
  const text = isPerl && /\\n$/.test(before) ? replacement.replace(/\n$/, '') : replacement;
  return (given) =>
    isCheap(pattern, given)
      ? byLine(given, (line) => replaced(pattern, line, text, flags.includes('g')))
      : null;
}

/** sed's commands that add lines: a line that they are for, with the text that they add. */
const insertions: Readonly<Record<string, (line: string, text: string) => string>> = {
  i: (line, text) => `${text}\n${line}`,
  a: (line, text) => `${line}\n${text}`,
  c: (_, text) => text,
};

/** A script of sed: substitutions, and lines taken away. */
export function sedEdit(script: string, extended: boolean, quiet: boolean): Edit | null {
  if (quiet) return null;
  const edits: Edit[] = [];
  for (const part of script.split(/;(?=\s*(?:s[^\w\s]|\d|\$|\/))|\n/)) {
    const edit = sedCommand(part.trim(), extended);
    if (edit === null) return null;
    edits.push(edit);
  }
  return (text) =>
    edits.reduce<string | null>((before, edit) => (before === null ? null : edit(before)), text);
}

function sedCommand(command: string, extended: boolean): Edit | null {
  if (command === '') return (text) => text;
  const line = /^(\d+|\$)\s*([\s\S]*)/.exec(command);
  if (line !== null) {
    const [, address = '', rest = ''] = line;
    const at = (text: string): number =>
      address === '$' ? text.replace(/\n$/, '').split('\n').length - 1 : Number(address) - 1;
    if (rest === 'd') return (text) => byLine(text, (each, index) => (index === at(text) ? null : each));
    const inserted = /^([iac])\s*(?:\\\s*)?([\s\S]*)/.exec(rest);
    if (inserted !== null) {
      const [, name = '', added = ''] = inserted;
      const change = insertions[name];
      if (change === undefined) return null;
      return (text) => byLine(text, (each, index) => (index === at(text) ? change(each, added) : each));
    }
    const edit = substitution(rest, extended, false);
    if (edit === null) return null;
    return (text) => byLine(text, (each, index) => (index === at(text) ? edit(each) : each));
  }
  const deletes = /^\/((?:[^/\\]|\\.)*)\/d$/.exec(command)?.[1];
  if (deletes === undefined) return substitution(command, extended, false);
  const pattern = readPattern(deletes, extended);
  if (pattern === null) return null;
  return (text) =>
    isCheap(pattern, text) ? byLine(text, (each) => (match(pattern, each) === null ? each : null)) : null;
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
        ? substitution(part.trim(), true, true)
        : (text) => [...text].filter((each) => !deletes.includes(each)).join('');
    if (edit === null) return null;
    edits.push(edit);
  }
  return (text) =>
    edits.reduce<string | null>((before, edit) => (before === null ? null : edit(before)), text);
}

/** `awk '{ sub(/\r$/, ""); print }'` and `…; 1`: each line is printed, changed. */
export function awkEdit(script: string): Edit | null {
  const match =
    /^\s*\{\s*(g?)sub\(\s*(?:\/((?:[^/\\]|\\.)*)\/|"((?:[^"\\]|\\.)*)")\s*,\s*"([^"\\&]*)"\s*\)\s*(?:;\s*)?(?:\}\s*(?:;\s*)?1|print(?:\s+\$0)?\s*(?:;\s*)?\})\s*(?:;\s*)?$/.exec(
      script,
    );
  if (match === null) return null;
  const [, all = '', inSlashes, inQuotes, replacement = ''] = match;
  const pattern = readPattern(inSlashes ?? inQuotes ?? '', true);
  if (pattern === null) return null;
  // awk ends every line, the last one too.
  return (text) => {
    if (text === '') return '';
    if (!isCheap(pattern, text)) return null;
    return `${byLine(text.replace(/\n$/, ''), (line) => replaced(pattern, line, replacement, all === 'g'))}\n`;
  };
}

/** The characters of a set of tr, with its escapes and ranges; null where it is not followed. */
function characters(set: string): readonly string[] | null {
  if (/\[[:=]/.test(set)) return null;
  const found: string[] = [];
  for (let at = 0; at < set.length; at += 1) {
    let character = set[at] ?? '';
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(set.slice(at + 1, at + 4))?.[0];
      const next = set[at + 1] ?? '';
      if (octal !== undefined) character = String.fromCharCode(Number.parseInt(octal, 8));
      else character = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\u0007', b: '\b' }[next] ?? next;
      at += octal?.length ?? 1;
    }
    const high = set[at + 1] === '-' ? set[at + 2] : undefined;
    if (high === undefined || high === '\\') found.push(character);
    else {
      for (let code = character.charCodeAt(0); code <= high.charCodeAt(0) && found.length < 300; code += 1)
        found.push(String.fromCharCode(code));
      at += 2;
    }
  }
  return found;
}

/** tr: letters replaced, taken away, or squeezed. */
export function trEdit(options: string, sets: readonly string[]): Edit | null {
  const [from, to] = sets.map(characters);
  if (from === undefined || from === null || to === null) return null;
  const complement = /[cC]/.test(options);
  const has = (character: string): boolean => from.includes(character) !== complement;
  if (options.includes('d') && !options.includes('s') && to === undefined)
    return (text) => [...text].filter((each) => !has(each)).join('');
  if (options !== '' || to === undefined || to.length === 0) return null;
  return (text) =>
    [...text]
      .map((each) => {
        const at = from.lastIndexOf(each);
        return at < 0 ? each : (to[Math.min(at, to.length - 1)] ?? each);
      })
      .join('');
}
