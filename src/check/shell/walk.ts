import type { CommandNode, Node, Part, Script, Word } from './syntax.ts';

/** A node of a script, with what becomes of its failure. */
export interface ContextualNode<N extends Node = Node> {
  readonly node: N;
  /** Its exit code is tested by `if`, `while`, `&&` or `||`. */
  readonly isTested: boolean;
}

/** All parts of a script, those of its substitutions too, in the order in which they stand. */
export const nodesIn = (script: Script): readonly ContextualNode[] => {
  const nodes: ContextualNode[] = [];
  collect(script, false, nodes);
  return nodes;
};

function collect(script: Script, isTested: boolean, nodes: ContextualNode[]): void {
  for (const node of script) collectNode(node, isTested, nodes);
}

function collectNode(node: Node, isTested: boolean, nodes: ContextualNode[]): void {
  nodes.push({ node, isTested });
  switch (node.kind) {
    case 'command':
      for (const { value } of node.assignments) collectWord(value, nodes);
      for (const word of node.words) collectWord(word, nodes);
      return;
    case 'and':
    case 'or':
      collectNode(node.left, true, nodes);
      collectNode(node.right, isTested, nodes);
      return;
    case 'pipeline':
      collect(node.commands, isTested, nodes);
      return;
    case 'not':
      collectNode(node.body, isTested, nodes);
      return;
    case 'background':
    case 'function':
      collectNode(node.body, false, nodes);
      return;
    case 'group':
    case 'subshell':
      collect(node.body, isTested, nodes);
      return;
    case 'if':
      for (const { test, body } of node.branches) {
        collect(test, true, nodes);
        collect(body, false, nodes);
      }
      collect(node.otherwise, false, nodes);
      return;
    case 'loop':
      for (const item of node.items) collectWord(item, nodes);
      collect(node.test, true, nodes);
      collect(node.body, false, nodes);
      return;
    case 'case':
      for (const { body } of node.branches) collect(body, false, nodes);
      return;
    case 'unknown':
  }
}

function collectWord(word: Word, nodes: ContextualNode[]): void {
  for (const part of word) {
    if (part.kind === 'commands') collect(part.script, false, nodes);
    else if (part.kind === 'variable' && part.word !== null) collectWord(part.word, nodes);
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
