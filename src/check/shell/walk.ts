import type { Node, Part, Script, Word } from './syntax.ts';

export type Command = Extract<Node, { kind: 'command' }>;

/** A part of a script with what becomes of its failure. */
export interface Met<N extends Node = Node> {
  readonly node: N;
  /** Something asks how it ended: `if`, `while`, or what stands after it and `&&` or `||`. */
  readonly asked: boolean;
}

/** All parts of a script, those of its substitutions too, in the order in which they stand. */
export function* partsOf(script: Script, asked = false): Generator<Met> {
  for (const node of script) {
    yield { node, asked };
    yield* partsInside(node, asked);
  }
}

function* partsInside(node: Node, asked: boolean): Generator<Met> {
  switch (node.kind) {
    case 'command':
      for (const { value } of node.assignments) yield* partsOfWord(value);
      for (const word of node.words) yield* partsOfWord(word);
      return;
    case 'and':
    case 'or':
      yield* partsOf([node.left], true);
      yield* partsOf([node.right], asked);
      return;
    case 'pipeline':
      yield* partsOf(node.commands, asked);
      return;
    case 'not':
      yield* partsOf([node.body], asked);
      return;
    case 'background':
    case 'function':
      yield* partsOf([node.body]);
      return;
    case 'group':
    case 'subshell':
      yield* partsOf(node.body, asked);
      return;
    case 'if':
      for (const { test, body } of node.branches) {
        yield* partsOf(test, true);
        yield* partsOf(body);
      }
      yield* partsOf(node.otherwise);
      return;
    case 'loop':
      for (const item of node.items) yield* partsOfWord(item);
      yield* partsOf(node.test, true);
      yield* partsOf(node.body);
      return;
    case 'case':
      for (const { body } of node.branches) yield* partsOf(body);
      return;
    case 'unknown':
  }
}

function* partsOfWord(word: Word): Generator<Met> {
  for (const part of word) {
    if (part.kind === 'commands') yield* partsOf(part.script);
    else if (part.kind === 'variable' && part.word !== null) yield* partsOfWord(part.word);
  }
}

export function* commandsIn(script: Script): Generator<Met<Command>> {
  for (const { node, asked } of partsOf(script)) if (node.kind === 'command') yield { node, asked };
}

/** A command's name, where it is written out. */
export const nameOfCommand = ({ words }: Command): string | null => textOf(words[0] ?? []);

/** A word's text, where it is written out and not empty. */
export const textOf = (word: Word): string | null =>
  word.length > 0 && word.every(isText) ? word.map(({ text }) => text).join('') : null;

export const isText = (part: Part): part is Extract<Part, { kind: 'text' }> => part.kind === 'text';

/**
 * The words of a command that the shell splits at blanks and compares with file names: all but its name, and none in
 * `[[ … ]]`. Where its output or input goes counts too.
 */
export function splitWords(command: Command): readonly Word[] {
  const name = nameOfCommand(command);
  if (name === '[[') return [];
  // `exec $X` runs $X: it is the name again.
  const words = command.words.slice(name === 'exec' || name === 'command' ? 2 : 1);
  const targets = command.redirects.filter(({ operator }) => operator !== '<<').map(({ target }) => target);
  return [...words, ...targets];
}
