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

/** Sections whose heading speaks of several hints. */
export function collectionsOf(nodes: readonly RootContent[], outside: Outside): readonly HintCollection[] {
  return nodes.flatMap((node, from): readonly HintCollection[] => {
    if (node.type !== 'heading' || !outside(spanOf(node).start)) return [];
    const label = hintLabel(readableText(node));
    if (!label.plural || label.names.length > 0 || !isHintHeading(readableText(node))) return [];
    const to = sectionEnd(nodes, from, node.depth);
    const last = nodes[to - 1] ?? node;
    return [{ heading: node, from, to, start: spanOf(node).start, end: spanOf(last).end }];
  });
}

function sectionEnd(nodes: readonly RootContent[], from: number, depth: number): number {
  const end = nodes.findIndex(
    (node, index) => index > from && node.type === 'heading' && node.depth <= depth,
  );
  return end === -1 ? nodes.length : end;
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
