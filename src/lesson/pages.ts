import type { Heading, Nodes, RootContent, Table, TableCell } from 'mdast';
import type { Lesson } from './lesson.ts';
import { type MarkdownText, parseMarkdown, readableText, spanOf } from './markup/markdown.ts';

/** A page of a lesson, in Discord's Markdown. */
export interface LessonPage {
  /** Index of its part. */
  readonly part: number;
  readonly title: string;
  /** Its page number within the part, from 1, and the number of pages. */
  readonly page: number;
  readonly of: number;
  readonly text: string;
  /** TODOs that it mentions, whose hints are offered beside it. */
  readonly todos: readonly number[];
}

/** Characters per page: comfortable to scroll on a phone, and far below Discord's 4000. */
const pageSize = 1_500;

const known = new WeakMap<Lesson, readonly LessonPage[]>();

/** A lesson's parts as pages. Collapsed hints are left out; students request them one by one. */
export function pagesOf(lesson: Lesson): readonly LessonPage[] {
  const before = known.get(lesson);
  if (before !== undefined) return before;
  const pages = lesson.parts.flatMap(({ title, markdown }, part) => {
    const texts = intoPages(blocksOf(parseMarkdown(markdown), title));
    return texts.map((text, i) => ({
      part,
      title,
      page: i + 1,
      of: texts.length,
      text,
      // Collapsed hints at the end of a part are offered on its last page.
      todos: todosIn(i === texts.length - 1 ? `${text}\n${markdown}` : text, lesson),
    }));
  });
  known.set(lesson, pages);
  return pages;
}

/** Numbers of the lesson's TODOs that a text mentions. */
const todosIn = (text: string, { todos }: Lesson): readonly number[] => {
  const named = new Set([...text.matchAll(/\bTODO\s{0,3}(\d{1,4})\b/g)].map(([, n]) => Number(n)));
  return todos.flatMap(({ n }) => (named.has(n) ? [n] : []));
};

/** The blocks of a text, without hints. */
function blocksOf(markdown: MarkdownText, title: string): readonly string[] {
  const blocks: string[] = [];
  let folded = 0;
  for (const [index, node] of markdown.root.children.entries()) {
    if (node.type === 'html') {
      folded = Math.max(0, folded + opensMinusCloses(node.value));
      const text =
        folded === 0 && !/<\/?(details|summary)\b/i.test(node.value) ? withoutTags(node.value) : '';
      if (text !== '') blocks.push(text);
      continue;
    }
    if (folded > 0) continue;
    // The part's own heading is shown above the page.
    if (index === 0 && node.type === 'heading' && readableText(node) === title) continue;
    const text = blockText(markdown, node);
    if (text !== '') blocks.push(text);
  }
  return blocks;
}

const opensMinusCloses = (html: string): number =>
  [...html.matchAll(/<(\/?)details\b/gi)].reduce((sum, [, slash]) => sum + (slash === '/' ? -1 : 1), 0);

const withoutTags = (html: string): string =>
  html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<[^<>]*>/g, '')
    .trim();

function blockText(markdown: MarkdownText, node: RootContent): string {
  switch (node.type) {
    case 'heading':
      return headingText(node);
    case 'thematicBreak':
    case 'definition':
    case 'footnoteDefinition':
    case 'yaml':
      return '';
    case 'table':
      return tableText(markdown, node);
    case 'code':
      return `\`\`\`${node.lang ?? ''}\n${node.value.replaceAll('```', "'''")}\n\`\`\``;
    default:
      return inlineText(sourceOf(markdown, node));
  }
}

const sourceOf = ({ source }: MarkdownText, node: Nodes): string => {
  const { start, end } = spanOf(node);
  return source.slice(start, end);
};

const headingText = (node: Heading): string =>
  node.depth <= 3 ? `### ${readableText(node)}` : `**${readableText(node)}**`;

