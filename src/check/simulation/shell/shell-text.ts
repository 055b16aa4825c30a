import { isKnown } from '../../dockerfile/unknown-text.ts';
import { plainCommands } from '../../shell/plain-commands.ts';
import { checkSyntax, type SyntaxCheck, type SyntaxRefusal } from '../../shell/syntax-check.ts';
import type { Span } from '../../shell/tokens.ts';
import type { TextOrigin } from '../programs/program-call.ts';
import { runScript } from './interpret.ts';
import { fail, type Machine, placeOfScriptLine, unfollowedText } from './machine.ts';
import type { Status } from './status.ts';

/** Runs a line or the text of a script in a shell. */
export function runText(
  machine: Machine,
  source: string,
  args: readonly string[],
  origin: TextOrigin = 'made',
): Status {
  if (!isKnown(source)) return unfollowedText(machine, 'shell text');
  machine.budget.shell -= source.length;
  if (machine.budget.shell < 0) return unfollowedText(machine, 'long script');
  const { refusal, unclosed, timing } = readIn(machine, source);
  const text = blanked(source, timing);
  const parsed = machine.parseShell(closed(text, unclosed));
  if (parsed === null) return unfollowedText(machine, 'long script');
  machine.args = args;
  // A line copied together with the terminal's prompt.
  if (/^\s*\$\s/.test(text)) return fail(machine, { kind: 'command-not-found', command: '$' });
  if (origin === 'literal') {
    const { place, stage, phase, errexit } = machine;
    machine.scripts.push({ script: parsed.script, at: place, stage, phase, errexit });
  }
  if (refusal !== null) return runUpTo(machine, text, refusal);
  const status = runScript(machine, parsed.script);
  return parsed.broken && status !== 'failed' ? unfollowedText(machine, 'shell syntax') : status;
}

const noProblem: SyntaxCheck = { refusal: null, unclosed: [], timing: [] };

/** Checks the syntax for the shell at hand. If that is neither dash nor bash, only what both reject counts as an error. */
function readIn({ dialect }: Machine, text: string): SyntaxCheck {
  if (plainCommands(text) !== null) return noProblem;
  const read = checkSyntax(text, dialect === 'dash' ? 'dash' : 'bash');
  if (dialect !== 'other' || read.refusal === null) return read;
  return checkSyntax(text, 'dash').refusal === null ? { ...read, refusal: null } : read;
}

/** Replaces parts of the script with blanks, so that the rest keeps its position. */
function blanked(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const units = text.split('');
  for (const { at, end } of spans) units.fill(' ', at, end);
  return units.join('');
}

/** Adds missing heredoc delimiters: a shell accepts the end of the text instead. */
const closed = (text: string, unclosed: readonly string[]): string =>
  unclosed.length === 0
    ? text
    : `${withoutLookalikes(text, unclosed).replace(/\n?$/, '\n')}${unclosed.join('\n')}\n`;

/** The grammar accepts an indented word as a heredoc's delimiter, which no shell does. Such lines are altered. */
const withoutLookalikes = (text: string, unclosed: readonly string[]): string =>
  text
    .split('\n')
    .map((line) => (/^\s/.test(line) && unclosed.includes(line.trim()) ? `${line.trimEnd()}.` : line))
    .join('\n');

/** A shell runs the lines before a syntax error and exits there, with or without -e. */
function runUpTo(machine: Machine, text: string, { at, phrase }: SyntaxRefusal): Status {
  const before = machine.parseShell(text.slice(0, at));
  const status = before === null ? 'unknown' : runScript(machine, before.script);
  if (status === 'stops' || machine.shell.leaving.kind !== 'no') return status;
  const { place } = machine;
  machine.place = placeOfScriptLine(machine, text.slice(0, at).split('\n').length - 1);
  const failed = fail(machine, { kind: 'shell-refused', phrase });
  machine.place = place;
  machine.shell.leaving = { kind: 'exit', status: failed };
  return failed;
}
