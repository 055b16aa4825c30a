import { evaluated } from '../expand.ts';
import { fail, finishShell, type Machine, type Program, subshell, unknown } from '../machine.ts';
import type { Status } from '../status.ts';

/** Arithmetic as a command: it fails if the result is zero, and `set -e` counts that like any other failure. */
function calculates(machine: Machine, name: string, text: string): Status {
  const value = evaluated(machine, text);
  if (value === null) return unknown(machine, name);
  if (value === 'zero')
    return fail(machine, { kind: 'command-failed', phrase: `${name}: ${text}: division by 0` });
  return value === 0 ? 'failed' : 'ok';
}

/** `((…))`. dash does not know it: it sees two nested subshells and runs the text in between as a command. */
export const doubleParentheses: Program = (machine, [text = '']) => {
  if (machine.dialect === 'bash') return calculates(machine, '((', text);
  if (machine.dialect === 'other') return unknown(machine, '((');
  const inner = subshell(machine);
  return finishShell(inner, machine.host.runText(inner, text, machine.args));
};

/** `let n=1 m=2`: the last value determines the exit status. */
export const letBuiltin: Program = (machine, args) => {
  let status: Status = 'ok';
  for (const arg of args) status = calculates(machine, 'let', arg);
  return status;
};
