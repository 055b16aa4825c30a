import type { Heading, Nodes, RootContent, Table, TableCell } from 'mdast';
import type { Lesson } from './lesson.ts';
import { type MarkdownText, parseMarkdown, readableText, spanOf } from './markup/markdown.ts';

/** A page of a lesson, in the Markdown that Discord shows. */
export interface LessonPage {
  /** Index of its part. */
  readonly part: number;
  readonly title: string;
  /** Which page of its part it is, from 1, and of how many. */
  readonly page: number;
  readonly of: number;
  readonly text: string;
  /** TODOs that it names: their hints are offered beside it. */
  readonly todos: readonly number[];
}

/** Characters of one page: what a phone can scroll through, and far below Discord's 4000. */
const pageSize = 1_500;

const known = new WeakMap<Lesson, readonly LessonPage[]>();

/** A lesson's parts as pages. Folded hints are left out: a student asks for one. */
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
      // Hints that are folded away below a part are offered on its last page.
      todos: todosIn(i === texts.length - 1 ? `${text}\n${markdown}` : text, lesson),
    }));
  });
  known.set(lesson, pages);
  return pages;
}

/** Numbers of TODOs in a text, those that the lesson has. */
const todosIn = (text: string, { todos }: Lesson): readonly number[] => {
  const named = new Set([...text.matchAll(/\bTODO\s{0,3}(\d{1,4})\b/g)].map(([, n]) => Number(n)));
  return todos.flatMap(({ n }) => (named.has(n) ? [n] : []));
};

/** Blocks of text, those of hints left out. */
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
    // The part's own heading stands above the page.
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

/** Discord shows no tables: each row is a line, its first cell in front. A colon would stand differently in each language. */
const tableText = (markdown: MarkdownText, { children }: Table): string =>
  children
    .slice(1)
    .map(({ children: cells }) => {
      const [first = '', ...others] = cells.map((cell) => cellText(markdown, cell));
      return `- ${[`**${first}**`, ...others.filter((each) => each !== '')].join(' · ')}`;
    })
    .join('\n');

/** With its code and its links; a bar that stands for itself needs no backslash outside a table. */
function cellText(markdown: MarkdownText, { children }: TableCell): string {
  const [first] = children;
  const last = children.at(-1);
  if (first === undefined || last === undefined) return '';
  const source = markdown.source.slice(spanOf(first).start, spanOf(last).end);
  return inlineText(source.replaceAll('\\|', '|'));
}

/** What Discord shows differently from other readers of Markdown: boxes to tick, pictures, links into the repository. */
const inlineText = (source: string): string =>
  source
    .replace(/^(\s{0,40})[-*+] \[ \] /gm, '$1☐ ')
    .replace(/^(\s{0,40})[-*+] \[[xX]\] /gm, '$1☑ ')
    .replace(/!\[([^\]\n]{0,200})\]\((https?:\/\/[^)\s]{1,500})[^)\n]{0,200}\)/g, '[$1]($2)')
    .replace(/!?\[([^\]\n]{0,200})\]\((?!https?:\/\/)[^)\n]{1,500}\)/g, '$1')
    .replace(/<br\s{0,3}\/?>/gi, '\n')
    .trim();

/** Blocks put together into pages; one that is longer than a page is cut at its lines. */
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

/** A text in pieces of about the same length that fit, cut where it has an empty line, else between two others. */
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
    // A piece begins with what is written in it.
    if (chunk !== '' || line.trim() !== '') chunk = chunk === '' ? line : `${chunk}\n${line}`;
  }
  return chunk === '' ? chunks : [...chunks, chunk];
}

/** A line in pieces that fit; never half of a character. */
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
