import type { ShellState } from './shell-state.ts';
import type { Status } from './status.ts';

/** What a trap may change when a shell exits. */
interface EndingShell {
  readonly shell: ShellState;
  readonly failures: unknown[];
  errexit: boolean;
}

/** Runs the EXIT trap of a shell. It only changes the shell's outcome if it keeps running (a server). */
export function runAtExit(machine: EndingShell, ended: Status, run: (text: string) => Status): Status {
  const { shell, errexit } = machine;
  const { atExit } = shell;
  if (atExit === null || ended === 'stops') return ended;
  shell.atExit = null;
  const failures = machine.failures.length;
  machine.errexit = false;
  const last = run(atExit);
  machine.errexit = errexit;
  machine.failures.length = failures;
  shell.leaving = { kind: 'no' };
  return last === 'stops' ? last : ended;
}
