import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { exitShell, fail, type Program, unfollowed } from '../machine.ts';

/** Signals of Linux by their names. */
const signals = new Set(
  `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU
   XFSZ VTALRM PROF WINCH IO PWR SYS EXIT`.split(/\s+/),
);
/** Pseudo-signals that only bash has. */
const bashEvents = new Set(['ERR', 'DEBUG', 'RETURN']);

/** `trap 'command' TERM INT`. Dash takes no `SIG` in front of a name, and has no ERR. */
export const trap: Program = (machine, args) => {
  const [first = '', ...rest] = args;
  if (first === '' && rest.length === 0) return 'ok';
  if (/^-./.test(first) && first !== '--') {
    if (machine.dialect === 'dash') return exitShell(machine, `trap: Illegal option ${first}`);
    return 'ok';
  }
  const names = first === '--' ? rest.slice(1) : rest;
  const isSignal = (name: string): boolean => {
    if (!isKnown(name) || /^\d+$/.test(name) || machine.dialect === 'other') return true;
    if (machine.dialect === 'dash') return signals.has(name.toUpperCase());
    const upper = name.toUpperCase();
    return signals.has(upper.replace(/^SIG/, '')) || bashEvents.has(upper);
  };
  const unknownSignal = names.find((name) => !isSignal(name));
  // What ends the shell anew may change how it has ended.
  const atExit = names.some((name) => /^(?:EXIT|0)$/i.test(name)) && /\bexit\b/.test(first);
  if (unknownSignal === undefined)
    return atExit && machine.phase === 'build' ? unfollowed(machine, 'trap') : 'ok';
  const phrase =
    machine.dialect === 'dash'
      ? `trap: ${unknownSignal}: bad trap`
      : `trap: ${unknownSignal}: invalid signal specification`;
  return fail(machine, { kind: 'shell-refused', phrase });
};
