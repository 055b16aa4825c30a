/** A piece of a lesson that holds help: a `<details>` block, an admonition, a section `### Hint 2`, a paragraph `**Hint:** …`. */
export interface HelpBlock {
  /** Its title as readers see it; empty when it has none. */
  readonly summary: string;
  /**
   * Its kind: a collapsible block, a general tip (`:::tip`), a section or paragraph labeled as a hint, or an entry in a section
   * of hints.
   */
  readonly kind: 'details' | 'tip' | 'section' | 'listed';
  /** Offsets of the whole block, and of its content between title and end. */
  readonly start: number;
  readonly end: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly line: number;
  readonly column: number;
  readonly inner: readonly HelpBlock[];
}

/** Blocks nested deeper are treated as part of the surrounding one. */
const depthLimit = 12;

/** Arranges possibly nested blocks as a tree, outermost first. If two overlap, the one that begins later ends with the other. */
export function nested(blocks: readonly HelpBlock[]): readonly HelpBlock[] {
  const roots: Growing[] = [];
  const open: Growing[] = [];
  const sorted = blocks
    .map((block): Growing => ({ ...block, inner: [] }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  for (const block of sorted) {
    while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= block.start) open.pop();
    if (open.length >= depthLimit) continue;
    (open.at(-1)?.inner ?? roots).push(block);
    open.push(block);
  }
  return roots;
}

interface Growing extends HelpBlock {
  inner: HelpBlock[];
}

/** Every block of a tree, outermost first. */
export function* everyBlock(blocks: readonly HelpBlock[]): Generator<HelpBlock> {
  const waiting = [...blocks].reverse();
  for (let block = waiting.pop(); block !== undefined; block = waiting.pop()) {
    yield block;
    waiting.push(...[...block.inner].reverse());
  }
}

/** Whether an offset is outside of all blocks of a tree. */
export function outsideOf(blocks: readonly HelpBlock[]): (offset: number) => boolean {
  const sorted = blocks.toSorted((a, b) => a.start - b.start);
  // A block that overlaps the next one ends no earlier than that.
  const ends: number[] = [];
  for (const { end } of sorted) ends.push(Math.max(end, ends.at(-1) ?? 0));
  return (offset) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 || (ends[low - 1] ?? 0) <= offset;
  };
}

/** The Markdown between a block's title and its end, without the quote or list markers around the block. */
export function contentOf(source: string, block: HelpBlock, without: readonly HelpBlock[] = []): string {
  let text = '';
  let at = block.contentStart;
  for (const hole of without) {
    text += source.slice(at, hole.start);
    at = hole.end;
  }
  text += source.slice(at, block.contentEnd);
  const lineStart = source.lastIndexOf('\n', block.start - 1) + 1;
  const prefix = source.slice(lineStart, block.start);
  const container = /^[\s>]*$/.test(prefix) ? prefix : ' '.repeat(prefix.length);
  const rows = text
    .split('\n')
    .map((row, index) => (index === 0 ? row.trimStart() : withoutPrefix(row, container)));
  return withoutIndent(withoutLastComments(rows))
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .replace(/^(?:<br[ \t]{0,3}\/?>\s*)+/i, '')
    .trimEnd();
}

/** Removes trailing comments that only a tool reads. */
function withoutLastComments(rows: readonly string[]): readonly string[] {
  const last = rows.findLastIndex((row) => row.trim() !== '' && !/^<!--.*-->$/.test(row.trim()));
  return rows.slice(0, last + 1);
}

/** Removes the common indent of rows, as HTML content has. Four columns would otherwise mean code. */
function withoutIndent(rows: readonly string[]): readonly string[] {
  const indents = rows.filter((row) => row.trim() !== '').map((row) => row.search(/\S/));
  const least = Math.min(4, ...indents);
  return least >= 4 ? rows : rows.map((row) => row.slice(Math.min(least, row.search(/\S|$/))));
}

function withoutPrefix(row: string, prefix: string): string {
  if (row.startsWith(prefix)) return row.slice(prefix.length);
  return row.trim() === prefix.trim() ? '' : row;
}
