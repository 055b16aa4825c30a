import { unknownText } from '../../dockerfile/unknown-text.ts';
import type { Node, Redirect } from '../../shell/syntax.ts';
import { doubtful } from './descriptors.ts';
import { fail, type Machine, unknown } from './machine.ts';
import { closeRedirects, openRedirects } from './redirect.ts';
import type { Status } from './status.ts';

/** Reports the exit code of a failure that ends the shell, unless a failure has already been recorded. */
export function reportExitCode(machine: Machine, before: number): void {
  if (machine.failures.length > before) return;
  const { command, at } = machine.shell;
  fail(machine, { kind: 'exit-code', command }, at ?? machine.place);
}

/** Records that the outcome is unknown because an unknown exit code matters. */
export function noteUnknownExit(machine: Machine, since: number): void {
  const known = machine.events.slice(since).every(({ kind }) => kind !== 'unknown');
  if (known) unknown(machine, machine.shell.command || 'exit code');
}

/** The state of a shell that commands can change. */
type MachineSnapshot = Pick<Machine, 'args' | 'cwd' | 'errexit' | 'descriptors'> & {
  readonly env: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, Node>;
};

function stateOf({ env, args, cwd, errexit, descriptors, functions, budget }: Machine): MachineSnapshot {
  budget.steps -= Math.floor(env.size / 64);
  return { env: new Map(env), args, cwd, errexit, descriptors, functions: new Map(functions) };
}

/** Makes every change since the snapshot uncertain: what changed may have its old or its new value. */
function doubtChanges(machine: Machine, before: MachineSnapshot): void {
  const { env, functions } = machine;
  for (const [name, value] of env) if (before.env.get(name) !== value) env.set(name, unknownText);
  for (const name of before.env.keys()) if (!env.has(name)) env.set(name, unknownText);
  for (const [name, body] of functions)
    if (before.functions.get(name) !== body) functions.set(name, { kind: 'unknown', line: 0 });
  if (machine.args.join('\0') !== before.args.join('\0')) machine.args = [unknownText];
  if (machine.errexit !== before.errexit) {
    machine.errexit = before.errexit;
    unknown(machine, 'set -e');
  }
  machine.descriptors = doubtful(machine.descriptors, before.descriptors);
  if (machine.cwd !== before.cwd) machine.cwd = `/${unknownText}`;
}

function restore(machine: Machine, before: MachineSnapshot): void {
  const { env } = machine;
  for (const name of [...env.keys()]) if (!before.env.has(name)) env.delete(name);
  for (const [name, value] of before.env) env.set(name, value);
  machine.args = before.args;
  machine.cwd = before.cwd;
  machine.descriptors = before.descriptors;
}

/** Runs something that may not run, so that its effects are uncertain. */
export function runUncertain(machine: Machine, run: (machine: Machine) => Status): Status {
  const { certain, final, shell } = machine;
  const before = stateOf(machine);
  const firstEvent = machine.events.length;
  machine.certain = false;
  machine.final = false;
  const status = run(machine);
  // If a server may have been started, it is uncertain whether what follows is reached.
  const mayServe = machine.events
    .slice(firstEvent)
    .some((event) => event.kind === 'server' && event.phase === 'start' && !event.background);
  machine.certain = certain && !mayServe;
  machine.final = final;
  const { kind } = shell.leaving;
  // If the shell has ended there, changes made on the way no longer matter.
  if (kind !== 'exit' && kind !== 'return') doubtChanges(machine, before);
  else restore(machine, before);
  // The shell may have ended there.
  if (kind === 'exit' || kind === 'return') noteUnknownExit(machine, firstEvent);
  shell.leaving = { kind: 'no' };
  return status === 'stops' || status === 'failed' ? 'unknown' : status;
}

/** Runs a command whose failure is ignored, as in a test. */
export function runForgiving(machine: Machine, run: () => Status): Status {
  const before = machine.failures.length;
  const { errexit, final } = machine;
  machine.errexit = false;
  machine.final = false;
  const status = run();
  machine.errexit = errexit;
  machine.final = final;
  // A failure that ended the shell itself still counts.
  if (machine.shell.leaving.kind !== 'exit') machine.failures.length = before;
  return status;
}

/**
 * Runs something with redirected input and output, or not at all if a file cannot be opened. With `keeps`, the redirections stay in effect
 * for the shell itself (`exec 9>lock`).
 */
export function runRedirected(
  machine: Machine,
  redirects: readonly Redirect[],
  run: (machine: Machine) => Status,
  keeps = false,
): Status {
  if (redirects.length === 0) return run(machine);
  const opened = openRedirects(machine, redirects);
  if (opened.status === 'failed') return 'failed';
  const before = { input: machine.input, out: machine.out, descriptors: machine.descriptors };
  const redirected = {
    input: opened.input ?? before.input,
    out: opened.out === undefined ? before.out : opened.out,
    descriptors: opened.descriptors,
  };
  Object.assign(machine, redirected);
  const status = opened.status === 'unknown' ? runUncertain(machine, run) : run(machine);
  // What the shell prints to the file from here on is not tracked.
  if (keeps && opened.out) opened.out.text = unknownText;
  closeRedirects(machine, opened);
  if (!keeps) Object.assign(machine, before);
  else if (opened.status === 'unknown')
    machine.descriptors = doubtful(opened.descriptors, before.descriptors);
  return opened.status === 'unknown' && status === 'ok' ? 'unknown' : status;
}
