import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import type { Node, Script } from '../../shell/syntax.ts';
import { noteUnknownExit, runForgiving, runUncertain } from './control.ts';
import { endless, hasBackgroundServer, hasBreak, mayServeBehind, waitsFor } from './endless-loops.ts';
import { fields } from './expand.ts';
import { type Machine, setVariable, unfollowed } from './machine.ts';
import type { Status } from './status.ts';

type LoopNode = Extract<Node, { kind: 'loop' }>;

/** Maximum number of iterations simulated one by one. */
const mostIterations = 30;

export function runLoop(machine: Machine, node: LoopNode): Status {
  return node.keyword === 'for' ? runFor(machine, node) : runWhile(machine, node);
}

/** Runs one iteration. `over`: whether the loop ends after it. */
function runIteration(machine: Machine, node: LoopNode): { readonly status: Status; readonly over: boolean } {
  const { shell } = machine;
  const status = machine.host.runScript(machine, node.body);
  const { leaving } = shell;
  if (leaving.kind === 'no') return { status, over: status === 'stops' };
  if (leaving.kind !== 'break' && leaving.kind !== 'continue') return { status, over: true };
  shell.leaving = leaving.loops > 1 ? { kind: leaving.kind, loops: leaving.loops - 1 } : { kind: 'no' };
  return { status: 'ok', over: leaving.kind === 'break' || leaving.loops > 1 };
}

function runFor(machine: Machine, node: LoopNode): Status {
  const items = fields(machine, node.items);
  const few = items.length <= mostIterations && items.every(isKnown) && node.variable !== null;
  let last: Status = 'ok';
  for (const item of few ? items : [unknownText]) {
    if (node.variable !== null) setVariable(machine, node.variable, item);
    if (!few) return runUncertain(machine, (inner) => machine.host.runScript(inner, node.body));
    const { status, over } = runIteration(machine, node);
    last = status;
    if (over) break;
  }
  return last;
}

/** State that an iteration may change and a test may read. */
function stateOf({ env, cwd, input, stage, budget }: Machine): string {
  const state = JSON.stringify([...env, cwd, input.text.length, stage.files.size]);
  budget.text -= state.length;
  return state;
}

function runWhile(machine: Machine, node: LoopNode): Status {
  const before = machine.events.length;
  let last: Status = 'ok';
  for (let turns = 0; turns < mostIterations && machine.budget.text >= 0; turns += 1) {
    const state = stateOf(machine);
    const tested = runForgiving(machine, () => machine.host.runScript(machine, node.test));
    if (machine.shell.leaving.kind !== 'no' || tested === 'stops') return tested;
    if (tested === 'unknown') return runDoubtful(machine, node, before);
    if ((tested === 'ok') !== (node.keyword === 'while')) return last;
    const { status, over } = runIteration(machine, node);
    last = status;
    if (over) return status;
    if (status === 'failed' && machine.errexit && !machine.shell.answered) return status;
    if (turns > 0 && stateOf(machine) === state) return runEndlessLoop(machine, node, before);
  }
  return unfollowed(machine, 'a long loop');
}

/** A loop in which nothing changes from one iteration to the next. */
function runEndlessLoop(machine: Machine, node: LoopNode, before: number): Status {
  // The body may leave the loop at some unknown time.
  if (hasBreak(node.body)) return unfollowed(machine, 'a loop');
  if (hasBackgroundServer(machine)) return 'stops';
  endless(machine, node.line, waitsFor(machine, before, node.test));
  return machine.phase === 'start' ? 'stops' : 'failed';
}

/** Whether it is `while read line`: the input ends at some point, and the loop with it. */
function readsInput([first]: Script): boolean {
  const name = first?.kind === 'command' ? first.words[0]?.[0] : undefined;
  return name?.kind === 'text' && name.text === 'read';
}

/** A loop whose test has an unknown result: the body may run any number of times. */
function runDoubtful(machine: Machine, node: LoopNode, before: number): Status {
  const waiting = machine.events
    .slice(before)
    .some((event) => event.kind === 'unknown' && event.doubt.of === 'service');
  runUncertain(machine, (inner) => machine.host.runScript(inner, node.body));
  if (waiting && !hasBreak(node.body) && machine.phase === 'start') {
    endless(machine, node.line, waitsFor(machine, before, node.test));
    return 'stops';
  }
  if (!readsInput(node.test)) noteUnknownExit(machine, before);
  // It may wait for a background server, which means for as long as that runs.
  return mayServeBehind(machine) ? 'unknown' : 'ok';
}
