import { isKnown } from '../../dockerfile/unknown-text.ts';
import type { Node, Script } from '../../shell/syntax.ts';
import { runCommand } from './command.ts';
import { noteUnknownExit, reportExitCode, runForgiving, runRedirected, runUncertain } from './control.ts';
import { longestName, patternText, wordText } from './expand.ts';
import { globMatches } from './glob.ts';
import { runLoop } from './loops.ts';
import { finishShell, type Machine, subshell, unfollowed } from './machine.ts';
import type { Status } from './status.ts';
import { newStream } from './streams.ts';

/** Maximum number of steps that the scripts of one check may take. */
export const mostSteps = 3_000;

/** Runs statements one after the other. A failure is ignored unless it is the last statement's or `set -e` is on. */
export function runScript(machine: Machine, script: Script): Status {
  const { shell, final } = machine;
  let last: Status = 'ok';
  let broke = false;
  for (const [index, node] of script.entries()) {
    const before = machine.failures.length;
    const isLast = index === script.length - 1;
    machine.final = final && isLast;
    shell.answered = false;
    const firstEvent = machine.events.length;
    const status = runNode(machine, node);
    last = status;
    shell.last = status;
    if (shell.leaving.kind !== 'no' || status === 'stops') break;
    const counts = machine.errexit && !shell.answered;
    if (status === 'failed' && counts) {
      broke = true;
      reportExitCode(machine, before);
    } else if (status === 'failed' && !isLast) machine.failures.length = before;
    // The shell may or may not end here.
    if (status === 'unknown' && counts) noteUnknownExit(machine, firstEvent);
  }
  machine.final = final;
  return broke && last !== 'stops' ? 'failed' : last;
}

function runNode(machine: Machine, node: Node): Status {
  machine.budget.steps -= 1;
  if (machine.budget.steps <= 0) return unfollowed(machine, 'too many steps');
  switch (node.kind) {
    case 'command':
      return runCommand(machine, node);
    case 'and':
      return runAnd(machine, node.left, node.right);
    case 'or':
      return runOr(machine, node.left, node.right);
    case 'not': {
      const status = runForgiving(machine, () => runNode(machine, node.body));
      machine.shell.answered = true;
      if (status === 'ok') return 'failed';
      return status === 'failed' ? 'ok' : status;
    }
    case 'pipeline':
      return runPipeline(machine, node.commands);
    case 'background':
      return runInBackground(machine, node.body);
    case 'subshell':
      return runRedirected(machine, node.redirects, (inner) => {
        const own = subshell(inner);
        const status = finishShell(own, runScript(own, node.body));
        nameLast(machine, own);
        return status;
      });
    case 'group':
      return runRedirected(machine, node.redirects, (inner) => runScript(inner, node.body));
    case 'if':
      return runIf(machine, node);
    case 'loop':
      return runLoop(machine, node);
    case 'case':
      return runCase(machine, node);
    case 'function':
      machine.functions.set(node.name, node.body);
      return 'ok';
    case 'unknown':
      return unfollowed(machine, 'shell syntax');
  }
}

/** Names a subshell's last command as the one that fails. */
function nameLast({ shell }: Machine, inner: Machine): void {
  shell.command = inner.shell.command;
  shell.at = inner.shell.at;
}

function runAnd(machine: Machine, left: Node, right: Node): Status {
  const before = machine.failures.length;
  const { errexit, final, shell } = machine;
  machine.errexit = false;
  const status = runNode(machine, left);
  machine.errexit = errexit;
  if (status === 'stops' || shell.leaving.kind !== 'no') return status;
  // If the failure ends the shell, the simulation goes on as if it were fixed, so that every problem is reported, each only once.
  if (status === 'failed' && (!final || machine.failures.length === before)) {
    shell.answered = true;
    return status;
  }
  // In the last statement, the right side only matters if both sides succeed, so it is run as if the left one had.
  if (status === 'unknown' && !final) {
    const after = runUncertain(machine, (inner) => runNode(inner, right));
    shell.answered = after === 'ok';
    return 'unknown';
  }
  const since = machine.events.length;
  const after = runNode(machine, right);
  if (status === 'failed') return 'failed';
  // It is unknown whether the server is reached at all.
  if (status === 'unknown' && after === 'stops') noteUnknownExit(machine, since);
  return status === 'unknown' && after !== 'failed' ? 'unknown' : after;
}

