/** A piece of a lesson that holds help: a `<details>` block, an admonition, a section `### Hint 2`, a paragraph `**Hint:** …`. */
export interface HelpBlock {
  /** What its title says, as a reader sees it; empty when it has none. */
  readonly summary: string;
  /**
   * What it is: a block that is opened, a general tip (`:::tip`), a section or paragraph that its words make a hint, or one
   * that stands in a section of hints.
   */
  readonly kind: 'details' | 'tip' | 'section' | 'listed';
  /** Offsets of the whole block and of what is between its title and its end. */
  readonly start: number;
  readonly end: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly line: number;
  readonly column: number;
  readonly inner: readonly HelpBlock[];
}

/** Deeper blocks belong to what surrounds them. */
const depthLimit = 12;

/** Blocks that may lie in one another as a tree, outermost first. Of two that overlap, the one that begins later ends with the other. */
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
  // Where a block overlaps the next, it ends no earlier than that.
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

/** The Markdown between a block's title and its end, without the quote or list that the block stands in. */
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

/** What only a tool reads, at the end of a text. */
function withoutLastComments(rows: readonly string[]): readonly string[] {
  const last = rows.findLastIndex((row) => row.trim() !== '' && !/^<!--.*-->$/.test(row.trim()));
  return rows.slice(0, last + 1);
}

/** Rows that all stand a little to the right, as HTML is indented; four columns would be code. */
function withoutIndent(rows: readonly string[]): readonly string[] {
  const indents = rows.filter((row) => row.trim() !== '').map((row) => row.search(/\S/));
  const least = Math.min(4, ...indents);
  return least >= 4 ? rows : rows.map((row) => row.slice(Math.min(least, row.search(/\S|$/))));
}

function withoutPrefix(row: string, prefix: string): string {
  if (row.startsWith(prefix)) return row.slice(prefix.length);
  return row.trim() === prefix.trim() ? '' : row;
}
