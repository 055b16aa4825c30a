import type { CommandNode, Node, Part, Script, Word } from './syntax.ts';

/** A node of a script, with what becomes of its failure. */
export interface ContextualNode<N extends Node = Node> {
  readonly node: N;
  /** Its exit code is tested by `if`, `while`, `&&` or `||`. */
  readonly isTested: boolean;
}

/** All parts of a script, those of its substitutions too, in the order in which they stand. */
export const nodesIn = (script: Script): readonly ContextualNode[] => {
  const met: ContextualNode[] = [];
  collect(script, false, met);
  return met;
};

function collect(script: Script, isTested: boolean, met: ContextualNode[]): void {
  for (const node of script) collectNode(node, isTested, met);
}

function collectNode(node: Node, isTested: boolean, met: ContextualNode[]): void {
  met.push({ node, isTested });
  switch (node.kind) {
    case 'command':
      for (const { value } of node.assignments) collectWord(value, met);
      for (const word of node.words) collectWord(word, met);
      return;
    case 'and':
    case 'or':
      collectNode(node.left, true, met);
      collectNode(node.right, isTested, met);
      return;
    case 'pipeline':
      collect(node.commands, isTested, met);
      return;
    case 'not':
      collectNode(node.body, isTested, met);
      return;
    case 'background':
    case 'function':
      collectNode(node.body, false, met);
      return;
    case 'group':
    case 'subshell':
      collect(node.body, isTested, met);
      return;
    case 'if':
      for (const { test, body } of node.branches) {
        collect(test, true, met);
        collect(body, false, met);
      }
      collect(node.otherwise, false, met);
      return;
    case 'loop':
      for (const item of node.items) collectWord(item, met);
      collect(node.test, true, met);
      collect(node.body, false, met);
      return;
    case 'case':
      for (const { body } of node.branches) collect(body, false, met);
      return;
    case 'unknown':
  }
}

function collectWord(word: Word, met: ContextualNode[]): void {
  for (const part of word) {
    if (part.kind === 'commands') collect(part.script, false, met);
    else if (part.kind === 'variable' && part.word !== null) collectWord(part.word, met);
  }
}

/** Several rules read the commands of the same script. */
const commands = new WeakMap<Script, readonly ContextualNode<CommandNode>[]>();

export function commandsIn(script: Script): readonly ContextualNode<CommandNode>[] {
  const before = commands.get(script);
  if (before !== undefined) return before;
  const found = nodesIn(script).flatMap(({ node, isTested }) =>
    node.kind === 'command' ? [{ node, isTested }] : [],
  );
  commands.set(script, found);
  return found;
}

/** A command's name, where it is written out. */
export const nameOfCommand = ({ words }: CommandNode): string | null => textOf(words[0] ?? []);

/** A word's text, where it is written out and not empty. */
export const textOf = (word: Word): string | null =>
  word.length > 0 && word.every(isText) ? word.map(({ text }) => text).join('') : null;

export const isText = (part: Part): part is Extract<Part, { kind: 'text' }> => part.kind === 'text';

/**
 * The words of a command that the shell splits at blanks and compares with file names: all but its name, and none in
 * `[[ … ]]`. Where its output or input goes counts too.
 */
export function splitWords(command: CommandNode): readonly Word[] {
  const name = nameOfCommand(command);
  if (name === '[[') return [];
  // `exec $X` runs $X: it is the name again.
  const words = command.words.slice(name === 'exec' || name === 'command' ? 2 : 1);
  const targets = command.redirects.filter(({ operator }) => operator !== '<<').map(({ target }) => target);
  return [...words, ...targets];
}
