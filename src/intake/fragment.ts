/** Consecutive lines of a file, counted from 1. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Finds a fragment's lines in a file, ignoring blank lines and surrounding whitespace. Null if they are not there. */
export function locateFragment(file: string, fragment: string): LineRange | null {
  const wanted = nonBlankLines(fragment);
  const lines = nonBlankLines(file);
  const [first] = wanted;
  if (first === undefined) return null;
  for (const [at, line] of lines.entries()) {
    if (line.text !== first.text) continue;
    let matched = 1;
    while (matched < wanted.length && lines[at + matched]?.text === wanted[matched]?.text) matched += 1;
    const last = lines[at + wanted.length - 1];
    if (matched === wanted.length && last !== undefined) return { from: line.number, to: last.number };
    if (at > maxAttempts) return null;
  }
  return null;
}

/** Bounds the search, so that repetitive files cost no more than linear time. */
const maxAttempts = 2_000;

const nonBlankLines = (text: string): readonly { readonly text: string; readonly number: number }[] =>
  text
    .split('\n')
    .map((line, at) => ({ text: line.trim(), number: at + 1 }))
    .filter((line) => line.text !== '');

/** The file with the fragment added at its end. */
export const appendFragment = (file: string, fragment: string): string =>
  `${file.trimEnd()}\n\n${fragment.trimEnd()}\n`;
