import { globSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

/** A regular expression literal in the source. */
export interface Pattern {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

/** A pattern that is built at run time: its source text, with a letter for every inserted value. */
interface Constructed {
  readonly file: string;
  /** Null if no part of it is in the source. */
  readonly pattern: string | null;
}

interface SourceNode {
  readonly type?: string;
  readonly callee?: { readonly value?: string };
  readonly arguments?: readonly { readonly expression: SourceNode }[];
  readonly quasis?: readonly { readonly cooked: string; readonly raw: string }[];
  readonly template?: SourceNode;
  readonly value?: unknown;
}

/** The argument of `new RegExp(…)`, as far as it is in the source. */
function constructedOf({ arguments: given = [] }: SourceNode): string | null {
  const first = given[0]?.expression;
  if (first?.type === 'StringLiteral') return String(first.value);
  if (first?.type === 'TemplateLiteral') return (first.quasis ?? []).map(({ cooked }) => cooked).join('a');
  // String.raw`…`
  if (first?.type === 'TaggedTemplateExpression')
    return (first.template?.quasis ?? []).map(({ raw }) => raw).join('a');
  return null;
}

/** All patterns in the files of the globs, found by a parser: literals and those built at run time. */
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

/** Characters to try on each part of a pattern. */
const characters = [
  ...' \n\t\r',
  ...'a0A_-./:=,;"\'`<>()[]{}#$%&|*+?!@~^\\',
  '\u2028',
  '\u00e9',
  '\ue000',
  '\u001b',
];

/** The characters that one part of a pattern accepts. */
function samplesOf(part: string): readonly string[] {
  if (part.length === 1 && part !== '.') return [part];
  try {
    const accepted = new RegExp(`^(?:${part})$`, part.includes('\\p') || part.includes('\\u{') ? 'u' : '');
    return characters.filter((character) => accepted.test(character));
  } catch {
    return [];
  }
}

/** The parts of each alternative of a pattern that match a character, without quantifiers, groups and lookarounds. */
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

/** A text that repeats what a pattern may be slow on. */
export interface Attack {
  readonly before: string;
  readonly repeated: string;
  readonly after: string;
}

/** Texts on which a pattern begins, continues and fails, or begins again and again. */
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
      for (const character of own.slice(0, 3)) {
        add('', character);
        add(before, character);
        add('', before + character);
        add(before, character + (plain[at + 1] ?? ''));
      }
    }
    add('', plain.join(''));
    add(plain[0] ?? '', plain.slice(1).join(''));
  }
  return [...found.values()];
}
