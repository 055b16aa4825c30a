import type { CommandNode, Part, Script, ShellParser, Word } from '../shell/syntax.ts';
import { type ContextualNode, commandsIn } from '../shell/walk.ts';

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
  const commands = commandsOf(parsed.script).slice(0, mostCommands);
  return commands.map(({ node, isTaken }) => ({
    words: node.words.map((word) => restored(written(word), expressions)),
    line: firstLine + node.line,
    isTaken,
  }));
}

const placeholder = (n: number): string => `__workflow_expression_${n}__`;

const restored = (text: string, expressions: readonly string[]): string =>
  text.replace(/__workflow_expression_(\d{1,4})__/g, (all, n: string) => expressions[Number(n)] ?? all);

/** The commands of a script, with those of the files that its words make: `<(…)`. */
function commandsOf(script: Script): readonly ContextualNode<CommandNode>[] {
  return commandsIn(script)
    .filter(({ node }) => node.words.length > 0)
    .flatMap((found) => [
      ...found.node.words.flatMap(processes).map((each) => ({ ...each, isTaken: true })),
      found,
    ]);
}

const processes = (word: Word): readonly ContextualNode<CommandNode>[] =>
  word.flatMap((part) => (part.kind === 'process' ? commandsOf(part.script) : []));

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
