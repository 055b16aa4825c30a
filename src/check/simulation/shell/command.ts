import type { CommandNode } from '../../shell/syntax.ts';
import { tornTest } from '../../shell/torn-tests.ts';
import { refusedConstant } from './builtins/declarations.ts';
import { runForgiving, runRedirected } from './control.ts';
import { assign, fields } from './expand.ts';
import { exportVariable } from './exported.ts';
import { endShell, finishShell, type Machine, placeOfScriptLine, setVariable, subshell } from './machine.ts';
import { requiredVariableError } from './required-variables.ts';
import type { Status } from './status.ts';

/** dash's special builtins: the whole shell exits if a redirection of one of them fails. */
const special = new Set(
  ': . break continue eval exec exit export readonly return set shift times trap unset'.split(' '),
);

/** Runs a simple command: words, assignments and redirections. */
export function runCommand(machine: Machine, node: CommandNode): Status {
  const { place } = machine;
  machine.place = placeOfScriptLine(machine, node.line);
  const torn = machine.dialect === 'dash' && isDoubleTest(node) ? tornTest(node) : null;
  try {
    if (torn !== null) return machine.host.runScript(machine, [torn]);
    return machine.dialect === 'dash' && node.redirects.some(({ operator }) => operator.startsWith('&>'))
      ? runSplitAtAmpersand(machine, node)
      : runSimple(machine, node);
  } finally {
    machine.place = place;
  }
}

/** Whether it is `[[ … ]]`, which is a command like any other for dash. */
function isDoubleTest({ words }: CommandNode): boolean {
  const first = words[0]?.[0];
  return first?.kind === 'text' && first.text === '[[';
}

/** dash reads `command &> file` as `command &` followed by `> file`: it does not wait for the command. */
function runSplitAtAmpersand(machine: Machine, node: CommandNode): Status {
  const isTorn = ({ operator }: CommandNode['redirects'][number]): boolean => operator.startsWith('&>');
  runForgiving(machine, () => {
    const inner = subshell(machine, { background: true });
    const redirects = node.redirects.filter((each) => !isTorn(each));
    return finishShell(inner, runSimple(inner, { ...node, redirects }));
  });
  const redirects = node.redirects.filter(isTorn).map(({ target }) => ({ operator: '>', target }));
  return runSimple(machine, { ...node, words: [], assignments: [], redirects });
}

/** Builtins that set variables of the shell. */
const setsVariables = new Set(['read', 'eval', '.', 'source']);

/** `IFS== read key value`: the variable assigned in front is only set for the command, but those that the command sets remain. */
function keepVariables(own: Machine, inner: Machine, { assignments }: CommandNode): void {
  const over = new Set(assignments.map(({ name }) => name));
  for (const [name, value] of inner.env)
    if (!over.has(name) && own.env.get(name) !== value) setVariable(own, name, value);
}

/** `exec 10>lock`, `exec {lock}>file`: in dash a descriptor has one digit; anything else is an argument. */
function withWords({ dialect }: Machine, node: CommandNode): CommandNode {
  const isWord = ({ operator }: CommandNode['redirects'][number]): boolean => /^(?:\d\d|\{)/.test(operator);
  if (dialect !== 'dash' || !node.redirects.some(isWord)) return node;
  const numbers = node.redirects
    .filter(isWord)
    .map(({ operator }) => /^(?:\d+|\{\w+\})/.exec(operator)?.[0] ?? '');
  return {
    ...node,
    words: [...node.words, ...numbers.map((text) => [{ kind: 'text', text, quoted: false }] as const)],
    redirects: node.redirects.map(({ operator, target }) => ({
      operator: operator.replace(/^(?:\d\d+|\{\w+\})/, ''),
      target,
    })),
  };
}

/** The command with which `exec` replaces the shell, even after `command`; null if `exec` is not called. */
function executedBy({ dialect }: Machine, words: readonly string[]): readonly string[] | null {
  let at = 0;
  while (words[at] === 'command' || (words[at] === 'builtin' && dialect === 'bash'))
    at += words[at + 1] === '-p' ? 2 : 1;
  return words[at] === 'exec' ? words.slice(at + 1) : null;
}

function runSimple(machine: Machine, written: CommandNode): Status {
  const { shell } = machine;
  const node = withWords(machine, written);
  const required = requiredVariableError(machine, node);
  if (required !== null) return endShell(machine, required);
  const before = machine.failures.length;
  shell.substituted = null;
  const words = fields(machine, node.words);
  if (words.length === 0) {
    for (const { name, value } of node.assignments) {
      const refused = refusedConstant(machine, name);
      if (refused !== null) return refused;
      assign(machine, name, value);
    }
    // The status is that of the command substitution in the value.
    const status = shell.substituted ?? 'ok';
    shell.at = machine.place;
    shell.command = node.assignments.map(({ name }) => `${name}=…`).join(' ') || '>';
    return runRedirected(machine, node.redirects, () => status);
  }
  // Failures of command substitutions in the words do not count.
  machine.failures.length = before;
  const [name = ''] = words;
  const executed = executedBy(machine, words);
  const status = runRedirected(
    machine,
    node.redirects,
    (own) => {
      const inner = node.assignments.length === 0 ? own : subshell(own, { shell });
      for (const each of node.assignments) {
        assign(inner, each.name, each.value, own);
        exportVariable(inner, each.name);
      }
      const input = inner.input.text;
      const ended = machine.host.runSimple(inner, words, input === '' ? null : input);
      if (inner !== own) {
        own.cwd = inner.cwd;
        if (setsVariables.has(name)) keepVariables(own, inner, node);
      }
      return ended;
    },
    executed?.length === 0,
  );
  shell.command = words.join(' ').slice(0, 200);
  shell.at = machine.place;
  if (executed !== null && executed.length > 0) {
    // `exec` replaced the shell, so its EXIT trap can no longer run.
    shell.atExit = null;
    if (status !== 'stops') shell.leaving = { kind: 'exit', status };
  }
  const spoiled = status === 'failed' && node.redirects.length > 0 && machine.failures.length > before;
  if (spoiled && machine.dialect === 'dash' && special.has(name) && shell.leaving.kind === 'no')
    shell.leaving = { kind: 'exit', status };
  return status;
}
