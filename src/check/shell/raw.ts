import type { TreeCursor } from 'web-tree-sitter';

/** A node of the syntax tree, copied out of the parser's memory. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly SyntaxNode[];
}

export function copyOut(cursor: TreeCursor): SyntaxNode {
  const type = cursor.nodeType;
  const start = cursor.startIndex;
  const end = cursor.endIndex;
  const children: SyntaxNode[] = [];
  if (cursor.gotoFirstChild()) {
    do children.push(copyOut(cursor));
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return { type, start, end, children };
}
