import type { Code } from 'mdast';
import { everyNode, type MarkdownText, spanOf } from '../markup/markdown.ts';
import type { NumberedTodo } from './numbering.ts';
import type { TodoPlace } from './todo-place.ts';

/** Orders code blocks: the Dockerfile with the most TODOs is the template; the others continue it or quote from it. */
export function rankOfTemplates(places: readonly TodoPlace[]): (block: Code) => number {
  const counts = new Map<Code, number>();
  for (const { block } of places) if (block !== null) counts.set(block, (counts.get(block) ?? 0) + 1);
  const ranked = [...counts].sort(
    ([a, inA], [b, inB]) => Number(isDockerfile(b)) - Number(isDockerfile(a)) || inB - inA,
  );
  const ranks = new Map(ranked.map(([block], rank) => [block, rank]));
  return (block) => ranks.get(block) ?? ranked.length;
}

/** The Dockerfile template with its TODOs, as printed in the lesson in one or several pieces; null when there is none. */
export function templateOf({ root }: MarkdownText, todos: readonly NumberedTodo[]): string | null {
  const used = new Set<Code>();
  for (const { places } of todos) {
    const [first] = places;
    if (first?.block) used.add(first.block);
  }
  const pieces: string[] = [];
  for (const node of everyNode(root))
    if (node.type === 'code' && used.has(node) && isDockerfile(node)) pieces.push(node.value);
  return pieces.length === 0 ? null : pieces.join('\n\n');
}

function isDockerfile({ lang, value }: Code): boolean {
  if (/^\W*(dockerfile|docker|containerfile)\W*$/i.test(lang ?? '')) return true;
  if (lang && !/^\W*(te?xt|plain|plaintext)\W*$/i.test(lang)) return false;
  return /^[ \t]*FROM[ \t]+\S/im.test(value);
}

/** Every code block outside of help. */
export function codeOutside({ root }: MarkdownText, outside: (offset: number) => boolean): readonly Code[] {
  return [...everyNode(root)].filter(
    (node): node is Code => node.type === 'code' && outside(spanOf(node).start),
  );
}
