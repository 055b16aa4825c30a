import type { Nodes, Paragraph, Parents, RootContent } from 'mdast';
import { codeTodos } from './code-todos.ts';
import type { HelpBlock } from './help-block.ts';
import { collectionsOf, type HintCollection, isHintHeading } from './hint-collections.ts';
import { hintLabel, leadingHint } from './hint-labels.ts';
import { footnoteHints, hintItems, sourceLength } from './hint-lists.ts';
import { everyNode, type MarkdownText, readableText, spanOf } from './markdown.ts';
import type { Outside } from './outline.ts';
import { taskLabel } from './task-labels.ts';

/** Children of one node as they stand one after the other. */
interface Row {
  readonly nodes: readonly RootContent[];
  /** Whether they stand in a section whose heading says `Hints`. */
  readonly listed: (node: RootContent) => boolean;
}

/** What headings and paragraphs make a hint: `### Hint 2`, `**Indice :** …`, and the lists, tables and notes under `## Hints`. */
export function hintSections(markdown: MarkdownText, outside: Outside): readonly HelpBlock[] {
  const { root } = markdown;
  const collections = collectionsOf(root.children, outside);
  const listed = (node: RootContent): boolean =>
    collections.some(({ start, end }) => start < spanOf(node).start && spanOf(node).start < end);
  const top: Row = { nodes: root.children.flatMap(linesApart), listed };
  const found = [...headingSections(markdown, top, outside), ...paragraphSections(markdown, top, outside)];
  for (const node of everyNode(root)) {
    if (node === root || !('children' in node) || !outside(spanOf(node).start)) continue;
    if (node.type === 'blockquote' || node.type === 'listItem') {
      const inCollection = collections.some(
        ({ start, end }) => start <= spanOf(node).start && spanOf(node).start < end,
      );
      const row = { nodes: node.children.flatMap(linesApart), listed: () => false };
      // Under `## Hints` the items of a list are hints as a whole.
      if (!inCollection || node.type === 'blockquote')
        found.push(...paragraphSections(markdown, row, outside));
    }
  }
  found.push(
    ...collections.flatMap(({ from, to }) => hintItems(markdown, root.children.slice(from + 1, to), outside)),
  );
  found.push(...footnoteHints(markdown));
  return withEmptyCollections(markdown, collections, found, outside);
}

function headingSections(
  markdown: MarkdownText,
  { nodes, listed }: Row,
  outside: Outside,
): readonly HelpBlock[] {
  return nodes.flatMap((node, index): readonly HelpBlock[] => {
    if (node.type !== 'heading' || !outside(spanOf(node).start)) return [];
    const text = readableText(node);
    const label = hintLabel(text);
    const own = isHintHeading(text) && !(label.plural && label.names.length === 0);
    if (!own && !listed(node)) return [];
    const to = stopOf(nodes, index, node.depth, !listed(node));
    return [
      blockOf(markdown, nodes, index, to, {
        summary: text,
        contentStart: spanOf(node).end,
        kind: listed(node) ? 'listed' : 'section',
      }),
    ];
  });
}

/** A paragraph whose lines each begin in bold is as many paragraphs. */
function linesApart(node: RootContent): readonly RootContent[] {
  if (node.type !== 'paragraph') return [node];
  const starts = node.children.flatMap((child, index) => {
    const before = node.children[index - 1];
    const begins = before?.type === 'break' || (before?.type === 'text' && before.value.endsWith('\n'));
    return index === 0 || (child.type === 'strong' && begins) ? [index] : [];
  });
  if (starts.length < 2) return [node];
  return starts.map((from, index): Paragraph => {
    const children = node.children.slice(from, starts[index + 1]);
    const [first, last] = [children[0], children.at(-1)];
    const position = first?.position &&
      last?.position && { start: first.position.start, end: last.position.end };
    return { type: 'paragraph', children, ...(position && { position }) };
  });
}

/** Where a section ends: at a heading as high as its own, at a rule, and at the next task. */
function stopOf(nodes: readonly RootContent[], from: number, depth: number, endsAtTasks: boolean): number {
  for (let index = from + 1; index < nodes.length; index++) {
    const node = nodes[index];
    if (node === undefined || node.type === 'thematicBreak') return index;
    if (node.type === 'heading' && (node.depth <= depth || hintLabel(readableText(node)).says === 'hint'))
      return index;
    if (endsAtTasks && node.type !== 'code' && startsTask(node)) return index;
  }
  return nodes.length;
}

/** A heading or paragraph that begins with the label of a task. */
function startsTask(node: RootContent): boolean {
  if (node.type !== 'paragraph' && node.type !== 'heading') return false;
  const label = taskLabel(readableText(node));
  if (label === null || label.plural) return false;
  return (
    node.type === 'heading' ||
    (isBold(node) && (label.mark || label.number !== null)) ||
    (label.capitals && label.mark)
  );
}

const isBold = (node: Paragraph): boolean =>
  node.children[0]?.type === 'strong' || node.children[0]?.type === 'emphasis';

