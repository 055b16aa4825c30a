import type { OutputLine } from './output-lines.ts';

/*
 * What a narrow terminal or a phone has made several lines of.
 */

/** Lines that one narrow line of a phone or a terminal may have become, and the last lines of a text that are read so. */
export const wrapped = { lines: 6, read: 200, most: 400 } as const;

/** What the lines may have been before they were parted: within words, between them, or wherever the window ended. */
export const joinings = (window: readonly string[]): readonly string[] => [
  ...new Set([window.join(''), window.join(' '), joinedByWidth(window)]),
];

/** A line as long as the window was cut within a word; a shorter one has lost the space at its end. */
function joinedByWidth(window: readonly string[]): string {
  const width = Math.max(...window.map(({ length }) => length));
  return window.map((piece) => (piece.length < width ? `${piece} ` : piece)).join('');
}

/** The lines that a text was put together of, from one of them on. */
export function linesOf(text: string, said: readonly OutputLine[], from: number): readonly OutputLine[] {
  let to = from;
  for (let left = text.length; left > 0 && to < said.length; to += 1)
    left -= (said[to]?.match.shown.length ?? 0) + 1;
  return said.slice(from, to);
}
