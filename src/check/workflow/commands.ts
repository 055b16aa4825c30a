import type { CommandNode, Part, Script, ShellParser, Word } from '../shell/syntax.ts';
import { type ContextualNode, commandsIn } from '../shell/walk.ts';

/** A command of a `run` script: its words without quotes, and whether its output is captured. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly line: number;
  /** Whether its output goes to another program, a variable or a file, and not to the log. */
  readonly isTaken: boolean;
}

/** Limit on the commands of one `run` that are examined. */
const mostCommands = 400;

/**
 * The commands of a script in order, including those in blocks and substitutions; null when it cannot be parsed. GitHub substitutes `${{ …
 * }}` before the shell parses the script, so every expression is treated as part of a word, whatever it contains.
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

/** The commands of a script, including those in process substitutions: `<(…)`. */
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

/** A substitution is represented by its name, not by its value. */
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

/** The words of a command from its program on, without variables and prefixes such as `sudo`. */
export function programOf({ words }: ShellCommand): readonly string[] {
  const first = words.findIndex(
    (word) => !/^[A-Za-z_]\w*=/.test(word) && !['sudo', 'time', 'env', 'command', 'exec'].includes(word),
  );
  return first < 0 ? [] : words.slice(first);
}
