/** Where some lines of a file stand in it. Lines count from 1. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** Finds the lines of a fragment in a file, one after the other; empty lines and spaces at the ends do not count. Null when they are not in it. */
export function locateFragment(file: string, fragment: string): LineRange | null {
  const wanted = telling(fragment);
  const lines = telling(file);
  const [first] = wanted;
  if (first === undefined) return null;
  // Each line of the file is where a run may begin, but a run is only followed while it fits, and never further than it is long.
  for (const [at, line] of lines.entries()) {
    if (line.text !== first.text) continue;
    let fits = 1;
    while (fits < wanted.length && lines[at + fits]?.text === wanted[fits]?.text) fits += 1;
    const last = lines[at + wanted.length - 1];
    if (fits === wanted.length && last !== undefined) return { from: line.n, to: last.n };
    if (at > maxAttempts) return null;
  }
  return null;
}

/** Places at which a run is tried: so the search is linear, whatever repeats itself. */
const maxAttempts = 2_000;

const telling = (text: string): readonly { readonly text: string; readonly n: number }[] =>
  text
    .split('\n')
    .map((line, at) => ({ text: line.trim(), n: at + 1 }))
    .filter((line) => line.text !== '');

/** A file with lines added below its last one. */
export const appendFragment = (file: string, fragment: string): string =>
  `${file.trimEnd()}\n\n${fragment.trimEnd()}\n`;
