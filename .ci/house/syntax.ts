import { parseSync } from '@swc/core';
import type { ProductFile } from './product.ts';

/** A node of a file's syntax tree. */
export type Syntax = { readonly type: string; readonly [field: string]: unknown };

/** Every node of a file, parents first. */
export function syntaxOf({ path, text }: ProductFile): readonly Syntax[] {
  const syntax = path.endsWith('.ts') ? 'typescript' : 'ecmascript';
  return [...nodesOf(parseSync(text, { syntax, target: 'es2024' }).body)];
}

function* nodesOf(value: object): Generator<Syntax> {
  if ('type' in value && typeof value.type === 'string') yield value as Syntax;
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null) yield* nodesOf(inner);
}

/** The name that an identifier or a private field has; null for anything else. */
export function nameOf(node: Syntax): string | null {
  if (node.type === 'Identifier' || node.type === 'PrivateName')
    return typeof node.value === 'string' ? node.value : nameOf(node.id as Syntax);
  return null;
}
