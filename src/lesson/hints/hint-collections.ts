import type { Heading, RootContent } from 'mdast';
import { hintLabel, leadingHint } from '../labels/hint-labels.ts';
import { taskLabel } from '../labels/task-labels.ts';
import type { HelpBlock } from '../markup/help-block.ts';
import { readableText, spanOf } from '../markup/markdown.ts';
import type { Outside } from '../markup/outline.ts';
import { codeTodos } from '../todos/code-todos.ts';

export interface HintCollection {
  /** The heading above it; null for a collapsible block. */
  readonly heading: Heading | null;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** More than any real lesson has. */
const collectionLimit = 100;

/** Sections whose heading announces several hints. */
export function collectionsOf(nodes: readonly RootContent[], outside: Outside): readonly HintCollection[] {
  const found: HintCollection[] = [];
  const first = firstNames(nodes);
  for (const [from, node] of nodes.entries()) {
    if (found.length === collectionLimit) break;
    if (node.type !== 'heading' || !outside(spanOf(node).start)) continue;
    const label = hintLabel(readableText(node));
    const isHint = isHintHeading(readableText(node));
    if (label.names.length > 0 || !(isHint || isHelpHeading(readableText(node)))) continue;
    const to = sectionEnd(nodes, from, node.depth);
    if (!(isHint && label.plural) && !answersTasks(nodes, from, to, first)) continue;
    const last = nodes[to - 1] ?? node;
    found.push({ heading: node, from, to, start: spanOf(node).start, end: spanOf(last).end });
  }
  return found;
}

/** A section of answers: `## Corrigé` above `### Q1`, `### Q2`, or above bold names of earlier tasks. */
function answersTasks(
  nodes: readonly RootContent[],
  from: number,
  to: number,
  first: ReadonlyMap<string, number>,
): boolean {
  const inside = nodes.slice(from + 1, to).flatMap(nameOf);
  if (inside.some(({ heading }) => heading)) return true;
  return inside.length > 0 && inside.every(({ name }) => (first.get(name) ?? from) < from);
}

/** The first mention of each task, by node index. */
function firstNames(nodes: readonly RootContent[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [index, node] of nodes.entries()) {
    const inCode = node.type === 'code' ? codeTodos(node.value).todos : [];
    const names = [
      ...nameOf(node).map(({ name }) => name),
      ...inCode.map(({ label }) => `${label.word} ${label.number}`),
    ];
    for (const name of names) if (!first.has(name)) first.set(name, index);
  }
  return first;
}

/** The task named at the beginning of a heading, paragraph or list item. */
function nameOf(node: RootContent): readonly { readonly name: string; readonly heading: boolean }[] {
  if (node.type === 'list')
    return node.children.flatMap(({ children: [first] }) => (first === undefined ? [] : nameOf(first)));
  if (node.type !== 'heading' && node.type !== 'paragraph') return [];
  const label = taskLabel(readableText(node));
  if (label === null || label.number === null || label.plural) return [];
  return [{ name: `${label.word} ${label.number}`, heading: node.type === 'heading' }];
}

/** Collapsible blocks that hold several hints: `<details><summary>Solutions</summary>`. */
export function openedCollections(
  nodes: readonly RootContent[],
  blocks: readonly HelpBlock[],
): readonly HintCollection[] {
  return blocks
    .slice(0, collectionLimit)
    .flatMap(({ contentStart, contentEnd }): readonly HintCollection[] => {
      const first = nodes.findIndex((node) => spanOf(node).start >= contentStart);
      if (first === -1 || spanOf(nodes[first] as RootContent).start >= contentEnd) return [];
      const stop = nodes.findIndex((node) => spanOf(node).start >= contentEnd);
      return [
        {
          heading: null,
          from: first - 1,
          to: stop === -1 ? nodes.length : stop,
          start: contentStart - 1,
          end: contentEnd,
        },
      ];
    });
}

function sectionEnd(nodes: readonly RootContent[], from: number, depth: number): number {
  for (let index = from + 1; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.type === 'heading' && node.depth <= depth) return index;
  }
  return nodes.length;
}

/** Whether a heading such as `## Help` announces help; used only if tasks are named below it. */
const isHelpHeading = (text: string): boolean =>
  /^\P{L}*(?:help|aide|hilfe|ayuda|aiuto|ajuda|hulp)\P{L}*$/iu.test(text);

/** `Hint 2`, `Hints for the TODOs`, `TODO 3 – Solution`; not `Verify your answers`. */
export function isHintHeading(text: string): boolean {
  const label = hintLabel(text);
  if (label.says !== 'hint') return false;
  if (leadingHint(text.split(':', 1)[0] ?? '') !== null || leadingHint(text) !== null) return true;
  const words = text.split(/[^\p{L}]+/u).filter(Boolean);
  return (
    label.names.length > 0 ||
    (words.length <= 3 &&
      label.title.split(' ').length <= 2 &&
      /^\P{L}*(?:hint|indice|astuce|solution|corrig|r[ée]ponse|answer|need|besoin|stuck)/iu.test(text))
  );
}
