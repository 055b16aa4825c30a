import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import { fail, type Machine, type Program, unfollowed } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { editInPlace, readAll } from './editing.ts';
import { hasOption, optionsOf, optionValue } from './gnu/command-line.ts';
import type { GivenOption } from './gnu/getopt.ts';
import { runSed, type SedResult } from './sed-run.ts';
import { readSedScript, type SedCommand } from './sed-script.ts';

/** Commands that start programs or write to other files. */
const reachesOut = ({ name, substitution }: SedCommand): boolean =>
  /[ewW]/.test(name) || /[ew]/.test(substitution?.flags ?? '');

/** The script from the options, or else the first operand; an unknown part is null. */
function scriptOf(
  machine: Machine,
  options: readonly GivenOption[],
  operands: readonly string[],
): readonly (string | null)[] {
  const pieces = options.flatMap(({ name, value }) => {
    if (name === 'e' || name === 'expression') return [value ?? ''];
    if (name !== 'f' && name !== 'file') return [];
    return [machine.stage.files.get(resolvePath(machine.cwd, value ?? ''))?.text ?? null];
  });
  return pieces.length > 0 ? pieces : operands.slice(0, 1);
}

export const sed: Program = (machine, args) => {
  const { options, operands } = optionsOf('sed', args);
  const pieces = scriptOf(machine, options, operands);
  const isNamed = hasOption(options, 'e', 'expression', 'f', 'file');
  const paths = isNamed ? operands : operands.slice(1);
  if (pieces.length === 0)
    return fail(machine, { kind: 'command-failed', phrase: 'sed: no script specified' });
  const script = pieces.map((piece) => piece ?? unknownText).join('\n');
  if (!isKnown(script)) return runUnknownEdit(machine, paths);
  const extended = hasOption(options, 'E', 'r', 'regexp-extended');
  const read = readSedScript(script, extended);
  if (read.kind === 'refused') {
    // Other distributions have another sed.
    if (machine.stage.base.family !== 'debian') return runUnknownEdit(machine, paths);
    return fail(machine, { kind: 'command-failed', phrase: `sed: -e expression #1: ${read.phrase}` });
  }
  if (read.commands.some(reachesOut)) return unfollowed(machine, 'sed');
  const quiet = hasOption(options, 'n', 'quiet', 'silent') || /^#n(?:\n|$)/.test(script);
  const byNull = hasOption(options, 'z', 'null-data', 'zero-terminated');
  const run = (text: string): SedResult | null => (byNull ? null : runSed(read.commands, text, quiet));
  const mayLeave = read.commands.some(({ name, text }) => /[qQ]/.test(name) && Number(text) > 0);
  if (hasOption(options, 'i', 'in-place')) {
    const status = inPlace(machine, paths, optionValue(options, 'i', 'in-place') ?? '', run);
    return status === 'ok' && mayLeave ? 'unknown' : status;
  }
  return printed(machine, paths, run, mayLeave);
};

function inPlace(
  machine: Machine,
  paths: readonly string[],
  ending: string,
  run: (text: string) => SedResult | null,
): Status {
  if (paths.length === 0) return fail(machine, { kind: 'command-failed', phrase: 'sed: no input files' });
  const { files } = machine.stage;
  for (const written of ending === '' || !machine.certain ? [] : paths) {
    const path = resolvePath(machine.cwd, written);
    const entry = files.get(path);
    if (entry?.kind !== 'file' || !isKnown(path)) continue;
    files.put(ending.includes('*') ? `${path}.bak` : `${path}${ending}`, entry);
    if (ending.includes('*')) files.blur();
  }
  return editInPlace(machine, 'sed', paths, (text) => run(text)?.text ?? null);
}

function printed(
  machine: Machine,
  paths: readonly string[],
  run: (text: string) => SedResult | null,
  mayLeave: boolean,
): Status {
  const { status, text } = readAll(machine, 'sed', paths);
  const result = isKnown(text) ? run(text) : null;
  print(machine, result?.text ?? unknownText);
  if (status !== 'ok' || !mayLeave) return status;
  if (result === null) return 'unknown';
  return result.exitCode === 0 ? 'ok' : fail(machine, { kind: 'exit-code', command: 'sed' });
}

/** After such a command, the contents of the files are unknown. */
function runUnknownEdit(machine: Machine, paths: readonly string[]): Status {
  for (const written of paths) machine.stage.files.change(resolvePath(machine.cwd, written), { text: null });
  print(machine, unknownText);
  return 'unknown';
}
