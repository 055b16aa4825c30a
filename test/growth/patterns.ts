import { globSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

/** A pattern as it stands in the source. */
export interface Pattern {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Where a pattern is put together while the program runs: what stands in the source, with a letter for what is filled in. */
interface Constructed {
  readonly file: string;
  /** null where nothing of it stands there: such a pattern is known to nobody before it runs. */
  readonly pattern: string | null;
}

interface SourceNode {
  readonly type?: string;
  readonly callee?: { readonly value?: string };
  readonly arguments?: readonly { readonly expression: SourceNode }[];
  readonly quasis?: readonly { readonly cooked: string }[];
  readonly value?: unknown;
}

/** The pattern that `new RegExp(…)` is given, as far as it stands there. */
function constructedOf({ arguments: given = [] }: SourceNode): string | null {
  const first = given[0]?.expression;
  if (first?.type === 'StringLiteral') return String(first.value);
  if (first?.type === 'TemplateLiteral') return (first.quasis ?? []).map(({ cooked }) => cooked).join('a');
  return null;
}

/** All patterns of the files that the globs name, found by a parser; and those that are put together while the program runs. */
export function patternsIn(globs: readonly string[]): {
  readonly patterns: readonly Pattern[];
  readonly constructed: readonly Constructed[];
} {
  const patterns: Pattern[] = [];
  const constructed: Constructed[] = [];
  for (const file of globSync([...globs]).toSorted()) {
    const walk = (node: unknown): void => {
      if (Array.isArray(node)) for (const each of node) walk(each);
      if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
      const source = node as SourceNode;
      if (source.type === 'RegExpLiteral') {
        const { pattern, flags } = node as unknown as { pattern: string; flags: string };
        patterns.push({ file, pattern, flags });
      }
      const isCall = source.type === 'NewExpression' || source.type === 'CallExpression';
      if (isCall && source.callee?.value === 'RegExp')
        constructed.push({ file, pattern: constructedOf(source) });
      for (const child of Object.values(node)) walk(child);
    };
    walk(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2024' }).body);
  }
  return { patterns, constructed };
}

/** Signs that a part of a pattern is tried with. */
const signs = [
  ...' \n\t\r',
  ...'a0A_-./:=,;"\'`<>()[]{}#$%&|*+?!@~^\\',
  '\u2028',
  '\u00e9',
  '\ue000',
  '\u001b',
];

/** What one part of a pattern takes, as far as signs go. */
function samplesOf(part: string): readonly string[] {
  if (part.length === 1 && part !== '.') return [part];
  try {
    const taken = new RegExp(`^(?:${part})$`, part.includes('\\p') || part.includes('\\u{') ? 'u' : '');
    return signs.filter((sign) => taken.test(sign));
  } catch {
    return [];
  }
}

/** A pattern's parts that take a sign, in their order, alternatives apart; what repeats, groups and looks around is left out. */
function partsOf(pattern: string): readonly (readonly string[])[] {
  const alternatives: string[][] = [[]];
  const tokens =
    /\[(?:\\.|[^\]\\])*\]|\\u\{\w+\}|\\u\w{4}|\\x\w\w|\\[pPk](?:\{[^}]*\}|<[^>]*>)|\\.|\(\?(?:[:=!]|<[=!]|<\w+>)?|\{\d+(?:,\d*)?\}|[\s\S]/g;
  for (const [token] of pattern.matchAll(tokens)) {
    if (token === '|') alternatives.push([]);
    else if (/^(?:[()^$*+?]|\(\?.*|\{\d.*|\\[bB]|\\k.*|\\[1-9])$/.test(token)) continue;
    else alternatives.at(-1)?.push(token);
  }
  return alternatives.filter((parts) => parts.length > 0);
}

/** A text that repeats what a pattern may stumble over. */
export interface Attack {
  readonly before: string;
  readonly repeated: string;
  readonly after: string;
}

/** Texts that make a pattern begin, go on and give up, or begin again and again. */
export function attacksOn({ pattern }: Pick<Pattern, 'pattern'>): readonly Attack[] {
  const found = new Map<string, Attack>();
  const add = (before: string, repeated: string): void => {
    if (repeated === '') return;
    for (const after of ['\u0001', '\n\u0001']) {
      const attack = { before, repeated, after };
      found.set(JSON.stringify(attack), attack);
    }
  };
  for (const parts of partsOf(pattern)) {
    const samples = parts.map(samplesOf);
    const plain = samples.map(([first = '']) => first);
    for (const [at, own] of samples.entries()) {
      const before = plain.slice(0, at).join('');
      for (const sign of own.slice(0, 3)) {
        add('', sign);
        add(before, sign);
        add('', before + sign);
        add(before, sign + (plain[at + 1] ?? ''));
      }
    }
    add('', plain.join(''));
    add(plain[0] ?? '', plain.slice(1).join(''));
  }
  return [...found.values()];
}
