import { mayMake } from '../../simulation/image/rights.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** Kinds of advice for an error of node, npm or another package manager. The rules have a text for each. */
export const nodeAdvice = [
  'no-package-json',
  'broken-package-json',
  'no-lock',
  'stale-lock',
  'no-script',
  'no-script-file',
  'no-package',
  'not-installed',
  'dev-left-out',
  'folder-not-there',
] as const;
type NodeAdvice = (typeof nodeAdvice)[number];

/** Fails a command of node or a package manager with its error message, and adds advice for the student. */
export const refuse = (machine: Machine, phrase: string, advice: NodeAdvice): Status =>
  fail(machine, { kind: 'refused-with-advice', phrase, advice });

/** Whether the user may create what a command puts at a path: null if so, else the command's status. */
export function deniedAt(machine: Machine, command: string, path: string): Status | null {
  const may = mayMake(machine.stage, machine.user, path);
  if (may === true) return null;
  if (may === 'unknown') return unknown(machine, command);
  const { user } = machine;
  return fail(machine, { kind: 'not-permitted', command, user, what: { kind: 'environment', path } });
}
