import { parseSync } from '@swc/core';
import type { ProductFile } from './product.ts';

type Syntax = { readonly type: string; readonly [field: string]: unknown };

/**
 * How a title begins that makes no sense without the title of its group: "is queued", "and says so", "with closed DMs".
 * A title begins with its subject or its verb. One that is nothing but a placeholder says nothing, either.
 */
const needsContext =
  /^(?:(?:it|its|they|them|their|he|she|his|her|this|that|these|those|which|who|whose|is|are|was|were|be|been|can|may|and|but|or|nor|else|not|also|too|then|so|because|with|without|of|by|to|from|for|in|on|at|as|under|over|after|before|when|while|where|if|unless|until|whatever|whoever|however)\b(?![-.(/])|%[sdijfop]$|\$\w+$)/i;

/** Titles of tests that do not stand alone. */
export const titlesThatNeedContext = (files: readonly ProductFile[]): readonly string[] =>
  titlesIn(files)
    .filter(({ of, title }) => of === 'test' && needsContext.test(title.trim()))
    .map(({ path, title }) => `${path}: '${title}'`);

/** Titles that two tests, or two groups, of the same group share. */
export function titlesUsedTwice(files: readonly ProductFile[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { path, group, of, title } of titlesIn(files)) {
    const key = `${path}: ${[...group, `${of} '${title}'`].join(' › ')}`;
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return [...twice];
}

type TestTitle = {
  readonly path: string;
  readonly of: 'test' | 'describe';
  readonly title: string;
  /** The titles of the groups around it, outermost first. */
  readonly group: readonly string[];
};

const titlesIn = (files: readonly ProductFile[]): readonly TestTitle[] =>
  files
    .filter(({ path }) => path.endsWith('.test.ts'))
    .flatMap(({ path, text }) =>
      titlesBelow(parseSync(text, { syntax: 'typescript', target: 'es2024' }).body, path, []),
    );

function titlesBelow(node: unknown, path: string, group: readonly string[]): readonly TestTitle[] {
  if (typeof node !== 'object' || node === null) return [];
  const called = titledCall(node as Syntax);
  const inside = called?.of === 'describe' ? [...group, called.title] : group;
  const below = Object.values(node).flatMap((inner) => titlesBelow(inner, path, inside));
  return called === null ? below : [{ path, group, ...called }, ...below];
}

/** `test('…', …)`, `test.each(…)('…', …)`, `describe.skip('…', …)` and so on. */
function titledCall(node: Syntax): Pick<TestTitle, 'of' | 'title'> | null {
  if (node.type !== 'CallExpression') return null;
  const name = calledName(node.callee as Syntax);
  const [first] = node.arguments as readonly { readonly expression: Syntax }[];
  const title = first === undefined ? null : textOf(first.expression);
  if (title === null) return null;
  if (name === 'describe') return { of: 'describe', title };
  return name === 'test' || name === 'it' ? { of: 'test', title } : null;
}

function calledName(callee: Syntax): string | null {
  if (callee.type === 'Identifier') return callee.value as string;
  if (callee.type === 'MemberExpression') return calledName(callee.object as Syntax);
  return callee.type === 'CallExpression' ? calledName(callee.callee as Syntax) : null;
}

function textOf(node: Syntax): string | null {
  if (node.type === 'StringLiteral') return node.value as string;
  if (node.type !== 'TemplateLiteral') return null;
  return (node.quasis as readonly { readonly cooked: string }[]).map(({ cooked }) => cooked).join('…');
}
