import { type Document, visit } from 'yaml';

/** A quote that is never closed ends with the file; what helps is where it starts. Null where no quote is open at that place. */
export function quoteOpenAt(document: Document.Parsed, offset: number): number | null {
  let start: number | null = null;
  visit(document, {
    Scalar: (_, { type, range }) => {
      if (!range || (type !== 'QUOTE_DOUBLE' && type !== 'QUOTE_SINGLE')) return;
      if (range[0] < offset && offset <= range[1] + 1) start = range[0];
    },
  });
  return start;
}
