/** A change as `git diff` shows it, read as the file that it leads to. */
export interface DiffResult {
  readonly lines: readonly string[];
  /** False where lines are left out between hunks, or may be. */
  readonly whole: boolean;
}

const header =
  /^(diff --git |index [0-9a-f]{4,}|new file mode|deleted file mode|old mode|new mode|similarity index|rename (from|to)|--- |\\ No newline)/;
const hunk = /^@@+ -(\d+)(?:,\d+)? \+(\d+)(?:,(\d+))? @@/;

/**
 * The new side of a diff: lines with `+` and those without a mark, under the name that `+++` gives.
 * Null when it is no diff; `labelled`: its fence says that it is one.
 */
export function newSideOfDiff(lines: readonly string[], labelled: boolean): DiffResult | null {
  const full = lines.filter((line) => line.trim() !== '');
  const hunks = full.filter((line) => hunk.test(line.slice(0, 60)));
  const plus = full.filter((line) => line.startsWith('+')).length;
  const marked = full.filter((line) => /^[-+ ]/.test(line)).length;
  const isDiff =
    hunks.length > 0 ||
    full.some((line) => line.startsWith('diff --git ')) ||
    (plus > 1 && plus === full.length) ||
    (labelled && plus > 0 && marked === full.length);
  if (!isDiff) return null;
  const bare = !hunks.length;
  const out: string[] = [];
  let rest = 0;
  let whole = true;
  for (const line of lines) {
    const start = line.slice(0, 200);
    const opens = hunk.exec(start);
    if (opens !== null) {
      whole = whole && Number(opens[2]) <= 1;
      rest = Number(opens[3] ?? 1);
      continue;
    }
    const named = /^\+\+\+ (?:[abiw]\/)?(\S{1,150})/.exec(start);
    if (named !== null && rest <= 0) {
      out.push('', `=== ${named[1]} ===`);
      continue;
    }
    if (rest <= 0 && header.test(start)) continue;
    if (line.startsWith('-')) continue;
    out.push(/^[+ ]/.test(line) ? line.slice(1) : line);
    if (!bare && rest > 0) rest -= 1;
  }
  return {
    lines: out,
    whole:
      whole &&
      (hunks.length < 2 || full.filter((line) => line.startsWith('+++ ')).length === hunks.length) &&
      !endsInContext(lines, hunks),
  };
}

/** Three unchanged lines at the end of a hunk of a changed file: more may follow that the diff does not show. */
function endsInContext(lines: readonly string[], hunks: readonly string[]): boolean {
  if (!hunks.some((line) => !/^@@+ -0,0 /.test(line))) return false;
  const shown = lines.filter((line) => line !== '');
  return shown.length > 3 && shown.slice(-3).every((line) => line.startsWith(' '));
}
