import { fail, type Machine } from '../../simulation/shell/machine.ts';
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
] as const;
type NodeAdvice = (typeof nodeAdvice)[number];

/** node or a manager of its packages ends with a message. */
export const refuse = (machine: Machine, phrase: string, advice: NodeAdvice): Status =>
  fail(machine, { kind: 'refused-with-advice', phrase, advice });
