import type { Redirect } from '../../shell/syntax.ts';
import { fail, type Machine, type Status, unknown } from './machine.ts';
import { closeRedirects, openRedirects } from './redirect.ts';

/** A failure that ends a shell is told, also where the program says nothing. */
export function reportExitCode(machine: Machine, before: number): void {
  if (machine.failures.length > before) return;
  fail(machine, { kind: 'exit-code', command: machine.shell.command });
}

/** An exit code that matters and that nobody knows makes the outcome unknown. */
export function noteUnknownExit(machine: Machine, since: number): void {
  const known = machine.events.slice(since).every(({ kind }) => kind !== 'unknown');
  if (known) unknown(machine, machine.shell.command || 'exit code');
}

/** Runs something that may not happen: what it does is then not certain. */
export function runUncertain(machine: Machine, run: (machine: Machine) => Status): Status {
  const { certain, final, shell } = machine;
  const news = machine.events.length;
  machine.certain = false;
  machine.final = false;
  const status = run(machine);
  machine.certain = certain;
  machine.final = final;
  const { kind } = shell.leaving;
  // The shell may have ended there.
  if (kind === 'exit' || kind === 'return') noteUnknownExit(machine, news);
  shell.leaving = { kind: 'no' };
  return status === 'stops' || status === 'failed' ? 'unknown' : status;
}

/** Runs what is only asked how it ends. */
export function runForgiving(machine: Machine, run: () => Status): Status {
  const before = machine.failures.length;
  const { errexit, final } = machine;
  machine.errexit = false;
  machine.final = false;
  const status = run();
  machine.errexit = errexit;
  machine.final = final;
  // What ended the shell itself is forgiven by nobody.
  if (machine.shell.leaving.kind !== 'exit') machine.failures.length = before;
  return status;
}

/** Runs with input and output where the redirections say; when a file cannot be opened, it does not run. */
export function runRedirected(
  machine: Machine,
  redirects: readonly Redirect[],
  run: (machine: Machine) => Status,
): Status {
  if (redirects.length === 0) return run(machine);
  const opened = openRedirects(machine, redirects);
  if (opened.status === 'failed') return 'failed';
  const { input, out } = machine;
  machine.input = opened.input ?? input;
  machine.out = opened.out === undefined ? out : opened.out;
  const status = opened.status === 'unknown' ? runUncertain(machine, run) : run(machine);
  machine.input = input;
  machine.out = out;
  closeRedirects(machine, opened);
  return opened.status === 'unknown' && status === 'ok' ? 'unknown' : status;
}
