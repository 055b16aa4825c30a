/** The classroom's page parses Markdown as Discord does. It is JavaScript for a browser, so its types end here. */
const reader: string = '../../../classroom/page/markdown.js';
const { Markdown } = (await import(reader)) as {
  readonly Markdown: (asked: { readonly text: string; readonly names: typeof names }) => unknown;
};
const names = { user: () => 'somebody', role: () => 'a role', channel: () => 'a channel' };

interface Node {
  readonly type?: unknown;
  readonly props?: { readonly children?: unknown; readonly code?: string };
}

/** The text that a person sees when this Markdown is rendered. */
export function shown(markdown: string): string {
  return flat(Markdown({ text: markdown, names }));
}

function flat(node: unknown): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(flat).join('');
  if (typeof node !== 'object' || node === null) return '';
  const { type, props } = node as Node;
  if (type === 'br') return '\n';
  return props?.code ?? flat(props?.children);
}
