import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/** A parsed Markdown file, with the text that its positions refer to. */
export interface MarkdownText {
  readonly source: string;
  readonly root: Root;
  /** The lines as the author wrote them: the same lines, but with the markup that only some processors know. */
  readonly written: readonly string[];
}

/** Normalizes line ends and removes the byte order mark. */
export const plainSource = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

/** Blanks out the beginning of a text, keeping line numbers. */
export const blanked = (source: string, length: number): string =>
  source.slice(0, length).replace(/[^\n]/g, '') + source.slice(length);

/** Parses GitHub Flavored Markdown. */
export function parseMarkdown(source: string, written = source): MarkdownText {
  return {
    source,
    written: written.split('\n'),
    root: fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }),
  };
}

/** Every node below `root`, in document order. Iterative, because a hostile file may nest arbitrarily deep. */
export function* everyNode(root: Nodes): Generator<Nodes> {
  const waiting: Nodes[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if ('children' in node) waiting.push(...[...(node.children as readonly Nodes[])].reverse());
  }
}

/** The source span of a node. Nodes from the parser always have a position. */
export function spanOf(node: Nodes): { readonly start: number; readonly end: number; readonly line: number } {
  const { position } = node;
  return {
    start: position?.start.offset ?? 0,
    end: position?.end.offset ?? 0,
    line: position?.start.line ?? 1,
  };
}

/** A node's Markdown on one line. */
export function inlineMarkdown({ source }: MarkdownText, node: Nodes): string {
  const { start, end } = spanOf(node);
  return source.slice(start, end).replace(/\s+/g, ' ').trim();
}

/** A node's text as readers see it, without markup. */
export function readableText(root: Nodes): string {
  let text = '';
  for (const node of everyNode(root)) {
    if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') text += node.value;
    else if (node.type === 'image' || node.type === 'imageReference') text += node.alt ?? '';
    else if (node.type === 'break') text += ' ';
  }
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * The source offset after the first `length` readable characters of a node; after the markup that encloses them, if that is all
 * it encloses.
 */
export function offsetBehind(root: Nodes, length: number): number {
  const { start, end } = spanOf(root);
  const children = 'children' in root ? (root.children as readonly Nodes[]) : [];
  let left = length;
  for (const child of children) {
    if (left <= 0) return spanOf(child).start;
    const inner = spokenLength(child);
    if (inner > left) {
      if (child.type === 'text') return spanOf(child).start + left;
      return child.type === 'inlineCode' ? spanOf(child).end : offsetBehind(child, left);
    }
    left -= inner;
    if (left <= 0 && inner > 0) return spanOf(child).end;
  }
  return children.length === 0 ? Math.min(end, start + length) : end;
}

function spokenLength(root: Nodes): number {
  let length = 0;
  for (const node of everyNode(root)) {
    if (node.type === 'text' || node.type === 'inlineCode') length += node.value.replace(/\s+/g, ' ').length;
    else if (node.type === 'image' || node.type === 'imageReference') length += (node.alt ?? '').length;
    else if (node.type === 'break') length += 1;
  }
  return length;
}

/** A slug for ids and URLs: lower case, words joined by dashes, no accents. */
export function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|(?<!-)-+$/g, '')
    .slice(0, 80)
    .replace(/(?<!-)-+$/, '');
}

/** Returns a function from an offset to its line, from 1. */
export function lineAt(source: string): (offset: number) => number {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
