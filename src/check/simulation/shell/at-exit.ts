import type { ShellState } from './shell-state.ts';
import type { Status } from './status.ts';

/** What a shell's end may change. */
interface EndingShell {
  readonly shell: ShellState;
  readonly failures: unknown[];
  errexit: boolean;
}

/** Runs what a trap has kept for a shell's end. Only what stays there (a server) changes how the shell has ended. */
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
