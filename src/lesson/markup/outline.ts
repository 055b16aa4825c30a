import type { Heading, List, Nodes, RootContent, Table } from 'mdast';
import type { ChecklistItem, InstructionRow, LessonCommand, LessonPart } from '../lesson.ts';
import {
  everyNode,
  inlineMarkdown,
  type MarkdownText,
  parseMarkdown,
  readableText,
  slugOf,
  spanOf,
} from './markdown.ts';

/** Whether an offset is outside of all `<details>` blocks: their content is a hint, not part of the outline. */
export type Outside = (offset: number) => boolean;

export interface Title {
  readonly text: string;
  /** The heading that contains the parts; null if the title is elsewhere and all headings are parts. */
  readonly heading: Heading | null;
}

/**
 * The lesson's title: from its front matter, else the first `#` or `<h1>`, else the single heading of the highest level, else the
 * first heading; null when it has none.
 */
export function titleOf(markdown: MarkdownText, outside: Outside, given: string | null): Title | null {
  const headings = headingsOf(markdown.root.children, outside).filter(
    (heading) => readableText(heading) !== '' && !isContents(readableText(heading)),
  );
  const [top, ...others] = headings;
  const first = headings.find((heading) => heading.depth === 1);
  const above = top !== undefined && others.every((heading) => heading.depth > top.depth) ? top : null;
  if (given !== null) return { text: given, heading: first !== undefined && first === top ? first : null };
  const html = htmlTitle(markdown);
  if (html !== null && (first === undefined || html.offset < spanOf(first).start))
    return { text: html.text, heading: null };
  const heading = first ?? above;
  if (heading !== null) return { text: readableText(heading), heading };
  return top === undefined ? null : { text: readableText(top), heading: null };
}

/** The heading of a table of contents, as converters write it. */
const isContents = (text: string): boolean =>
  /^\P{L}*(?:table of contents|contents|toc|sommaire|table des mati[èe]res|inhalt(?:sverzeichnis)?|[íi]ndice|contenidos?)\P{L}*$/iu.test(
    text,
  );

/** The text of an `<h1>`. */
function htmlTitle({
  root,
  source,
}: MarkdownText): { readonly text: string; readonly offset: number } | null {
  for (const node of root.children) {
    if (node.type !== 'html' && node.type !== 'paragraph') continue;
    const { start, end } = spanOf(node);
    const html = source.slice(start, end).toLowerCase();
    const open = html.search(/<h1[\s>]/);
    const from = open === -1 ? -1 : html.indexOf('>', open);
    if (from === -1) continue;
    const to = source.toLowerCase().indexOf('</h1>', start + from);
    if (to === -1) continue;
    const inner = source.slice(start + from + 1, to).replace(/<[^<>]*>/g, ' ');
    const text = readableText(parseMarkdown(inner.trim()).root);
    if (text !== '') return { text, offset: start + open };
  }
  return null;
}

function headingsOf(nodes: readonly RootContent[], outside: Outside): readonly Heading[] {
  return nodes.filter((node): node is Heading => node.type === 'heading' && outside(spanOf(node).start));
}

/** The sections directly below the title, whatever their heading level. */
export function partsOf(
  markdown: MarkdownText,
  title: Heading | null,
  outside: Outside,
): readonly LessonPart[] {
  const { root } = markdown;
  const below = title === null ? -1 : spanOf(title).start;
  const headings = headingsOf(root.children, outside).filter((heading) => spanOf(heading).start > below);
  let depth = Number.POSITIVE_INFINITY;
  const tops = headings.filter((heading) => {
    if (heading.depth > depth) return false;
    depth = heading.depth;
    return true;
  });
  const ids = new Map<string, number>();
  const indexes = new Map<Nodes, number>(root.children.map((node, index) => [node, index]));
  return tops.map((heading, index) => {
    const name = readableText(heading);
    return {
      id: uniqueId(name, ids),
      title: name,
      markdown: between(markdown, heading, tops[index + 1] ?? null, indexes),
      line: spanOf(heading).line,
    };
  });
}

/** The source from one heading to the next, without a closing horizontal rule. */
function between(
  { root, written }: MarkdownText,
  from: Heading,
  to: Heading | null,
  indexes: ReadonlyMap<Nodes, number>,
): string {
  const first = from.position?.end.line ?? 1;
  const next = to === null ? Number.POSITIVE_INFINITY : spanOf(to).line;
  const last = to === null ? root.children.at(-1) : root.children[(indexes.get(to) ?? 0) - 1];
  const stop = last?.type === 'thematicBreak' ? spanOf(last).line : next;
  return written
    .slice(first, stop - 1)
    .join('\n')
    .trim();
}

function uniqueId(title: string, taken: Map<string, number>): string {
  const base = slugOf(title) || 'part';
  let count = (taken.get(base) ?? 0) + 1;
  let id = count === 1 ? base : `${base}-${count}`;
  // Another title may already have the id with this suffix.
  while (count > 1 && taken.has(id)) id = `${base}-${++count}`;
  taken.set(base, count);
  if (id !== base) taken.set(id, 1);
  return id;
}