function runOr(machine: Machine, left: Node, right: Node): Status {
  const before = machine.failures.length;
  const { errexit, final } = machine;
  machine.errexit = false;
  machine.final = false;
  const status = runNode(machine, left);
  machine.errexit = errexit;
  machine.final = final;
  if (status === 'ok' || status === 'stops' || machine.shell.leaving.kind !== 'no') return status;
  machine.shell.answered = false;
  if (status === 'unknown') return runUncertain(machine, (inner) => runNode(inner, right));
  machine.failures.length = before;
  return runNode(machine, right);
}

/** `command &`: the shell does not wait for it. */
function runInBackground(machine: Machine, body: Node): Status {
  const status = runForgiving(machine, () => {
    const inner = subshell(machine, { background: true, input: newStream() });
    return finishShell(inner, runNode(inner, body));
  });
  return status === 'stops' || status === 'failed' ? 'ok' : status;
}

function runPipeline(machine: Machine, commands: readonly Node[]): Status {
  const piped = machine.host.pipeline(machine, commands);
  let input = machine.input;
  let worst: Status = 'ok';
  for (const [index, command] of commands.entries()) {
    if (piped !== null && index === piped.from) return piped.run();
    const isLast = index === commands.length - 1;
    const out = isLast ? machine.out : newStream();
    // With bash's lastpipe, the last command runs in the script's own shell.
    const isOwn = isLast && machine.shopt.has('lastpipe');
    const inner = isOwn ? Object.assign(machine, { input, out }) : subshell(machine, { input, out });
    const run = (): Status => finishShell(inner, runNode(inner, command));
    const status = isLast || machine.pipefail ? run() : runForgiving(inner, run);
    if (status === 'failed' || isLast) nameLast(machine, inner);
    if (isLast && (worst === 'ok' || !machine.pipefail)) return status;
    if (status === 'stops') return 'stops';
    if (status !== 'ok' && worst !== 'failed') worst = status;
    input = out ?? newStream();
  }
  return worst;
}

function runIf(machine: Machine, node: Extract<Node, { kind: 'if' }>): Status {
  let undecided = false;
  let worst: Status = 'ok';
  const mayRun = (body: Script): void => {
    if (runUncertain(machine, (inner) => runScript(inner, body)) === 'unknown') worst = 'unknown';
  };
  for (const { test, body } of node.branches) {
    const status = runForgiving(machine, () =>
      undecided ? runUncertain(machine, (inner) => runScript(inner, test)) : runScript(machine, test),
    );
    if (machine.shell.leaving.kind !== 'no') return status;
    if (status === 'failed') continue;
    if (status !== 'unknown' && !undecided) return runScript(machine, body);
    undecided = true;
    mayRun(body);
  }
  machine.shell.answered = false;
  if (undecided) {
    mayRun(node.otherwise);
    return worst;
  }
  return runScript(machine, node.otherwise);
}

/** Runs the first branch whose pattern matches. If that is unknown, each branch may run. */
function runCase(machine: Machine, node: Extract<Node, { kind: 'case' }>): Status {
  const subject = wordText(machine, node.subject);
  let decided = isKnown(subject) && subject.length <= longestName;
  let [status, goesOn]: [Status, boolean] = ['ok', false];
  for (const { patterns, body, falls } of node.branches) {
    const texts = patterns.map((pattern) => patternText(machine, pattern));
    decided &&= goesOn || texts.every((pattern) => isKnown(pattern) && pattern.length <= longestName);
    if (!decided) {
      if (runUncertain(machine, (inner) => runScript(inner, body)) === 'unknown') status = 'unknown';
    } else if (goesOn || texts.some((pattern) => globMatches(pattern, subject))) {
      status = runScript(machine, body);
      goesOn = falls === 'into-next';
      if (falls === 'no' || status === 'stops' || machine.shell.leaving.kind !== 'no') return status;
    }
  }
  return status;
}
