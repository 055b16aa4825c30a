import type { CommandNode, Node, Part, Redirect, Script, Word } from './syntax.ts';

/** What happens to a node's failure and output. */
interface NodeContext {
  /** Whether its exit code is tested by `if`, `while`, `&&` or `||`. */
  readonly isTested: boolean;
  /** Whether its output goes to another program, a variable or a file. */
  readonly isTaken: boolean;
}

/** A node of a script, with its context. */
export interface ContextualNode<N extends Node = Node> extends NodeContext {
  readonly node: N;
}

/** All nodes of a script in order, including those in substitutions. */
export const nodesIn = (script: Script): readonly ContextualNode[] => {
  const nodes: ContextualNode[] = [];
  collect(script, { isTested: false, isTaken: false }, nodes);
  return nodes;
};

function collect(script: Script, around: NodeContext, nodes: ContextualNode[]): void {
  for (const node of script) collectNode(node, around, nodes);
}

function collectNode(node: Node, around: NodeContext, nodes: ContextualNode[]): void {
  const own = {
    ...around,
    isTaken: around.isTaken || ('redirects' in node && node.redirects.some(takesOutput)),
  };
  const tested = { ...own, isTested: true };
  const untested = { ...own, isTested: false };
  nodes.push({ node, ...own });
  switch (node.kind) {
    case 'command':
      for (const { value } of node.assignments) collectWord(value, nodes);
      for (const word of node.words) collectWord(word, nodes);
      return;
    case 'and':
    case 'or':
      collectNode(node.left, tested, nodes);
      collectNode(node.right, own, nodes);
      return;
    case 'pipeline':
      for (const [at, command] of node.commands.entries()) {
        const isLast = at === node.commands.length - 1;
        collectNode(command, isLast ? own : { ...own, isTaken: true }, nodes);
      }
      return;
    case 'not':
      collectNode(node.body, own, nodes);
      return;
    case 'background':
    case 'function':
      collectNode(node.body, untested, nodes);
      return;
    case 'group':
    case 'subshell':
      collect(node.body, own, nodes);
      return;
    case 'if':
      for (const { test, body } of node.branches) {
        collect(test, tested, nodes);
        collect(body, untested, nodes);
      }
      collect(node.otherwise, untested, nodes);
      return;
    case 'loop':
      for (const item of node.items) collectWord(item, nodes);
      collect(node.test, tested, nodes);
      collect(node.body, untested, nodes);
      return;
    case 'case':
      for (const { body } of node.branches) collect(body, untested, nodes);
      return;
    case 'unknown':
  }
}

/** The output of a substitution becomes part of the word. */
function collectWord(word: Word, nodes: ContextualNode[]): void {
  for (const part of word) {
    if (part.kind === 'commands') collect(part.script, { isTested: false, isTaken: true }, nodes);
    else if (part.kind === 'variable' && part.word !== null) collectWord(part.word, nodes);
  }
}

/** Whether a redirection captures standard output. `2>` and `>&2` do not. */
const takesOutput = ({ operator, target }: Redirect): boolean =>
  /^(?:1?>{1,2}\|?|&>{1,2})$/.test(operator) && textOf(target) !== '/dev/stderr';

/** Cached, because several rules read the commands of the same script. */
const commands = new WeakMap<Script, readonly ContextualNode<CommandNode>[]>();

export function commandsIn(script: Script): readonly ContextualNode<CommandNode>[] {
  const before = commands.get(script);
  if (before !== undefined) return before;
  const found = nodesIn(script).flatMap(({ node, ...around }) =>
    node.kind === 'command' ? [{ node, ...around }] : [],
  );
  commands.set(script, found);
  return found;
}

/** A command's name; null if it contains substitutions. */
export const nameOfCommand = ({ words }: CommandNode): string | null => textOf(words[0] ?? []);

/** A word's text; null if it is empty or contains substitutions. */
export const textOf = (word: Word): string | null =>
  word.length > 0 && word.every(isText) ? word.map(({ text }) => text).join('') : null;

export const isText = (part: Part): part is Extract<Part, { kind: 'text' }> => part.kind === 'text';

/**
 * The words of a command that the shell splits and globs: all but its name, and none in `[[ … ]]`. Includes the targets of redirections.
 */
export function splitWords(command: CommandNode): readonly Word[] {
  const name = nameOfCommand(command);
  if (name === '[[') return [];
  // `exec $X` runs $X, so that word is the name again.
  const words = command.words.slice(name === 'exec' || name === 'command' ? 2 : 1);
  const targets = command.redirects.filter(({ operator }) => operator !== '<<').map(({ target }) => target);
  return [...words, ...targets];
}
