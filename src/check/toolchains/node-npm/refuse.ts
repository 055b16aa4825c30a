import { mayMake } from '../../simulation/image/rights.ts';
import { fail, type Machine, unknown } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** What helps where node, npm or another manager of packages refuses; each has its sentence among the rules. */
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

/** node or a manager of its packages ends with a message. */
export const refuse = (machine: Machine, phrase: string, advice: NodeAdvice): Status =>
  fail(machine, { kind: 'refused-with-advice', phrase, advice });

/** Whether the user may make what a command is about to put at a path; what the command comes to where not. */
export function deniedAt(machine: Machine, command: string, path: string): Status | null {
  const may = mayMake(machine.stage, machine.user, path);
  if (may === true) return null;
  if (may === 'unknown') return unknown(machine, command);
  const { user } = machine;
  return fail(machine, { kind: 'not-permitted', command, user, what: { kind: 'environment', path } });
}
