import type { Parents, RootContent } from 'mdast';
import { hintLabel } from '../labels/hint-labels.ts';
import { type HelpBlock, outsideOf } from '../markup/help-block.ts';
import { everyNode, type MarkdownText, readableText, spanOf } from '../markup/markdown.ts';
import type { Outside } from '../markup/outline.ts';
import { tabledHints } from '../markup/task-tables.ts';
import { collectionsOf, type HintCollection, isHintHeading, openedCollections } from './hint-collections.ts';
import { footnoteHints, hintItems } from './hint-lists.ts';
import { blockOf, linesApart, paragraphSections, type Row, startsTask } from './hint-paragraphs.ts';

/** More solution blocks than any real lesson has. */
const boxLimit = 100;

/**
 * Hints made by headings and paragraphs (`### Hint 2`, `**Indice :** …`), and by lists, tables and footnotes under `## Hints`.
 */
export function hintSections(markdown: MarkdownText, opened: readonly HelpBlock[]): readonly HelpBlock[] {
  const boxes = opened.filter(holdsSeveral).slice(0, boxLimit);
  const inBoxes = sectionsIn(
    markdown,
    openedCollections(markdown.root.children, boxes),
    outsideOf(opened.flatMap((block) => (boxes.includes(block) ? block.inner : [block]))),
  ).filter(({ start }) => boxes.some((box) => box.start < start && start < box.end));
  const outside = outsideOf(opened);
  const below = withoutTitle(markdown);
  return [
    ...sectionsIn(below, collectionsOf(below.root.children, outside), outside),
    ...boxes.flatMap((box) => {
      const inside = inBoxes
        .filter(({ start }) => box.start < start && start < box.end)
        .map((block) => ({
          ...block,
          end: Math.min(block.end, box.contentEnd),
          contentEnd: Math.min(block.contentEnd, box.contentEnd),
        }));
      // Bold text that names no task is part of a single hint.
      return inside.some(({ summary }) => namesTask(summary)) ? inside : [];
    }),
  ];
}

/** Ignores the lesson's own title: a lesson called `Hints and tricks` that sets tasks is not a section of hints. */
function withoutTitle(markdown: MarkdownText): MarkdownText {
  const { children } = markdown.root;
  const at = children.findIndex(({ type }) => type === 'heading');
  const title = children[at];
  if (title?.type !== 'heading' || title.depth !== 1) return markdown;
  const others = children.slice(at + 1);
  const isAlone = others.every((node) => node.type !== 'heading' || node.depth > 1);
  if (!isAlone || hintLabel(readableText(title)).says !== 'hint') return markdown;
  const named: RootContent = { ...title, children: [] };
  return { ...markdown, root: { ...markdown.root, children: children.toSpliced(at, 1, named) } };
}

/** A block such as `Solutions` without a task's name, whose parts may each be a solution. */
function holdsSeveral({ summary }: HelpBlock): boolean {
  const { plural, names } = hintLabel(summary);
  return plural && names.length === 0;
}

const namesTask = (summary: string): boolean =>
  hintLabel(summary).names.length > 0 || /^\P{L}{0,3}\d{1,3}\b/u.test(summary);

function sectionsIn(
  markdown: MarkdownText,
  collections: readonly HintCollection[],
  outside: Outside,
): readonly HelpBlock[] {
  const { root } = markdown;
  const listed = (node: RootContent): boolean =>
    collections.some(({ start, end }) => start < spanOf(node).start && spanOf(node).start < end);
  const headings = new Set<RootContent | null>(collections.map(({ heading }) => heading));
  const top: Row = {
    nodes: root.children.flatMap(linesApart),
    listed,
    isCollection: (node) => headings.has(node),
  };
  const found = [...headingSections(markdown, top, outside), ...paragraphSections(markdown, top, outside)];
  for (const node of everyNode(root)) {
    if (node === root || !('children' in node) || !outside(spanOf(node).start)) continue;
    if (node.type === 'blockquote' || node.type === 'listItem') {
      const inCollection = collections.some(
        ({ start, end }) => start <= spanOf(node).start && spanOf(node).start < end,
      );
      const row = {
        nodes: node.children.flatMap(linesApart),
        listed: () => false,
        isCollection: () => false,
      };
      // Under `## Hints` each list item as a whole is a hint.
      if (!inCollection || node.type === 'blockquote')
        found.push(...paragraphSections(markdown, row, outside));
    }
  }
  found.push(
    ...collections.flatMap(({ from, to }) => hintItems(markdown, root.children.slice(from + 1, to), outside)),
  );
  found.push(...footnoteHints(markdown), ...tabledHints(markdown, outside));
  return withEmptyCollections(markdown, collections, found, outside);
}

function headingSections(
  markdown: MarkdownText,
  { nodes, listed, isCollection }: Row,
  outside: Outside,
): readonly HelpBlock[] {
  return nodes.flatMap((node, index): readonly HelpBlock[] => {
    if (node.type !== 'heading' || !outside(spanOf(node).start)) return [];
    const text = readableText(node);
    const label = hintLabel(text);
    const own = isHintHeading(text) && !(label.plural && label.names.length === 0) && !isCollection(node);
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

/** Where a section ends: at a heading of the same level or higher, a horizontal rule, or the next task. */
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

/** A section `Hints` that contains no separate hints is itself one hint. */
function withEmptyCollections(
  markdown: MarkdownText,
  collections: readonly HintCollection[],
  found: readonly HelpBlock[],
  outside: Outside,
): readonly HelpBlock[] {
  const alone = collections.flatMap(({ heading, from, to, start, end }): readonly HelpBlock[] => {
    if (heading === null) return [];
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
