import { LessonError } from '../error.ts';
import type { HelpBlock } from './help-block.ts';
import { everyNode, lineAt, type MarkdownText, parseMarkdown, readableText, spanOf } from './markdown.ts';

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
  readonly inner: HelpBlock[];
}

/** The tags that Markdown parses as HTML; tags in code are text. */
function* tagsOf({ source, root }: MarkdownText): Generator<Tag> {
  for (const node of everyNode(root)) {
    if (node.type !== 'html') continue;
    const { start, end } = spanOf(node);
    // Uses the source, not node.value: in a quote or list the value has lost its line prefixes, so its offsets differ.
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

interface FoundDetails {
  /** Outermost blocks first, each with its inner ones. */
  readonly blocks: readonly HelpBlock[];
  /** Offsets of `</details>` tags that close nothing. */
  readonly strays: readonly number[];
  /** Errors for blocks and summaries that are not closed. */
  readonly errors: readonly LessonError[];
}

/** The `<details>` blocks of a text. */
export function detailsOf(markdown: MarkdownText, file: string): FoundDetails {
  const { source } = markdown;
  const line = lineAt(source);
  const blocks: HelpBlock[] = [];
  const strays: number[] = [];
  const open: OpenDetails[] = [];
  const errors: LessonError[] = [];
  const at = (offset: number) => ({
    file,
    line: line(offset),
    column: offset - source.lastIndexOf('\n', offset - 1),
  });
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
        strays.push(tag.start);
        continue;
      }
      if (isSummaryOpen(current))
        errors.push(new LessonError('unclosedSummary', at(current.summaryStart ?? current.start)));
      open.pop();
      (open.at(-1)?.inner ?? blocks).push({
        summary: current.summaryText,
        kind: 'details',
        start: current.start,
        end: tag.end,
        contentStart: current.contentStart,
        contentEnd: tag.start,
        line: line(current.start),
        column: current.start - source.lastIndexOf('\n', current.start - 1),
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
    const [problem, offset] = isSummaryOpen(unclosed)
      ? (['unclosedSummary', unclosed.summaryStart ?? unclosed.start] as const)
      : (['unclosedDetails', unclosed.start] as const);
    errors.push(new LessonError(problem, at(offset)));
  }
  return { blocks, strays, errors };
}

const isSummaryOpen = ({ summaryStart, contentStart, openEnd }: OpenDetails): boolean =>
  summaryStart !== null && contentStart <= openEnd;

function summaryText(html: string): string {
  const words = html.replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ');
  return readableText(parseMarkdown(words.trim()).root);
}
