import type { Nodes, RootContent } from 'mdast';
import colors from 'picocolors';
import { parseMarkdown, spanOf } from '../lesson/markup/markdown.ts';

/** Renders Markdown for a terminal: code is set apart, and the rest stays as written. */
export function terminalMarkdown(markdown: string): string {
  const { root, source } = parseMarkdown(markdown);
  return root.children.map((node) => block(node, source)).join('\n\n');
}

function block(node: RootContent, source: string): string {
  if (node.type === 'code') {
    return node.value
      .split('\n')
      .map((row) => `    ${colors.cyan(row)}`)
      .join('\n');
  }
  return inline(node, source);
}

/** The source of a node, with code and strong text in colour instead of Markdown markers. */
function inline(node: Nodes, source: string): string {
  const { start, end } = spanOf(node);
  if (node.type === 'inlineCode') return colors.cyan(node.value);
  if (node.type === 'strong')
    return colors.bold(node.children.map((child) => inline(child, source)).join(''));
  if (!('children' in node)) return source.slice(start, end);
  let text = '';
  let at = start;
  for (const child of node.children as readonly Nodes[]) {
    const span = spanOf(child);
    text += source.slice(at, span.start) + inline(child, source);
    at = span.end;
  }
  return text + source.slice(at, end);
}
