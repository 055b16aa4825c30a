import type { OutputLine } from './output-lines.ts';

/*
 * Rejoins lines that a narrow terminal or a phone has wrapped.
 */

/** `lines`: rows that one line may have become; `read`: last rows of a text that are rejoined; `most`: characters of the result. */
export const wrapped = { lines: 6, read: 200, most: 400 } as const;

/** The texts that wrapped rows may have been: split within words, between words, or at the width of the window. */
export const joinings = (window: readonly string[]): readonly string[] => [
  ...new Set([window.join(''), window.join(' '), joinedByWidth(window)]),
];

/** A row as wide as the window was split within a word; a shorter one has lost its trailing space. */
function joinedByWidth(window: readonly string[]): string {
  const width = Math.max(...window.map(({ length }) => length));
  return window.map((piece) => (piece.length < width ? `${piece} ` : piece)).join('');
}

/** The lines that a rejoined text consists of, starting at index `from`. */
export function linesOf(text: string, said: readonly OutputLine[], from: number): readonly OutputLine[] {
  let to = from;
  for (let left = text.length; left > 0 && to < said.length; to += 1)
    left -= (said[to]?.match.shown.length ?? 0) + 1;
  return said.slice(from, to);
}
