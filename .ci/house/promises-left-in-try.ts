import type { ProductFile } from './product.ts';
import { nameOf, type Syntax, syntaxOf } from './syntax.ts';

/**
 * Promises that leave their `try` unawaited: an error passes `catch` by, and `finally` clears away what the work still
 * uses. Nothing here knows types, so what counts is a call of a name under which the product has asynchronous functions only.
 */
export function promisesLeftInTry(files: readonly ProductFile[]): readonly string[] {
  const read = files.map(({ path, text }) => ({ path, nodes: syntaxOf({ path, text }) }));
  const declared = Map.groupBy(
    read.flatMap(({ nodes }) => nodes.flatMap(functionOf)),
    ({ name }) => name,
  );
  const isAsynchronous = (name: string): boolean =>
    declared.get(name)?.every((each) => each.isAsynchronous) ?? false;
  return read.flatMap(({ path, nodes }) =>
    nodes
      .flatMap(returnedFromTry)
      .filter(isAsynchronous)
      .map((name) => `${path}: return ${name}(…)`),
  );
}

/** A function that a node gives a name, and whether it is async or says that it gives a promise. */
function functionOf(node: Syntax): readonly { readonly name: string; readonly isAsynchronous: boolean }[] {
  const named = (node.identifier ?? node.key ?? node.id ?? null) as Syntax | null;
  const made = (node.function ?? node.init ?? node) as Syntax;
  const name = named === null ? null : nameOf(named);
  if (name === null || !('async' in made)) return [];
  return [{ name, isAsynchronous: made.generator !== true && (made.async === true || givesPromise(made)) }];
}

function givesPromise({ returnType }: Syntax): boolean {
  const type = (returnType as Syntax | null | undefined)?.typeAnnotation as Syntax | undefined;
  return type?.type === 'TsTypeReference' && nameOf(type.typeName as Syntax) === 'Promise';
}

/** The names of what is called for a `return` in the block of a `try`, or in its `catch` where a `finally` follows. */
function returnedFromTry(node: Syntax): readonly string[] {
  if (node.type !== 'TryStatement') return [];
  const handler = node.finalizer === null ? [] : [node.handler as object];
  return [node.block as object, ...handler].flatMap(returns).flatMap(calledBy);
}

/** Each `return` that is the block's own and no inner function's. */
function returns(part: unknown): readonly Syntax[] {
  if (typeof part !== 'object' || part === null) return [];
  const { type = '' } = part as Partial<Syntax>;
  if (type === 'ReturnStatement') return [part as Syntax];
  return /Function|Method|Class/.test(type) && type !== 'FunctionBody'
    ? []
    : Object.values(part).flatMap(returns);
}

/** What a returned expression may come down to, as far as that is a call without `await`. */
function calledBy(node: Syntax | null): readonly string[] {
  if (node === null) return [];
  if (node.type === 'ReturnStatement') return calledBy(node.argument as Syntax | null);
  if (node.type === 'ParenthesisExpression') return calledBy(node.expression as Syntax);
  if (node.type === 'ConditionalExpression')
    return [node.consequent, node.alternate].flatMap((side) => calledBy(side as Syntax));
  if (node.type === 'BinaryExpression')
    return [node.left, node.right].flatMap((side) => calledBy(side as Syntax));
  if (node.type !== 'CallExpression') return [];
  const callee = node.callee as Syntax;
  const name = nameOf((callee.type === 'MemberExpression' ? callee.property : callee) as Syntax);
  return name === null ? [] : [name];
}
