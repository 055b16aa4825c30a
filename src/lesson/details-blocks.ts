import { LessonError } from './error.ts';
import { everyNode, lineAt, type MarkdownText, parseMarkdown, readableText, spanOf } from './markdown.ts';

/** A `<details>` block: HTML around Markdown, which a Markdown parser leaves in pieces. */
export interface Details {
  /** What its `<summary>` says, as a reader sees it; empty when it has none. */
  readonly summary: string;
  /** Offsets of the whole block and of what is between its summary and its end. */
  readonly start: number;
  readonly end: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly line: number;
  readonly inner: readonly Details[];
}

interface Tag {
  readonly name: 'details' | 'summary';
  readonly closing: boolean;
  readonly start: number;
  readonly end: number;
}

interface OpenDetails {
  readonly start: number;
  readonly openEnd: number;
  summaryStart: number | null;
  summaryText: string;
  contentStart: number;
  readonly inner: Details[];
}

/** The tags that Markdown takes for HTML: those in code are text. */
function* tagsOf({ source, root }: MarkdownText): Generator<Tag> {
  for (const node of everyNode(root)) {
    if (node.type !== 'html') continue;
    const { start, end } = spanOf(node);
    // The source, not node.value: inside a quote or a list the value has lost its prefixes, and so its offsets.
    const html = source.slice(start, end).replace(/<!--[\s\S]*?(?:-->|$)/g, (c) => ' '.repeat(c.length));
    for (const match of html.matchAll(/<(\/?)(details|summary)\b[^<>]*>/gi)) {
      yield {
        name: match[2]?.toLowerCase() === 'summary' ? 'summary' : 'details',
        closing: match[1] === '/',
        start: start + match.index,
        end: start + match.index + match[0].length,
      };
    }
  }
}

/**
 * The `<details>` blocks of a text, outermost first, inner ones inside them.
 * `strays` are lines of a `</details>` that closes nothing.
 * @throws LessonError when one is never closed
 */
export function detailsOf(
  markdown: MarkdownText,
  file: string,
): { readonly blocks: readonly Details[]; readonly strays: readonly number[] } {
  const { source } = markdown;
  const line = lineAt(source);
  const blocks: Details[] = [];
  const strays: number[] = [];
  const open: OpenDetails[] = [];
  for (const tag of tagsOf(markdown)) {
    const current = open.at(-1);
    if (tag.name === 'details' && !tag.closing) {
      open.push({
        start: tag.start,
        openEnd: tag.end,
        summaryStart: null,
        summaryText: '',
        contentStart: tag.end,
        inner: [],
      });
    } else if (tag.name === 'details') {
      if (current === undefined) {
        strays.push(line(tag.start));
        continue;
      }
      refuseOpenSummary(current, file, line);
      open.pop();
      (open.at(-1)?.inner ?? blocks).push({
        summary: current.summaryText,
        start: current.start,
        end: tag.end,
        contentStart: current.contentStart,
        contentEnd: tag.start,
        line: line(current.start),
        inner: current.inner,
      });
    } else if (current !== undefined && !tag.closing) {
      current.summaryStart ??= tag.end;
    } else if (current !== undefined && current.summaryStart !== null && current.summaryText === '') {
      current.summaryText = summaryText(source.slice(current.summaryStart, tag.start));
      current.contentStart = tag.end;
    }
  }
  const unclosed = open[0];
  if (unclosed !== undefined) {
    refuseOpenSummary(unclosed, file, line);
    throw new LessonError('unclosedDetails', { file, line: line(unclosed.start) });
  }
  return { blocks, strays };
}

function refuseOpenSummary(details: OpenDetails, file: string, line: (offset: number) => number): void {
  if (details.summaryStart === null || details.contentStart > details.openEnd) return;
  throw new LessonError('unclosedSummary', { file, line: line(details.summaryStart) });
}

function summaryText(html: string): string {
  const words = html.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ');
  return readableText(parseMarkdown(words.trim()).root);
}

/** The Markdown between a block's summary and its end, without the quote or list that the block stands in. */
export function contentOf(source: string, details: Details, without: readonly Details[] = []): string {
  let text = '';
  let at = details.contentStart;
  for (const hole of without) {
    text += source.slice(at, hole.start);
    at = hole.end;
  }
  text += source.slice(at, details.contentEnd);
  const lineStart = source.lastIndexOf('\n', details.start - 1) + 1;
  const prefix = source.slice(lineStart, details.start);
  const container = /^[\s>]*$/.test(prefix) ? prefix : ' '.repeat(prefix.length);
  return text
    .split('\n')
    .map((row, index) => (index === 0 ? row.trimStart() : withoutPrefix(row, container)))
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

function withoutPrefix(row: string, prefix: string): string {
  if (row.startsWith(prefix)) return row.slice(prefix.length);
  return row.trim() === prefix.trim() ? '' : row;
}
