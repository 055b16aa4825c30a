import { eventsOf, failuresOf } from '../queries.ts';
import type { RuleContext } from '../rule.ts';

/** The server line used in examples. */
export const serverLine = 'exec uv run python manage.py runserver 0.0.0.0:8000\n';

/** Failures that keep the start from reaching its server. */
const endings = [
  'script-not-found',
  'never-ends',
  'waits-for-database',
  'command-not-found',
  'not-python',
] as const;

/** Whether the start is known completely: otherwise nothing can be concluded about migrations and servers. */
export const startIsKnown = (context: RuleContext): boolean =>
  context.simulation.start !== null &&
  eventsOf(context, 'unknown', 'start').length === 0 &&
  (context.simulation.start.state === 'runs' || context.simulation.start.assumed) &&
  failuresOf(context, endings, 'start').length === 0;

/** Where the start is defined: in the script, or in the instruction that names the program. */
export const scriptPlace = (
  context: RuleContext,
): { readonly file: string; readonly line: number | null } => {
  const script = eventsOf(context, 'script', 'start')[0];
  return script?.from != null
    ? { file: script.from, line: null }
    : { file: context.names.dockerfile, line: context.simulation.start?.command?.line ?? null };
};

/** The text of the script that the container starts; null if unknown. */
export const scriptText = (context: RuleContext): string | null => {
  const script = eventsOf(context, 'script', 'start')[0];
  return script?.from == null ? null : (context.buildContext.files.get(script.from)?.text ?? null);
};

/**
 * The line of the script that hands over to CMD (`exec "$@"`). `lost`: there is a CMD, but the shell form of ENTRYPOINT does not pass it
 * on. Null if there is no such line.
 */
export function handoverToCommand(
  context: RuleContext,
): { readonly line: number; readonly lost: boolean } | null {
  const lines = scriptText(context)?.split('\n') ?? [];
  const at = lines.findLastIndex((line) => /^\s*(?:exec\s+)?"?\$(?:@|\*|\{@\})"?\s*$/.test(line));
  if (at < 0) return null;
  const { final } = context.simulation;
  const isDropped = final?.cmd != null && final.entrypoint !== null && final.entrypoint.exec === null;
  return { line: at + 1, lost: isDropped };
}

/** `usage` if a server rejects its address (for example written as two words) or another argument, otherwise `refuses`. */
export const wordRefused = (phrase: string): 'usage' | 'refuses' =>
  /port number|address|\barguments?:? \(?[^-\s]/.test(phrase) ? 'usage' : 'refuses';
