import type { Heading, RootContent } from 'mdast';
import { hintLabel, leadingHint } from './hint-labels.ts';
import { readableText, spanOf } from './markdown.ts';
import type { Outside } from './outline.ts';

export interface HintCollection {
  readonly heading: Heading;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** More than any lesson has. */
const collectionLimit = 100;

/** Sections whose heading speaks of several hints. */
export function collectionsOf(nodes: readonly RootContent[], outside: Outside): readonly HintCollection[] {
  const found: HintCollection[] = [];
  for (const [from, node] of nodes.entries()) {
    if (found.length === collectionLimit) break;
    if (node.type !== 'heading' || !outside(spanOf(node).start)) continue;
    const label = hintLabel(readableText(node));
    if (!label.plural || label.names.length > 0 || !isHintHeading(readableText(node))) continue;
    const to = sectionEnd(nodes, from, node.depth);
    const last = nodes[to - 1] ?? node;
    found.push({ heading: node, from, to, start: spanOf(node).start, end: spanOf(last).end });
  }
  return found;
}

function sectionEnd(nodes: readonly RootContent[], from: number, depth: number): number {
  for (let index = from + 1; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.type === 'heading' && node.depth <= depth) return index;
  }
  return nodes.length;
}

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