/**
 * Discord renders no tables: each row becomes a line with its first cell in front. No colon, because its spacing differs between
 * languages.
 */
const tableText = (markdown: MarkdownText, { children }: Table): string =>
  children
    .slice(1)
    .map(({ children: cells }) => {
      const [first = '', ...others] = cells.map((cell) => cellText(markdown, cell));
      return `- ${[`**${first}**`, ...others.filter((each) => each !== '')].join(' · ')}`;
    })
    .join('\n');

/** Keeps code and links; an escaped `|` needs no backslash outside of a table. */
function cellText(markdown: MarkdownText, { children }: TableCell): string {
  const [first] = children;
  const last = children.at(-1);
  if (first === undefined || last === undefined) return '';
  const source = markdown.source.slice(spanOf(first).start, spanOf(last).end);
  return inlineText(source.replaceAll('\\|', '|'));
}

/** Converts what Discord renders differently from other Markdown processors: checkboxes, images, links into the repository. */
const inlineText = (source: string): string =>
  source
    .replace(/^(\s{0,40})[-*+] \[ \] /gm, '$1☐ ')
    .replace(/^(\s{0,40})[-*+] \[[xX]\] /gm, '$1☑ ')
    .replace(/!\[([^\]\n]{0,200})\]\((https?:\/\/[^)\s]{1,500})[^)\n]{0,200}\)/g, '[$1]($2)')
    .replace(/!?\[([^\]\n]{0,200})\]\((?!https?:\/\/)[^)\n]{1,500}\)/g, '$1')
    .replace(/<br\s{0,3}\/?>/gi, '\n')
    .trim();

/** Combines blocks into pages; a block longer than a page is split at line breaks. */
function intoPages(blocks: readonly string[]): readonly string[] {
  const pages: string[] = [];
  let page = '';
  for (const piece of blocks.flatMap(pieces)) {
    const joined = page === '' ? piece : `${page}\n\n${piece}`;
    if (joined.length > pageSize && page !== '') {
      pages.push(page);
      page = piece;
    } else page = joined;
  }
  if (page !== '' || pages.length === 0) pages.push(page);
  return pages;
}

function pieces(block: string): readonly string[] {
  if (block.length <= pageSize) return [block];
  const fence = /^```[^\n]*\n/.exec(block)?.[0];
  const body = fence === undefined ? block : block.slice(fence.length, block.length - '\n```'.length);
  const chunks = cutAtLines(body, pageSize - 20 - (fence?.length ?? 0));
  return fence === undefined ? chunks : chunks.map((each) => `${fence}${each}\n\`\`\``);
}

/** Splits a text into pieces of about equal length that fit, at empty lines if possible, else between two lines. */
function cutAtLines(body: string, room: number): readonly string[] {
  const enough = (0.8 * body.length) / Math.ceil(body.length / room);
  const chunks: string[] = [];
  let chunk = '';
  let left = body.length;
  for (const line of body.split('\n').flatMap((each) => ofLength(each, room))) {
    const isPause = line.trim() === '' && chunk.length >= enough && chunk.length + left > room;
    left -= line.length + 1;
    if (chunk !== '' && (isPause || chunk.length + line.length + 1 > room)) {
      chunks.push(chunk.trimEnd());
      chunk = '';
    }
    // A piece does not begin with an empty line.
    if (chunk !== '' || line.trim() !== '') chunk = chunk === '' ? line : `${chunk}\n${line}`;
  }
  return chunk === '' ? chunks : [...chunks, chunk];
}

/** Splits a line into pieces that fit, never inside a character. */
function ofLength(line: string, room: number): readonly string[] {
  if (line.length <= room) return [line];
  const found: string[] = [];
  for (let at = 0; at < line.length; ) {
    let end = Math.min(line.length, at + room);
    if (end < line.length && /[\uD800-\uDBFF]/.test(line[end - 1] ?? '')) end -= 1;
    found.push(line.slice(at, end));
    at = end;
  }
  return found;
}
