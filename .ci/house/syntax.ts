import { parseSync } from '@swc/core';
import type { ProductFile } from './product.ts';

/** A node of a file's syntax tree. */
export type Syntax = { readonly type: string; readonly [field: string]: unknown };

type PartsOf = (node: Syntax) => readonly unknown[];

/** Every node of a file, parents first; `partsOf` may leave out some of what is in one. */
export function syntaxOf({ path, text }: ProductFile, partsOf: PartsOf = Object.values): readonly Syntax[] {
  const syntax = path.endsWith('.ts') ? 'typescript' : 'ecmascript';
  return [...nodesOf(parseSync(text, { syntax, target: 'es2024' }).body, partsOf)];
}

function* nodesOf(value: object, partsOf: PartsOf): Generator<Syntax> {
  const isNode = 'type' in value && typeof value.type === 'string';
  if (isNode) yield value as Syntax;
  for (const inner of isNode ? partsOf(value as Syntax) : Object.values(value))
    if (typeof inner === 'object' && inner !== null) yield* nodesOf(inner, partsOf);
}

/** The name that an identifier or a private field has; null for anything else. */
export function nameOf(node: Syntax): string | null {
  if (node.type === 'Identifier' || node.type === 'PrivateName')
    return typeof node.value === 'string' ? node.value : nameOf(node.id as Syntax);
  return null;
}
