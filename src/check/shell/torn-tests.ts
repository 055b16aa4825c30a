import type { CommandNode, Node, Redirect, Word } from './syntax.ts';

const textOf = ([part, ...more]: Word): string | null =>
  part?.kind === 'text' && !part.quoted && more.length === 0 ? part.text : null;

/** `[ 1 > 0 ]`: for a shell that treats `[` as an ordinary program, the sign is a redirection. */
function withRedirections(words: readonly Word[]): Pick<CommandNode, 'words' | 'redirects'> {
  const kept: Word[] = [];
  const redirects: Redirect[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? [];
    const operator = textOf(word);
    const target = words[at + 1];
    if ((operator === '<' || operator === '>') && target !== undefined) {
      redirects.push({ operator, target });
      at += 1;
    } else kept.push(word);
  }
  return { words: kept, redirects };
}

/**
 * Splits `[ -f a && -d b ]` as a shell does for which the bracket is not syntax: into the commands `[ -f a` and `-d b ]`. The grammar takes
 * it for one command. Null if there is nothing to split.
 */
export function tornTest(node: CommandNode): Node | null {
  const signs = node.words.map(textOf);
  if (!signs.some((sign) => sign !== null && /^(?:&&|\|\||<|>)$/.test(sign))) return null;
  const end = signs.findLastIndex((sign) => sign === '&&' || sign === '||');
  const isWhole = end < 0;
  const right = withRedirections(node.words.slice(end + 1));
  const last: CommandNode = {
    ...node,
    ...right,
    assignments: isWhole ? node.assignments : [],
    redirects: [...right.redirects, ...node.redirects],
  };
  if (isWhole) return last;
  const first: CommandNode = { ...node, words: node.words.slice(0, end), redirects: [] };
  return { kind: signs[end] === '&&' ? 'and' : 'or', left: tornTest(first) ?? first, right: last };
}