function blockOf(
  { source }: MarkdownText,
  nodes: readonly RootContent[],
  from: number,
  to: number,
  { summary, contentStart, kind }: Pick<HelpBlock, 'summary' | 'contentStart' | 'kind'>,
): HelpBlock {
  const { start, line } = spanOf(nodes[from] as Nodes);
  const end = Math.max(contentStart, spanOf(nodes[to - 1] as Nodes).end);
  const column = start - source.lastIndexOf('\n', start - 1);
  return { summary, kind, start, end, contentStart, contentEnd: end, line, column, inner: [] };
}

/** Paragraphs that begin with `Hint 2:`, with what belongs to them. */
function paragraphSections(
  markdown: MarkdownText,
  { nodes, listed }: Row,
  outside: Outside,
): readonly HelpBlock[] {
  const found: HelpBlock[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.type !== 'paragraph' || !outside(spanOf(node).start)) continue;
    const opening = openingOf(markdown, node, listed(node));
    if (opening === null) continue;
    const to = paragraphEnd(markdown, nodes, index, opening, listed);
    found.push(blockOf(markdown, nodes, index, to, opening));
    index = to - 1;
  }
  return found;
}

interface Opening {
  readonly summary: string;
  readonly contentStart: number;
  readonly kind: HelpBlock['kind'];
  /** It has no text of its own: what follows it is the hint. */
  readonly labelOnly: boolean;
}

function openingOf({ source }: MarkdownText, node: Paragraph, listed: boolean): Opening | null {
  const { start, end } = spanOf(node);
  const [first] = node.children;
  const strong = first?.type === 'strong' || first?.type === 'emphasis' ? readableText(first) : null;
  const text = readableText(node);
  const lead = leadingHint(strong ?? text) ?? leadingHint(text);
  const numbered = listed ? /^\[(\d{1,3})\]|^(\d{1,3})\)/.exec(text) : null;
  const named = listed && strong !== null;
  if (lead === null && !named && numbered === null) return null;
  const kind = kindOf(lead?.label.says ?? 'hint', listed);
  const boldEnd = first !== undefined && strong !== null ? spanOf(first).end : null;
  const summary =
    strong ?? (lead === null ? `${numbered?.[1] ?? numbered?.[2]}` : text.slice(0, lead.length));
  const labelEnd =
    boldEnd ?? start + sourceLength(source.slice(start, end), lead?.length ?? numbered?.[0].length ?? 0);
  const rest = source.slice(labelEnd, end);
  const contentStart = labelEnd + (/^[\s:.*_–—>-]*/.exec(rest)?.[0].length ?? 0);
  return { summary, kind, contentStart: Math.min(contentStart, end), labelOnly: contentStart >= end };
}

function kindOf(says: 'hint' | 'tip' | 'nothing', listed: boolean): HelpBlock['kind'] {
  if (listed) return 'listed';
  return says === 'tip' ? 'tip' : 'section';
}

function paragraphEnd(
  { source }: MarkdownText,
  nodes: readonly RootContent[],
  from: number,
  opening: Opening,
  listed: Row['listed'],
): number {
  const { end } = spanOf(nodes[from] as Nodes);
  if (opening.labelOnly || listed(nodes[from] as RootContent)) {
    // A bold sentence without more is the hint itself, unless something follows that belongs to it.
    let to = from + 1;
    for (; to < nodes.length; to++)
      if (isBoundary(nodes[to] as RootContent, listed(nodes[to] as RootContent))) break;
    return to;
  }
  const next = nodes[from + 1];
  const goesOn = source.slice(opening.contentStart, end).trimEnd().endsWith(':');
  return goesOn && next !== undefined && (next.type === 'code' || next.type === 'list') && !hasTodo(next)
    ? from + 2
    : from + 1;
}

function isBoundary(node: RootContent, listed: boolean): boolean {
  if (node.type === 'heading' || node.type === 'thematicBreak' || startsTask(node) || hasTodo(node))
    return true;
  if (node.type !== 'paragraph') return false;
  return (
    leadingHint(readableText(node)) !== null ||
    (listed && isBold(node)) ||
    (listed && /^\[\d{1,3}\]|^\d{1,3}\)/.test(readableText(node)))
  );
}

const hasTodo = (node: RootContent): boolean =>
  node.type === 'code' && codeTodos(node.value).todos.length > 0;

/** A section `Hints` in which nothing else is a hint is one itself. */
function withEmptyCollections(
  markdown: MarkdownText,
  collections: readonly HintCollection[],
  found: readonly HelpBlock[],
  outside: Outside,
): readonly HelpBlock[] {
  const alone = collections.flatMap(({ heading, from, to, start, end }): readonly HelpBlock[] => {
    const inside = found.some((block) => start <= block.start && block.start < end);
    const helped = !rangeOutside(markdown.root, from, to, outside);
    if (inside || helped || to - from < 2) return [];
    return [
      blockOf(markdown, markdown.root.children, from, to, {
        summary: readableText(heading),
        contentStart: spanOf(heading).end,
        kind: 'section',
      }),
    ];
  });
  return [...found, ...alone];
}

function rangeOutside(root: Parents, from: number, to: number, outside: Outside): boolean {
  return root.children.slice(from + 1, to).every((node) => {
    for (const inner of everyNode(node)) if (!outside(spanOf(inner).start)) return false;
    return true;
  });
}
