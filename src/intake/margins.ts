import { isBlank, isFrom, isInstruction } from './line-kind.ts';

/*
 * Removes the indentation that lists and Markdown give to a whole file. Each function looks at every line a fixed number of times, and
 * returns its lines unchanged if there is none.
 */

/** The same indentation on every line, as in a list or a Markdown code block. Discord trims it from the first line. */
export function dedent(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => !isBlank(line));
  const first = full[0] ?? '';
  const rest =
    full.length > 1 && !/^[ \t]/.test(first) && full.slice(1).every((line) => /^( {4}|\t)/.test(line))
      ? full.slice(1)
      : full;
  if (rest !== full && !(isInstruction(first) || first.startsWith('#'))) return lines;
  const margin = /^[ \t\u00A0]*/.exec((rest[0] ?? '').slice(0, 40))?.[0] ?? '';
  let width = margin.length;
  for (const line of rest) while (width > 0 && line.slice(0, width) !== margin.slice(0, width)) width -= 1;
  // A single indented instruction below FROM is a matter of style.
  if (width === 0 || (rest !== full && rest.filter(isInstruction).length < 2 && !first.startsWith('#!')))
    return lines;
  const unindented = rest === full ? -1 : lines.indexOf(first);
  return lines.map((line, at) => (at === unindented ? line : line.slice(width)));
}

const indented = /^(?: {4}|\t)/;

/** Markdown's code without a fence: every line of a file is moved in, and what stands above it is not. */
export function dedentFiles(lines: readonly string[]): readonly string[] {
  const result = [...lines];
  for (let at = 0; at < lines.length; at += 1) {
    if (!indented.test(lines[at] ?? '')) continue;
    let end = at;
    while (end < lines.length && (isBlank(lines[end] ?? '') || indented.test(lines[end] ?? ''))) end += 1;
    if (beginsFile(lines.slice(at, end)) && !goesOn(lines[at - 1] ?? ''))
      for (let inside = at; inside < end; inside += 1)
        result[inside] = (lines[inside] ?? '').replace(indented, '');
    at = end;
  }
  return result;
}

/** The first line of a file that is no comment is FROM; a script has its own first line. */
function beginsFile(lines: readonly string[]): boolean {
  const first = lines.find((line) => !isBlank(line) && !/^\s*#(?!!)/.test(line)) ?? '';
  return /^\s*#!/.test(first) || isFrom(first);
}

/** A line that what is below it belongs to. */
const goesOn = (line: string): boolean => isInstruction(line) || /[\\{]\s*$/.test(line.slice(-20));
