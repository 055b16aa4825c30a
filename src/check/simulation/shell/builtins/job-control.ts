import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { hasBackgroundServer, mayServeBehind } from '../endless-loops.ts';
import { fail, type Machine, type Program, unknown } from '../machine.ts';
import { signalNames } from '../signals.ts';
import type { Status } from '../status.ts';

/** `wait` waits for background jobs, so it does not return while a server runs in the background. */
const wait: Program = (machine, args) => {
  const [job = ''] = args.filter((arg) => !arg.startsWith('-'));
  if (job.startsWith('%')) return unknown(machine, 'wait');
  // A process id written in the script cannot be one of the shell's children.
  if (job !== '' && isKnown(job)) return fail(machine, { kind: 'exit-code', command: `wait ${job}` });
  if (hasBackgroundServer(machine))
    return machine.phase === 'start' ? 'stops' : fail(machine, { kind: 'never-ends', awaited: 'wait' });
  return mayServeBehind(machine) ? 'unknown' : 'ok';
};

/** Linux's highest possible process id. */
const mostProcesses = 4_194_304;

/** Whether `kill` accepts a signal: `-9`, `-TERM`, `-s TERM`. dash does not accept the prefix `SIG`. */
function isSignal(machine: Machine, written: string): boolean {
  if (/^\d+$/.test(written)) return Number(written) <= 64;
  const name = machine.dialect === 'dash' ? written : written.replace(/^sig/i, '');
  return name.toUpperCase() !== 'SIG' && signalNames.has(name.toUpperCase());
}

/** `kill -0 1`, `kill $PID`: which other processes run is unknown. */
const kill: Program = (machine, args) => {
  const refuse = (phrase: string): Status =>
    fail(machine, { kind: 'shell-refused', phrase: `kill: ${phrase}` });
  const [first = '', second = ''] = args;
  if (/^-[lL]$/.test(first)) {
    const isOne =
      second === '' ||
      (/^\d+$/.test(second) ? Number(second) > 0 && isSignal(machine, second) : machine.dialect !== 'dash');
    return isOne ? 'ok' : refuse(`invalid signal number or exit status: ${second}`);
  }
  const isNamed = first === '-s' || (first === '-n' && machine.dialect !== 'dash');
  const signal = isNamed ? second : first.slice(1);
  const hasSignal = isNamed || (/^-./.test(first) && first !== '--');
  if (hasSignal && isKnown(signal) && !isSignal(machine, signal))
    return refuse(
      isNamed ? `invalid signal number or name: ${signal}` : `Illegal option ${first.slice(0, 2)}`,
    );
  const targets = args.slice(isNamed ? 2 : Number(hasSignal)).filter((arg) => arg !== '--');
  if (targets.length === 0) return refuse('Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]...');
  const wrong = targets.find((target) => isKnown(target) && !/^(?:-?\d+$|%)/.test(target));
  if (wrong !== undefined) return refuse(`Illegal number: ${wrong}`);
  if (targets.some((target) => Number(target) > mostProcesses)) return refuse('No such process');
  return signal === '0' && targets.every((target) => target === '1') ? 'ok' : unknown(machine, 'kill');
};

/** `fg` and `bg` fail without job control. */
const resume: Program = (machine, _args, _input, name) =>
  machine.shopt.has('monitor')
    ? unknown(machine, name)
    : fail(machine, { kind: 'command-failed', phrase: `${name}: no job control` });

/** Builtins for jobs, that is, programs in the background. */
export const jobControl: Readonly<Record<string, Program>> = {
  wait,
  kill,
  fg: resume,
  bg: resume,
  jobs: () => 'ok',
};
