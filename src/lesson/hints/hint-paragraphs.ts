import type { Nodes, Paragraph, RootContent } from 'mdast';
import { bulbTip, leadingHint, withoutBulb } from '../labels/hint-labels.ts';
import { taskLabel } from '../labels/task-labels.ts';
import type { HelpBlock } from '../markup/help-block.ts';
import { everyNode, type MarkdownText, offsetBehind, readableText, spanOf } from '../markup/markdown.ts';
import type { Outside } from '../markup/outline.ts';
import { codeTodos } from '../todos/code-todos.ts';

/** Consecutive children of one node. */
export interface Row {
  readonly nodes: readonly RootContent[];
  /** Whether a node is in a section with a heading like `Hints`. */
  readonly listed: (node: RootContent) => boolean;
  /** Whether a node is such a heading. */
  readonly isCollection: (node: RootContent) => boolean;
}

/** Hints in paragraphs that begin with `Hint 2:`, with the nodes that belong to them. */
export function paragraphSections(
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
  /** The label has no text of its own: what follows it is the hint. */
  readonly labelOnly: boolean;
}

function openingOf({ source }: MarkdownText, node: Paragraph, listed: boolean): Opening | null {
  const { start, end } = spanOf(node);
  const [first] = node.children;
  const strong = first?.type === 'strong' || first?.type === 'emphasis' ? readableText(first) : null;
  const text = readableText(node);
  const inBold = strong === null ? null : leadingHint(strong);
  const lead = inBold ?? leadingHint(text) ?? (strong === null ? bulbTip(text) : null);
  const numbered = listed ? /^\[(\d{1,3})\]|^(\d{1,3})\)/.exec(text) : null;
  const named = listed && strong !== null;
  if (lead === null && !named && numbered === null) return null;
  const kind = kindOf(lead?.label.says ?? 'hint', listed);
  const isBold = strong !== null && (inBold !== null || lead === null);
  const boldEnd = first !== undefined && isBold ? spanOf(first).end : null;
  const summary =
    (isBold ? strong : null) ??
    (lead === null ? `${numbered?.[1] ?? numbered?.[2]}` : withoutBulb(text.slice(0, lead.length)));
  const labelEnd = boldEnd ?? offsetBehind(node, lead?.length ?? numbered?.[0].length ?? 0);
  const rest = source.slice(labelEnd, end);
  const contentStart = labelEnd + (/^[\s:：.*_–—→➜>-]*/.exec(rest)?.[0].length ?? 0);
  // A link whose whole text is the label is only a link to a hint.
  if (
    source
      .slice(contentStart, end)
      .replace(/<[^<>]*>/g, '')
      .trim() === '' &&
    holdsLink(node)
  )
    return { summary, kind, contentStart: start, labelOnly: false };
  return { summary, kind, contentStart: Math.min(contentStart, end), labelOnly: contentStart >= end };
}

const holdsLink = (node: Paragraph): boolean =>
  [...everyNode(node)].some(
    (each) => each.type === 'link' || (each.type === 'html' && /^<a\s[^<>]*\bhref=/i.test(each.value)),
  );

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
    // A bold sentence alone is the hint itself, unless something that belongs to it follows.
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

/** Splits a paragraph whose lines all begin in bold into one paragraph per line. */
export function linesApart(node: RootContent): readonly RootContent[] {
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

/** Whether a heading or paragraph begins with a task label. */
export function startsTask(node: RootContent): boolean {
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

/** The nodes of a row from one up to, but excluding, another, as a block of help. */
export function blockOf(
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
