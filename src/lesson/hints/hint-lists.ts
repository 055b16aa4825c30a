import type { List, ListItem, Nodes, RootContent, Table } from 'mdast';
import { hintLabel, leadingHint } from '../labels/hint-labels.ts';
import { taskLabel } from '../labels/task-labels.ts';
import type { HelpBlock } from '../markup/help-block.ts';
import { everyNode, type MarkdownText, offsetBehind, readableText, spanOf } from '../markup/markdown.ts';
import type { Outside } from '../markup/outline.ts';

/** Hints in list items and table rows under `## Hints`. */
export function hintItems(
  markdown: MarkdownText,
  nodes: readonly RootContent[],
  outside: Outside,
): readonly HelpBlock[] {
  const stop = nodes.findIndex((node) => node.type === 'heading');
  return nodes.slice(0, stop === -1 ? undefined : stop).flatMap((node) => {
    if (!outside(spanOf(node).start)) return [];
    if (node.type === 'list') return listItems(markdown, node);
    return node.type === 'table' ? tableRows(markdown, node) : [];
  });
}

function listItems({ source }: MarkdownText, list: List): readonly HelpBlock[] {
  const named = list.children.some(
    ({ children: [first] }) => first !== undefined && itemLabel(first, list) !== null,
  );
  return list.children.flatMap((item, index): readonly HelpBlock[] => {
    const [first] = item.children;
    if (first?.type !== 'paragraph') return [];
    const label = itemLabel(first, list);
    // A list of tips that names no task is one hint, together with the surrounding text.
    if (!named && list.ordered !== true) return [];
    const { start, end, line } = spanOf(item);
    const from = label === null ? spanOf(first).start : offsetBehind(first, label.length);
    const contentStart = from + (/^[\s:.*_–—-]*/.exec(source.slice(from, end))?.[0].length ?? 0);
    const summary = label ?? (list.ordered === true ? String((list.start ?? 1) + index) : '');
    const at = spanOf(first).start;
    // The content starts at the item's text, so that the item's indent is removed from its other lines.
    return [
      {
        summary,
        kind: 'listed',
        start: Math.max(start, at),
        end,
        contentStart: label === null ? at : contentStart,
        contentEnd: end,
        line,
        column: start - source.lastIndexOf('\n', start - 1),
        inner: [],
      },
    ];
  });
}

/** The label with which an item names a task: `TODO 2:`, `**Hint 1** –`. */
function itemLabel(first: ListItem['children'][number], { ordered }: List): string | null {
  const text = readableText(first);
  const lead = leadingHint(text);
  if (lead !== null) return text.slice(0, lead.length);
  const label = taskLabel(text);
  if (label !== null && !label.plural && (label.mark || label.number !== null))
    return text.slice(0, text.length - label.title.length);
  const bold = first.type === 'paragraph' ? first.children[0] : undefined;
  if (bold?.type === 'strong') return readableText(bold);
  // A number is label enough. Code at the beginning is part of the hint, not its label.
  if (ordered === true || bold?.type === 'inlineCode') return null;
  return /^(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3} ?[:.)–-]|\p{L}[^:\n]{2,60} ?:)(?=\s)/u.exec(text)?.[0] ?? null;
}

function tableRows({ source }: MarkdownText, table: Table): readonly HelpBlock[] {
  return table.children.slice(1).flatMap((row): readonly HelpBlock[] => {
    const [name, ...rest] = row.children;
    const last = rest.at(-1);
    const [second] = rest;
    if (name === undefined || second === undefined || last === undefined) return [];
    const content = rest.flatMap((cell) => cell.children as readonly Nodes[]);
    const [from, to] = [content[0], content.at(-1)];
    if (from === undefined || to === undefined) return [];
    const { start, end, line } = spanOf(row);
    return [
      {
        summary: readableText(name),
        kind: 'listed',
        start,
        end,
        contentStart: spanOf(from).start,
        contentEnd: spanOf(to).end,
        line,
        column: start - source.lastIndexOf('\n', start - 1),
        inner: [],
      },
    ];
  });
}

/** Footnote hints: `[^hint-2]: …`, and `[^2]: …` if its text is labeled like a task. */
export function footnoteHints({ root, source }: MarkdownText): readonly HelpBlock[] {
  return [...everyNode(root)].flatMap((node): readonly HelpBlock[] => {
    if (node.type !== 'footnoteDefinition') return [];
    const { start, end, line } = spanOf(node);
    const name = node.identifier.replace(/[-_]/g, ' ').replace(/(\p{L})(\d)/u, '$1 $2');
    const [first] = node.children;
    if (first === undefined || !(hintLabel(name).names.length > 0 || /^\d{1,3}$/.test(name))) return [];
    return [
      {
        summary: name,
        kind: 'listed',
        start,
        end,
        contentStart: spanOf(first).start,
        contentEnd: end,
        line,
        column: start - source.lastIndexOf('\n', start - 1),
        inner: [],
      },
    ];
  });
}
