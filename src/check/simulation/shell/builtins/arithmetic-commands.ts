import { evaluated } from '../expand.ts';
import { fail, finishShell, type Machine, type Program, subshell, unknown } from '../machine.ts';
import type { Status } from '../status.ts';

/** A shell's arithmetic as a command: zero is a failure, which `set -e` counts as any other. */
function calculates(machine: Machine, name: string, text: string): Status {
  const value = evaluated(machine, text);
  if (value === null) return unknown(machine, name);
  if (value === 'zero')
    return fail(machine, { kind: 'command-failed', phrase: `${name}: ${text}: division by 0` });
  return value === 0 ? 'failed' : 'ok';
}

/** `((…))`. Dash knows no such word: it sees a shell in a shell, and runs what stands between as a command. */
export const doubleParentheses: Program = (machine, [text = '']) => {
  if (machine.dialect === 'bash') return calculates(machine, '((', text);
  if (machine.dialect === 'other') return unknown(machine, '((');
  const inner = subshell(machine);
  return finishShell(inner, machine.host.runText(inner, text, machine.args));
};

/** `let n=1 m=2`: the last one's value counts. */
export const letBuiltin: Program = (machine, args) => {
  let status: Status = 'ok';
  for (const arg of args) status = calculates(machine, 'let', arg);
  return status;
};
