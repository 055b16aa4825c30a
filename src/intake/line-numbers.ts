import { startOfLine } from './intake-result.ts';
import { isBlank } from './line-kind.ts';
import { isErrorLine } from './program-output.ts';

/*
 * Removes the numbers that editors, `cat -n` and web pages write before lines. Each function looks at every line a fixed number of
 * times, and returns null if they have none.
 */

const numbered = /^[\s│┃|]{0,12}(?:\(|\[|L(?:ine )?|[Ll]igne |Zeile )?(\d{1,5})(?=[\s.:)\]|/│┃→-]|$)/;

/** Line numbers before each line (`cat -n`, an editor, a list) or on lines of their own (a web page). */
export function stripLineNumbers(lines: readonly string[]): readonly string[] {
  return (
    stripLeadingNumbers(lines) ??
    stripNumbersInExcerpt(lines) ??
    stripNumbersOfSeveral(lines) ??
    dropNumberLines(lines) ??
    lines
  );
}

/** Numbered lines from 1 on below `$ cat -n Dockerfile` or a sentence. Excerpts in error messages start at other numbers. */
function stripNumbersInExcerpt(lines: readonly string[]): readonly string[] | null {
  const first = lines.findIndex((line) => Number(numbered.exec(line)?.[1]) === 1);
  const last = lines.findLastIndex((line) => numbered.test(line));
  if (first < 0 || last < first + 2 || (first === 0 && last === lines.length - 1)) return null;
  const around = [...lines.slice(0, first), ...lines.slice(last + 1)];
  if (around.some((line) => isErrorLine(startOfLine(line)))) return null;
  const bare = stripLeadingNumbers(lines.slice(first, last + 1));
  return bare === null ? null : [...lines.slice(0, first), ...bare, ...lines.slice(last + 1)];
}

/** Files that are each numbered from 1 on, with a name or a sentence above each. */
function stripNumbersOfSeveral(lines: readonly string[]): readonly string[] | null {
  const numbers = lines.map((line) => {
    const found = numbered.exec(line)?.[1];
    return found === undefined ? null : Number(found);
  });
  const ends = (from: number): number => {
    let at = from;
    while (numbers[at + 1] === (numbers[at] ?? 0) + 1) at += 1;
    return at;
  };
  const runs: (readonly [from: number, to: number])[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (numbers[at] !== 1) continue;
    const end = ends(at);
    if (end > at + 1) runs.push([at, end]);
    at = end;
  }
  if (runs.length === 0) return null;
  const result = [...lines];
  for (const [from, to] of runs) {
    const bare = stripLeadingNumbers(lines.slice(from, to + 1));
    if (bare === null) return null;
    result.splice(from, bare.length, ...bare);
  }
  const around = lines.filter((_, at) => !runs.some(([from, to]) => at >= from && at <= to));
  return around.some((line) => isErrorLine(startOfLine(line))) ? null : result;
}

function stripLeadingNumbers(lines: readonly string[]): readonly string[] | null {
  const found = lines.map((line) => numbered.exec(line));
  let last: number | null = null;
  let count = 0;
  let withText = 0;
  for (const [at, match] of found.entries()) {
    if (isBlank(lines[at] ?? '')) continue;
    if (match === null) return null;
    const n = Number(match[1]);
    if (last !== null && n !== last + 1) return null;
    last = n;
    count += 1;
    if (!isBlank((lines[at] ?? '').slice(match[0].length))) withText += 1;
  }
  if (count < 2 || withText === 0) return null;
  const rests = lines.map((line, at) => line.slice(found[at]?.[0].length ?? 0));
  const full = rests.filter((rest) => !isBlank(rest));
  // The separator after the number is the same on every line; the line's own indentation is not.
  const separator = /^[\s.:)\]|/│┃→-]*/.exec((full[0] ?? '').slice(0, 12))?.[0] ?? '';
  let width = separator.length;
  for (const rest of full) while (width > 0 && rest.slice(0, width) !== separator.slice(0, width)) width -= 1;
  if (width === 0 || full.some((rest) => rest.slice(width, width + 4) === '>>> ')) return null;
  return rests.map((rest) => (isBlank(rest) ? '' : withoutSeparator(rest, width)));
}

/** A blank line consists of its number and one sign, as in `1.`. */
const withoutSeparator = (rest: string, width: number): string =>
  /^[.:)\]|/│┃→-]\s*$/.test(rest) ? '' : rest.slice(width);

function dropNumberLines(lines: readonly string[]): readonly string[] | null {
  const numberOf = lines.map((line) =>
    line.length < 8 && /^\s*\d{1,5}\s*$/.test(line) ? Number(line) : null,
  );
  const numbers = numberOf.filter((n) => n !== null);
  if (numbers.length < 3 || !numbers.every((n, at) => n === (numbers[0] ?? 0) + at)) return null;
  return lines.filter((_, at) => numberOf[at] === null);
}
