import type { CommandNode, Node, Part, Redirect, Script, ShellParser, Word } from '../shell/syntax.ts';

/** A command of a `run`: its words as they are written, without their quotes, and what becomes of what it prints. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly line: number;
  /** What it prints goes to another program, a variable or a file, and not into the log. */
  readonly isTaken: boolean;
}

/** How many commands of one `run` are looked at. */
const mostCommands = 400;

/**
 * The commands of a script in the order in which they stand, those in blocks and substitutions too; null where it cannot be read.
 * GitHub puts the value of `${{ … }}` in before the shell reads it, so each is one piece of a word here, whatever stands in it.
 */
export function readCommands(
  script: string,
  firstLine: number,
  parse: ShellParser,
): readonly ShellCommand[] | null {
  const expressions: string[] = [];
  const plain = script.replaceAll('\r\n', '\n').replace(/\$\{\{[^{}]{0,400}\}\}/g, (expression) => {
    expressions.push(expression);
    return placeholder(expressions.length - 1) + '\\\n'.repeat(expression.split('\n').length - 1);
  });
  const parsed = parse(plain);
  if (parsed === null || parsed.broken) return null;
  const commands = parsed.script.flatMap((node) => commandsOf(node, false)).slice(0, mostCommands);
  return commands.map(({ node, isTaken }) => ({
    words: node.words.map((word) => restored(written(word), expressions)),
    line: firstLine + node.line,
    isTaken,
  }));
}

const placeholder = (n: number): string => `__workflow_expression_${n}__`;

const restored = (text: string, expressions: readonly string[]): string =>
  text.replace(/__workflow_expression_(\d{1,4})__/g, (all, n: string) => expressions[Number(n)] ?? all);

interface FoundCommand {
  readonly node: CommandNode;
  readonly isTaken: boolean;
}

function commandsOf(node: Node, isTaken: boolean): readonly FoundCommand[] {
  const all = (script: Script, taken = isTaken): readonly FoundCommand[] =>
    script.flatMap((each) => commandsOf(each, taken));
  switch (node.kind) {
    case 'command': {
      const words = [...node.assignments.map(({ value }) => value), ...node.words];
      const own = { node, isTaken: isTaken || node.redirects.some(takesOutput) };
      return [...words.flatMap(substituted), ...(node.words.length > 0 ? [own] : [])];
    }
    case 'and':
    case 'or':
      return [...commandsOf(node.left, isTaken), ...commandsOf(node.right, isTaken)];
    case 'pipeline':
      return node.commands.flatMap((each, at) => commandsOf(each, isTaken || at < node.commands.length - 1));
    case 'not':
    case 'background':
    case 'function':
      return commandsOf(node.body, isTaken);
    case 'group':
    case 'subshell':
      return all(node.body, isTaken || node.redirects.some(takesOutput));
    case 'if':
      return [
        ...node.branches.flatMap(({ test, body }) => [...all(test), ...all(body)]),
        ...all(node.otherwise),
      ];
    case 'loop':
      return [...all(node.test), ...all(node.body)];
    case 'case':
      return node.branches.flatMap(({ body }) => all(body));
    case 'unknown':
      return [];
  }
}

/** `2>` and `>&2` stay in the log. */
const takesOutput = ({ operator, target }: Redirect): boolean =>
  /^(?:1?>{1,2}\|?|&>{1,2})$/.test(operator) && written(target) !== '/dev/stderr';

/** The commands in a word, whose output it takes. */
const substituted = (word: Word): readonly FoundCommand[] =>
  word.flatMap((part) =>
    part.kind === 'commands' || part.kind === 'process'
      ? part.script.flatMap((node) => commandsOf(node, true))
      : [],
  );

const written = (word: Word): string => word.map(partText).join('');

/** What a shell would put in is named, and not what it is. */
function partText(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'variable':
    case 'element':
      return `\${${part.name}}`;
    case 'array':
      return part.words.map(written).join(' ');
    default:
      return '$(…)';
  }
}

/** The words of a command from its program on: without what only says how it is started. */
export function programOf({ words }: ShellCommand): readonly string[] {
  const first = words.findIndex(
    (word) => !/^[A-Za-z_]\w*=/.test(word) && !['sudo', 'time', 'env', 'command', 'exec'].includes(word),
  );
  return first < 0 ? [] : words.slice(first);
}
