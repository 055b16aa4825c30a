import { bashOperator, lengthOperator, type Node } from '../../shell/syntax.ts';
import type { SimulatedFailureCause } from '../failures.ts';
import { variable, wordText } from './expand.ts';
import type { Machine } from './machine.ts';

/** An error that ends the shell before its command runs. */
type ShellEnd = SimulatedFailureCause<'shell-refused' | 'variable-not-set'>;
const refusedBy = (phrase: string): ShellEnd => ({ kind: 'shell-refused', phrase });

/** Whether an operator provides no substitute for a missing value. */
const needsValue = (operator: string | null): boolean =>
  operator === null || operator === lengthOperator || /^[#%]|^!/.test(operator);

/**
 * The shell's error if a required variable is not set: `$X` under `set -u`, and `${X:?…}` always. Also dash's error for syntax that only
 * bash has. Null if there is none.
 */
export function requiredVariableError(
  machine: Machine,
  node: Extract<Node, { kind: 'command' }>,
): ShellEnd | null {
  const words = [...node.words, ...node.assignments.map(({ value }) => value)];
  for (const part of words.flat()) {
    const isOfBash =
      part.kind === 'element' ||
      (part.kind === 'variable' && part.operator?.startsWith(bashOperator) === true) ||
      (part.kind === 'unknown' && part.bashOnly === true);
    if (isOfBash && machine.dialect === 'dash') return refusedBy('Bad substitution');
    if (part.kind === 'arithmetic' && machine.dialect === 'dash') {
      const refused = /(?<!\w)[A-Za-z_]\w*\s*(\+\+|--)\s*(?![\w$(\s])|(\*\*)/.exec(part.text);
      if (refused !== null) return refusedBy(`arithmetic expression: expecting primary: "${part.text}"`);
    }
    if (part.kind !== 'variable' || part.name === '@' || part.name === '*') continue;
    const value = variable(machine, part.name);
    const unset = value === null || (value === '' && part.operator === ':?');
    const phrase = machine.dialect === 'bash' ? 'unbound variable' : 'parameter not set';
    const notSet = (why: string): ShellEnd => ({
      kind: 'variable-not-set',
      variable: part.name,
      phrase: `${part.name}: ${why}`,
    });
    if (unset && machine.nounset && needsValue(part.operator)) return notSet(phrase);
    if (unset && /^:?\?$/.test(part.operator ?? '')) {
      const word = part.word === null ? '' : wordText(machine, part.word);
      return notSet(word || phrase);
    }
  }
  return null;
}
