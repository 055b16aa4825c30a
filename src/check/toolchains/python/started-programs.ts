import { runForgiving } from '../../simulation/shell/control.ts';
import { finishShell, type Machine, subshell } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';

/** A call that starts another program with literal arguments. */
interface StartedProgram {
  readonly words: readonly string[];
  /** `replaces`: the program replaces Python. `ignored`: Python continues whatever its exit code is. `checked`: Python ends if it fails. */
  readonly kind: 'replaces' | 'ignored' | 'checked';
}

/**
 * Runs a Python statement that starts another program; null for any other statement. If Python ignores the exit code (no `check`), it
 * continues.
 */
export function runStarted(machine: Machine, statement: string): Status | 'leaves' | null {
  const program = readCall(statement);
  if (program === null) return null;
  const run = (): Status => {
    const inner = subshell(machine);
    return finishShell(inner, machine.host.runWords(inner, program.words, null));
  };
  if (program.kind !== 'ignored') {
    const status = run();
    return program.kind === 'replaces' && status === 'ok' ? 'leaves' : status;
  }
  return runForgiving(machine, run) === 'stops' ? 'stops' : 'ok';
}

/** Matches `subprocess.run(["a", "b"], check=True)`, `os.system("a b")`, `os.execvp("a", ["a", "b"])`. */
function readCall(statement: string): StartedProgram | null {
  const [, name = '', inside = ''] =
    /^(subprocess\.(?:run|call|check_call)|os\.(?:system|execvp))\((.*)\)$/.exec(statement) ?? [];
  const tokens = (inside.match(/"[^"\\]*"|'[^'\\]*'|\w+|\S/g) ?? []).slice();
  const textOf = (token: string): string | null =>
    /^["']/.test(token) && token.length > 1 ? token.slice(1, -1) : null;
  const first = textOf(tokens[0] ?? '');
  if (name === 'os.system')
    return first === null || tokens.length > 1 ? null : { words: ['sh', '-c', first], kind: 'ignored' };
  if (name === 'os.execvp') {
    const list = first === null || tokens[1] !== ',' ? null : readList(tokens.slice(2), textOf);
    return list === null || list.rest.length > 0 || list.words.length === 0
      ? null
      : { words: [first ?? '', ...list.words.slice(1)], kind: 'replaces' };
  }
  if (name === '') return null;
  const list = first === null ? readList(tokens, textOf) : { words: [first], rest: tokens.slice(1) };
  if (list === null || list.words.length === 0) return null;
  const options = list.rest.join('');
  if (!/^(?:,(?:check|shell)=(?:True|False))*$/.test(options)) return null;
  const isShell = options.includes('shell=True');
  if (isShell !== (first !== null)) return null;
  const isChecked = name === 'subprocess.check_call' || options.includes('check=True');
  return {
    words: isShell ? ['sh', '-c', ...list.words] : list.words,
    kind: isChecked ? 'checked' : 'ignored',
  };
}

/** Parses a list `["a", "b"]` and returns what follows it; null when it contains anything but strings. */
function readList(
  tokens: readonly string[],
  textOf: (token: string) => string | null,
): { readonly words: readonly string[]; readonly rest: readonly string[] } | null {
  const end = tokens.indexOf(']');
  if (tokens[0] !== '[' || end < 0) return null;
  const items = tokens.slice(1, end).filter((token) => token !== ',');
  const words = items.flatMap((token) => textOf(token) ?? []);
  return words.length === items.length ? { words, rest: tokens.slice(end + 1) } : null;
}
