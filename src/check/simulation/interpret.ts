import { isKnown, unknownText } from '../dockerfile/unknown-text.ts';
import type { Node, Script } from '../shell/syntax.ts';
import { endless, hasBreak, waitsFor } from './endless.ts';
import { fields, globMatches, lackingVariable, wordText } from './expand.ts';
import { endsShell, type Machine, placeIn, type Status, setVariable, subshell, unknown } from './machine.ts';
import { pipedInstaller } from './piped-installer.ts';
import { isExport, printed, redirect } from './redirect.ts';

/** The most steps that scripts of one check may take. */
export const mostSteps = 3_000;

/** Runs statements one after the other: a failure is forgiven unless it is the last one's or `set -e` holds. */
export function runScript(machine: Machine, script: Script): Status {
  let last: Status = 'ok';
  let broke = false;
  for (const [index, node] of script.entries()) {
    const before = machine.failures.length;
    const status = runNode(machine, node);
    // `-e` looks away from a question that is answered no (`test … && …`).
    const asked = node.kind === 'not' || (node.kind === 'and' && machine.failures.length === before);
    if (status === 'failed' && machine.errexit && !asked) {
      broke = true;
    } else if (status === 'failed' && index < script.length - 1) {
      machine.failures.length = before;
    }
    last = status;
    if (status === 'stops') break;
  }
  return broke ? 'failed' : last;
}

/** Runs something that may not happen: what it does is then not certain. */
function perhaps(machine: Machine, run: (machine: Machine) => Status): Status {
  const was = machine.certain;
  machine.certain = false;
  const status = run(machine);
  machine.certain = was;
  return status === 'stops' || status === 'failed' ? 'unknown' : status;
}

function forgiven(machine: Machine, run: () => Status): Status {
  const before = machine.failures.length;
  const errexit = machine.errexit;
  machine.errexit = false;
  const status = run();
  machine.errexit = errexit;
  machine.failures.length = before;
  return status;
}

function runNode(machine: Machine, node: Node): Status {
  machine.budget.steps -= 1;
  if (machine.budget.steps <= 0) return unknown(machine, 'too many steps');
  switch (node.kind) {
    case 'command':
      return runCommand(machine, node);
    case 'and': {
      const before = machine.failures.length;
      const left = runNode(machine, node.left);
      if (left === 'stops') return left;
      if (left === 'failed' && machine.failures.length === before) return left;
      // After a failure it goes on as if that were mended, so that each problem is told and none twice.
      const right = runNode(machine, node.right);
      if (left === 'failed') return 'failed';
      return left === 'unknown' && right === 'ok' ? 'unknown' : right;
    }
    case 'or': {
      const before = machine.failures.length;
      const left = runNode(machine, node.left);
      if (left === 'ok' || left === 'stops') return left;
      if (left === 'unknown') return perhaps(machine, (inner) => runNode(inner, node.right));
      machine.failures.length = before;
      return runNode(machine, node.right);
    }
    case 'not': {
      const status = forgiven(machine, () => runNode(machine, node.body));
      if (status === 'ok') return 'failed';
      return status === 'failed' ? 'ok' : status;
    }
    case 'pipeline':
      return runPipeline(machine, node.commands);
    case 'background': {
      const was = machine.background;
      machine.background = true;
      const status = forgiven(machine, () => runNode(subshell(machine), node.body));
      machine.background = was;
      return status === 'stops' || status === 'failed' ? 'ok' : status;
    }
    case 'subshell': {
      const inner = subshell(machine);
      const status = runScript(inner, node.body);
      redirect(machine, node.redirects, null);
      return status;
    }
    case 'group': {
      const status = runScript(machine, node.body);
      redirect(machine, node.redirects, null);
      return status;
    }
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
      return unknown(machine, 'shell syntax');
  }
}

function runPipeline(machine: Machine, commands: readonly Node[]): Status {
  let last: Status = 'ok';
  const piped = pipedInstaller(machine, commands);
  for (const [index, command] of commands.entries()) {
    if (piped !== null && index === piped.at) return piped.run();
    const isLast = index === commands.length - 1;
    const inner = subshell(machine);
    last = isLast ? runNode(inner, command) : forgiven(machine, () => runNode(inner, command));
  }
  return last;
}