/** The list under `Learning Objectives`, whether that is a heading or a line of text. */
export function objectivesOf(markdown: MarkdownText): readonly string[] {
  const { children } = markdown.root;
  const isLabel = (node: Nodes): boolean =>
    /^(?:(?:your|the|learning|lesson)\s+)*(?:objectives?|goals?|outcomes?)\s*:?$|^what you(?:'|’)?(?:ll| will) learn\s*:?$|^objectifs?(?: (?:d(?:'|’)apprentissage|de la leçon|pédagogiques?))?\s*:?$/i.test(
      readableText(node),
    );
  for (const [index, node] of children.entries()) {
    if ((node.type !== 'heading' && node.type !== 'paragraph') || !isLabel(node)) continue;
    const rest = children.slice(index + 1);
    const stop = rest.findIndex((later) => later.type === 'heading' || later.type === 'thematicBreak');
    const section =
      node.type === 'heading' ? rest.slice(0, stop === -1 ? undefined : stop) : rest.slice(0, 1);
    const list = section.find((later): later is List => later.type === 'list');
    if (list !== undefined) return list.children.map((item) => itemText(markdown, item)).filter(Boolean);
  }
  return [];
}

/** The first paragraph of a list item, as Markdown on one line. */
function itemText(markdown: MarkdownText, item: List['children'][number]): string {
  const paragraph = item.children.find((child) => child.type === 'paragraph');
  // The parser removes a task list checkbox, but not before code.
  return paragraph === undefined ? '' : inlineMarkdown(markdown, paragraph).replace(/^\[[ xX]\]\s+/, '');
}

/** All checkboxes of the lesson. */
export function checklistOf(markdown: MarkdownText, outside: Outside): readonly ChecklistItem[] {
  return [...everyNode(markdown.root)].flatMap((node) => {
    if (node.type !== 'listItem' || typeof node.checked !== 'boolean') return [];
    const { start, line } = spanOf(node);
    const text = itemText(markdown, node);
    return outside(start) && text !== '' ? [{ text, line }] : [];
  });
}

const instructionNames =
  /^(FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)\b/i;

/** The table that explains Dockerfile instructions. */
export function instructionsOf({ root }: MarkdownText): readonly InstructionRow[] {
  return [...everyNode(root)]
    .filter((node): node is Table => node.type === 'table')
    .flatMap((table) => {
      const [head, ...rows] = table.children.map((row) => row.children.map(readableText));
      const names = (head ?? []).map((name) => name.toLowerCase());
      const says = rows.length > 0 && rows.every(([cell]) => instructionNames.test(cell ?? ''));
      if (!says && !names.some((name) => /\binstructions?\b/.test(name))) return [];
      const column = (pattern: RegExp, otherwise: number): number => {
        const found = names.findIndex((name) => pattern.test(name));
        return found === -1 ? otherwise : found;
      };
      const instruction = column(/\binstructions?\b/, 0);
      const purpose = column(/purpose|description|meaning|what|does/, 1);
      const example = column(/example|usage|syntax/, 2);
      return rows.map((row) => ({
        instruction: row[instruction] ?? '',
        purpose: row[purpose] ?? '',
        example: row[example] ?? '',
      }));
    });
}

/** The commands that the lesson has students type. */
export function commandsOf({ root }: MarkdownText, outside: Outside): readonly LessonCommand[] {
  return [...everyNode(root)].flatMap((node) => {
    if (node.type !== 'code' || !outside(spanOf(node).start)) return [];
    if (!/^(bash|sh|shell|zsh|console|shell-session|terminal)$/i.test(node.lang ?? '')) return [];
    // A block with a shebang is a file to write, not something to type.
    return node.value.trimStart().startsWith('#!') ? [] : commandsIn(node.value);
  });
}

function commandsIn(block: string): readonly LessonCommand[] {
  const prompted = /^[ \t]*\$ /m.test(block);
  const commands: LessonCommand[] = [];
  let comment: string[] = [];
  let begun = '';
  for (const row of block.split('\n')) {
    const line = row.trim();
    if (begun === '' && line.startsWith('#')) {
      comment.push(line.replace(/^#+\s*/, ''));
      continue;
    }
    if (begun === '' && line === '') {
      comment = [];
      continue;
    }
    // In a block with prompts, a line without one is output.
    if (prompted && begun === '' && !line.startsWith('$ ')) continue;
    const typed = begun === '' ? line.replace(/^\$ /, '') : line;
    begun = `${begun}${begun === '' ? '' : ' '}${typed.replace(/(?<!\s)\s*\\$/, '')}`;
    if (line.endsWith('\\')) continue;
    commands.push(split(begun, comment));
    comment = [];
    begun = '';
  }
  if (begun !== '') commands.push(split(begun, comment));
  return commands;
}

/** A command with the comment above or after it. */
function split(line: string, above: readonly string[]): LessonCommand {
  const behind = /^([^'"#]*\S)\s+#\s+(\S.*)?$/.exec(line);
  if (above.length > 0) return { command: behind?.[1] ?? line, comment: above.join(' ') };
  return { command: behind?.[1] ?? line, comment: behind?.[2] ?? null };
}
