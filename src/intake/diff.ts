import { isInstruction } from './line-kind.ts';

/** The file that a pasted diff results in. */
export interface DiffResult {
  readonly lines: readonly string[];
  /** False if the diff does, or may, leave lines out. */
  readonly whole: boolean;
}

const header =
  /^(diff --git |index [0-9a-f]{4,}|new file mode|deleted file mode|old mode|new mode|similarity index|rename (from|to)|--- |\\ No newline)/;
const hunk = /^@@+ -(\d+)(?:,\d+)? \+(\d+)(?:,(\d+))? @@/;

/**
 * The new side of a diff: its added and unchanged lines, each file below the name in its `+++` line. Null if the lines are
 * not a diff. `labelled`: the code block's language is `diff`.
 */
export function newSideOfDiff(lines: readonly string[], labelled: boolean): DiffResult | null {
  const nonBlank = lines.filter((line) => line.trim() !== '');
  const hunks = nonBlank.filter((line) => hunk.test(line.slice(0, 60)));
  const plus = nonBlank.filter((line) => line.startsWith('+')).length;
  const marked = nonBlank.filter((line) => /^[-+ ]/.test(line)).length;
  const isDiff =
    hunks.length > 0 ||
    nonBlank.some((line) => line.startsWith('diff --git ')) ||
    (plus > 1 && plus === nonBlank.length) ||
    (labelled && plus > 0 && marked === nonBlank.length) ||
    (marked === nonBlank.length && changesInstruction(nonBlank));
  if (!isDiff) return null;
  const result: string[] = [];
  let linesLeftInHunk = 0;
  let whole = true;
  for (const line of lines) {
    const start = line.slice(0, 200);
    const hunkHeader = hunk.exec(start);
    if (hunkHeader !== null) {
      whole = whole && Number(hunkHeader[2]) <= 1;
      linesLeftInHunk = Number(hunkHeader[3] ?? 1);
      continue;
    }
    const named = /^\+\+\+ (?:[abiw]\/)?(\S{1,150})/.exec(start);
    if (named !== null && linesLeftInHunk <= 0) {
      result.push('', `=== ${named[1]} ===`);
      continue;
    }
    if (linesLeftInHunk <= 0 && header.test(start)) continue;
    if (line.startsWith('-')) continue;
    result.push(/^[+ ]/.test(line) ? line.slice(1) : line);
    if (hunks.length > 0 && linesLeftInHunk > 0) linesLeftInHunk -= 1;
  }
  return {
    lines: result,
    whole:
      whole &&
      (hunks.length < 2 || nonBlank.filter((line) => line.startsWith('+++ ')).length === hunks.length) &&
      !endsInContext(lines, hunks),
  };
}

/** One instruction in the place of another: `-RUN pip install`, `+RUN uv sync`. A list has a space behind its marks. */
const changesInstruction = (lines: readonly string[]): boolean =>
  ['-', '+'].every((mark) =>
    lines.some(
      (line) => line.startsWith(mark) && /^[A-Z]/.test(line.slice(1)) && isInstruction(line.slice(1)),
    ),
  );

/**
 * Three unchanged lines end a hunk of an existing file: the file may go on below what the diff shows. More of them are shown
 * only by who asked for more.
 */
function endsInContext(lines: readonly string[], hunks: readonly string[]): boolean {
  if (!hunks.some((line) => !/^@@+ -0,0 /.test(line))) return false;
  const shown = lines.filter((line) => line !== '');
  const tail = shown.length - 1 - shown.findLastIndex((line) => !line.startsWith(' '));
  return shown.length > 3 && tail === 3;
}