function runIf(machine: Machine, node: Extract<Node, { kind: 'if' }>): Status {
  let undecided = false;
  for (const { test, body } of node.branches) {
    const status = forgiven(machine, () =>
      undecided ? perhaps(machine, (inner) => runScript(inner, test)) : runScript(machine, test),
    );
    if (status === 'failed') continue;
    if (status !== 'unknown' && !undecided) return runScript(machine, body);
    undecided = true;
    perhaps(machine, (inner) => runScript(inner, body));
  }
  if (undecided) {
    perhaps(machine, (inner) => runScript(inner, node.otherwise));
    return 'ok';
  }
  return runScript(machine, node.otherwise);
}

/** The first branch with a pattern that matches; where that is not known, each of them may run. */
function runCase(machine: Machine, node: Extract<Node, { kind: 'case' }>): Status {
  const subject = wordText(machine, node.subject);
  let decided = isKnown(subject);
  for (const { patterns, body, falls } of node.branches) {
    const texts = patterns.map((pattern) => wordText(machine, pattern));
    decided &&= !falls && texts.every(isKnown);
    if (decided && texts.some((pattern) => globMatches(pattern, subject))) return runScript(machine, body);
    if (!decided) perhaps(machine, (inner) => runScript(inner, body));
  }
  return decided ? 'ok' : 'unknown';
}

function runLoop(machine: Machine, node: Extract<Node, { kind: 'loop' }>): Status {
  if (node.keyword === 'for') {
    const items = fields(machine, node.items);
    const few = items.length <= 10 && items.every(isKnown) && node.variable !== null;
    for (const item of few ? items : [unknownText]) {
      if (node.variable !== null) machine.env.set(node.variable, item);
      if (few) {
        const status = runScript(machine, node.body);
        if (status === 'stops') return status;
      } else perhaps(machine, (inner) => runScript(inner, node.body));
    }
    return 'ok';
  }
  const before = machine.happenings.length;
  const status = forgiven(machine, () => runScript(machine, node.test));
  const goesOn = node.keyword === 'while' ? status === 'ok' : status === 'failed';
  const over = node.keyword === 'while' ? status === 'failed' : status === 'ok';
  if (over) return 'ok';
  const waiting = machine.happenings
    .slice(before)
    .some((happening) => happening.kind === 'unknown' && happening.what.startsWith('asks '));
  const leaves = hasBreak(node.body);
  perhaps(machine, (inner) => runScript(inner, node.body));
  const still = forgiven(machine, () => runScript(machine, node.test));
  if (!leaves && goesOn && still === status) {
    // A test that can only come out the same way for ever.
    endless(machine, node.line, waitsFor(machine, before, node.test));
    return machine.phase === 'start' ? 'stops' : 'failed';
  }
  if (waiting && !leaves && machine.phase === 'start') {
    endless(machine, node.line, waitsFor(machine, before, node.test));
    return 'stops';
  }
  return 'ok';
}

function runCommand(machine: Machine, node: Extract<Node, { kind: 'command' }>): Status {
  const place = machine.place;
  machine.place = placeIn(machine, node.line);
  try {
    const lacking = lackingVariable(machine, node);
    if (lacking !== null) return endsShell(machine, lacking);
    const words = fields(machine, node.words);
    if (words.length === 0) {
      for (const { name, value } of node.assignments) setVariable(machine, name, wordText(machine, value));
      redirect(machine, node.redirects, '');
      return 'ok';
    }
    const inner = node.assignments.length === 0 ? machine : subshell(machine);
    for (const { name, value } of node.assignments) setVariable(inner, name, wordText(machine, value));
    const input = node.redirects.find(({ operator }) => operator === '<<');
    const text = input === undefined ? null : wordText(machine, input.target);
    const status = machine.run.words(inner, words, text);
    if (inner !== machine) machine.cwd = inner.cwd;
    redirect(machine, node.redirects, printed(words, text), isExport(words) ? 'uv-export' : null);
    return status;
  } finally {
    machine.place = place;
  }
}
