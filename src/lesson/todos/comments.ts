/** Comments of any language: their markers and content. */

/** Where in a row a comment may contain a TODO, and its marker. */
export interface Comment {
  readonly marker: string;
  /** Code precedes it in the row. */
  readonly trailing: boolean;
  /** What ends it before the end of the row, if it is in quotes or brackets. */
  readonly end?: string;
}

export const blockEnds: Readonly<Record<string, string>> = {
  '/*': '*/',
  '<!--': '-->',
  '"""': '"""',
  "'''": "'''",
  '{#': '#}',
};
const leadingMarker =
  /^\s*(#+|\/\/[/!]*|\/\*+|<!--|--+(?![\w-])|;+|%+|\{\/\*+|\{#|\{\{!(?:--)?|@?rem\b|::|"{3}|'{3})/i;
export const closers = /(?<![\s*-])[\s*-]*(?:\*\/\}?|-->|#\}|--\}\}|"""|'''|#>|\]\]|%>|-\}|\*\))\s*$/;

/** For each row, whether it begins inside a comment opened in an earlier row. */
export function insideOfComments(rows: readonly string[]): readonly boolean[] {
  let end: string | null = null;
  return rows.map((row) => {
    const inside = end !== null;
    if (end !== null) {
      if (row.includes(end)) end = null;
      return inside;
    }
    const marker = /^\s*(\{?\/\*|<!--|"""|'''|\{#)/.exec(row)?.[1]?.replace('{/*', '/*');
    const closing = marker === undefined ? undefined : blockEnds[marker];
    if (
      marker !== undefined &&
      closing !== undefined &&
      !row.slice(row.indexOf(marker) + marker.length).includes(closing)
    )
      end = closing;
    return inside;
  });
}

/** The comment marker of a row; null for a row of code. */
export function markerOf(row: string, inside: boolean): string | null {
  if (inside) return '';
  return leadingMarker.exec(row)?.[1] ?? null;
}

/** The comment lines under a TODO, up to an empty line, an instruction or the next TODO. */
export function nudgesAfter(
  rows: readonly string[],
  insides: readonly boolean[],
  index: number,
  { marker, trailing }: Comment,
  starts: ReadonlySet<number>,
): readonly string[] {
  const nudges: string[] = [];
  const sign = marker.charAt(0);
  for (let at = index + 1; at < rows.length && !starts.has(at); at++) {
    const row = rows[at] ?? '';
    const inside = insides[at] ?? false;
    const own = markerOf(row, inside);
    if (own === null || (!inside && (own.charAt(0) !== sign || trailing))) break;
    // One space belongs to the marker; further ones are indentation.
    nudges.push(
      row
        .replace(inside ? /^\s*\*? ?/ : bareMarker(sign), '')
        .replace(closers, '')
        .trimEnd(),
    );
    if (inside && closers.test(row)) break;
  }
  return nudges.filter((nudge) => nudge !== '' && !/^(?:\*\/\}?|-->|#\}|\/)$/.test(nudge.trim()));
}

const bareMarker = (sign: string): RegExp =>
  sign === '#' ? /^\s*# ?/ : /^\s*(?:\/\/+|--+|;+|%+|<!--|\{?\/\*+|@?rem\b|::|\*) ?/i;

/** A TODO whose title is on the next line. */
export function titled(
  title: string,
  nudges: readonly string[],
): { title: string; nudges: readonly string[] } {
  const [first, ...rest] = nudges;
  if (title !== '' || first === undefined || /^\s|^\p{L}+\s?:\s/u.test(first)) return { title, nudges };
  return { title: first, nudges: rest };
}
