import { quoted } from '../../dockerfile/text.ts';
import { isShell } from '../../simulation/shell/shells.ts';
import { eventsOf, instructionAt } from '../queries.ts';
import type { RuleContext } from '../rule.ts';
import { preparedScripts } from './entrypoint-in-image.ts';

/**
 * A mistake in the line that starts the container, although its program exists. Everything else that is missing at start follows from that
 * line, so no other TODO reports it.
 */
export type StartSlip =
  /** `sh -c` with the command split into several words. */
  | { readonly key: 'apart'; readonly word: string }
  /** A whole command is passed to a shell without `-c`. */
  | { readonly key: 'noOption'; readonly word: string }
  /** A later instruction of the same kind replaces the one that starts the script. */
  | { readonly key: 'replaced'; readonly word: string; readonly earlier: number }
  /** Something else is started, and the script is not used. */
  | { readonly key: 'notScript'; readonly command: string };

export function startSlip(context: RuleContext): StartSlip | null {
  const { start } = context.simulation;
  if (start === null || start.state !== 'runs' || start.assumed) return null;
  return ofShell(context, start.words ?? []) ?? ofScript(context);
}

/** A shell takes a single word as its command, and only after `-c`. */
function ofShell(context: RuleContext, words: readonly string[]): StartSlip | null {
  const { start, failures } = context.simulation;
  const [program = '', option = '', command = ''] = words;
  if (start?.command?.exec == null || !isShell(program)) return null;
  const isWithoutC = !option.startsWith('-') && /\S\s+\S/.test(option);
  if (isWithoutC) return { key: 'noOption', word: quoted(option, 60) };
  const fails = start.outcome === 'ends' || failures.some(({ phase }) => phase === 'start');
  // If the command contains `$`, the words after it may be its arguments.
  return /^-\w*c$/.test(option) && words.length > 3 && !command.includes('$') && fails
    ? { key: 'apart', word: quoted(command, 60) }
    : null;
}

/** The image has the student's script, ready to run, but starts something else that does not do the script's work. */
function ofScript(context: RuleContext): StartSlip | null {
  const { start, final, steps, failures } = context.simulation;
  const command = final?.entrypoint ?? final?.cmd ?? null;
  const isNamed = preparedScripts(context).some(([, { named, executable }]) => named && executable === true);
  if (command === null || !isNamed || eventsOf(context, 'script', 'start').length > 0) return null;
  if (eventsOf(context, 'unknown', 'start').length > 0 || failures.length > 0) return null;
  const migrates = eventsOf(context, 'project-command').some((each) => each.command === 'migrate');
  if (migrates) return null;
  const line = start?.command?.line ?? command.line;
  const keyword = instructionAt(context, line)?.keyword;
  const earlier = steps.findLast(
    ({ instruction }) =>
      instruction.line < line &&
      instruction.keyword === keyword &&
      instruction.rest.includes(context.names.entrypoint),
  );
  return earlier === undefined
    ? { key: 'notScript', command: quoted((start?.words ?? []).join(' '), 60) }
    : { key: 'replaced', word: (keyword ?? '').toUpperCase(), earlier: earlier.instruction.line };
}
