import type { TranslatableText } from '../../../wording/wording.ts';
import type { CommandNode, Script, Word } from '../../shell/syntax.ts';
import { type ContextualNode, commandsIn, nameOfCommand, nodesIn, textOf } from '../../shell/walk.ts';
import type { ReadScript } from '../../simulation/shell/read-script.ts';
import { lineOfCommand } from '../queries.ts';
import type { RuleContext, Violation } from '../rule.ts';

/** The student's shell code: RUN lines and the scripts that were sent, each only once, however often it runs. */
function writtenScripts(context: RuleContext): readonly ReadScript[] {
  const seen = new Set<string>();
  return context.simulation.scripts.filter(({ at }) => {
    const place = `${at.file}:${at.line}`;
    if (seen.has(place) || !Object.hasOwn(context.student.files, at.file)) return false;
    seen.add(place);
    return true;
  });
}

/**
 * One violation for each line of the student's shell code with a command that has a problem. `lookAt` returns what is wrong with it, or
 * null.
 */
export function violationsIn(
  context: RuleContext,
  worded: (what: string) => TranslatableText,
  lookAt: (read: ReadScript) => (found: ContextualNode<CommandNode>) => string | null,
): readonly Violation[] {
  return writtenScripts(context).flatMap((read) => {
    const violations = new Map<number, Violation>();
    const flawOf = lookAt(read);
    for (const found of commandsIn(read.script)) {
      const what = flawOf(found);
      const line = lineOfCommand(context, read, found.node);
      if (what !== null && !violations.has(line)) {
        violations.set(line, { file: read.at.file, line, message: worded(what) });
      }
    }
    return [...violations.values()];
  });
}

/** Whether a script contains `set -e`, or its shell was started with it. */
export const stopsOnError = ({ script, errexit }: ReadScript): boolean =>
  errexit ||
  [...commandsIn(script)].some(
    ({ node }) =>
      nameOfCommand(node) === 'set' &&
      node.words.some((word) => /^-[a-zA-Z]*e|^errexit$/.test(textOf(word) ?? '')),
  );

/** Variables that a script only sets to texts without white space and patterns. They need no quotes. */
export function plainVariables(script: Script): ReadonlySet<string> {
  const plain = new Map<string, boolean>();
  const note = (name: string, values: readonly Word[]): void => {
    const isPlain = values.every((word) => word.length === 0 || /^[^\s*?[]*$/.test(textOf(word) ?? ' '));
    plain.set(name, isPlain && plain.get(name) !== false);
  };
  for (const { node } of nodesIn(script)) {
    if (node.kind === 'command') for (const { name, value } of node.assignments) note(name, [value]);
    if (node.kind === 'loop' && node.variable !== null) note(node.variable, node.items);
  }
  return new Set([...plain].filter(([, isPlain]) => isPlain).map(([name]) => name));
}
