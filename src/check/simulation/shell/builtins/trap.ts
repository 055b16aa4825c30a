import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { exitShell, fail, type Machine, type Program, unfollowed, unknown } from '../machine.ts';
import { signalNames } from '../signals.ts';
import type { Status } from '../status.ts';

/** Pseudo-signals that only bash has. */
const bashEvents = new Set(['ERR', 'DEBUG', 'RETURN']);

/** `trap 'command' TERM INT`. dash does not accept the prefix `SIG` and has no ERR. */
export const trap: Program = (machine, args) => {
  const [first = '', ...rest] = args;
  if (first === '' && rest.length === 0) return 'ok';
  if (/^-./.test(first) && first !== '--') {
    if (machine.dialect === 'dash') return exitShell(machine, `trap: Illegal option ${first}`);
    return 'ok';
  }
  const given = first === '--' ? rest : args;
  // A single word is a signal whose trap is to be reset.
  const names = given.length === 1 ? given : given.slice(1);
  const isSignal = (name: string): boolean => {
    if (!isKnown(name) || machine.dialect === 'other') return true;
    if (/^\d+$/.test(name)) return Number(name) <= 64;
    if (machine.dialect === 'dash') return signalNames.has(name.toUpperCase());
    const upper = name.toUpperCase();
    return signalNames.has(upper.replace(/^SIG/, '')) || bashEvents.has(upper);
  };
  const unknownSignal = names.find((name) => !isSignal(name));
  const isAtExit = names.some((name) => /^(?:EXIT|0)$/i.test(name));
  if (unknownSignal === undefined) return isAtExit ? setAtExit(machine, given) : 'ok';
  const phrase =
    machine.dialect === 'dash'
      ? `trap: ${unknownSignal}: bad trap`
      : `trap: ${unknownSignal}: invalid signal specification`;
  return fail(machine, { kind: 'shell-refused', phrase });
};

/** `trap command EXIT`: the command runs when the shell exits, for whatever reason. */
function setAtExit(machine: Machine, given: readonly string[]): Status {
  const [command = ''] = given;
  // A trap that calls `exit` may change the exit code.
  if (/\bexit\b/.test(command) && machine.phase === 'build') return unfollowed(machine, 'trap');
  const isReset = given.length === 1 || command === '-' || command === '';
  machine.shell.atExit = isReset ? null : command;
  return machine.certain ? 'ok' : unknown(machine, 'trap');
}
