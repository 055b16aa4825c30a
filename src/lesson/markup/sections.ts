import type { Heading } from 'mdast';
import { type MarkdownText, readableText, spanOf } from './markdown.ts';

/** Where the sections of a text begin and end. */
export interface Sections {
  /** The offset of the heading above an offset; -1 above the first heading. */
  readonly of: (offset: number) => number;
  /** The text of the heading above an offset. */
  readonly titleAt: (offset: number) => string;
  /** Whether an offset is in the section of a heading, or below a non-heading with no heading in between. */
  readonly same: (place: { readonly offset: number; readonly origin: string }, later: number) => boolean;
}

export const headingsIn = ({ root }: MarkdownText): readonly Heading[] =>
  root.children.filter((node): node is Heading => node.type === 'heading');

export function sectionsOf(headings: readonly Heading[]): Sections {
  const starts = headings.map((heading) => spanOf(heading).start);
  const indexAt = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  return {
    of: (offset) => starts[indexAt(offset)] ?? -1,
    titleAt: (offset) => {
      const heading = headings[indexAt(offset)];
      return heading === undefined ? '' : readableText(heading);
    },
    same: ({ offset, origin }, later) => {
      if (later < offset) return false;
      const between = headings.slice(indexAt(offset) + 1, indexAt(later) + 1);
      if (origin !== 'heading') return between.length === 0;
      const depth = headings[indexAt(offset)]?.depth ?? 0;
      return between.every((heading) => heading.depth > depth);
    },
  };
}
