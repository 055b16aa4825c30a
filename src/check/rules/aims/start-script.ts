import { happened } from '../asking.ts';
import type { View } from '../rule.ts';

/** The server line of the examples. */
export const serverLine = 'exec uv run python manage.py runserver 0.0.0.0:8000\n';

/** What was started and is known in full: without it nothing can be said about migrations and servers. */
export const startIsKnown = (view: View): boolean =>
  view.simulation.start !== null &&
  happened(view, 'unknown', 'start').length === 0 &&
  (view.simulation.start.state === 'runs' || view.simulation.start.assumed) &&
  !view.simulation.failures.some(
    ({ code, phase }) =>
      phase === 'start' && ['script-not-found', 'waits', 'command-not-found', 'not-python'].includes(code),
  );

/** Where the start is written: the script, or the instruction that names the program. */
export const scriptPlace = (view: View): { readonly file: string; readonly line: number | null } => {
  const script = happened(view, 'script', 'start')[0];
  return script?.from != null
    ? { file: script.from, line: null }
    : { file: view.names.dockerfile, line: view.simulation.start?.command?.line ?? null };
};

/** The text of the script that the container starts by; null when it is not known. */
export const scriptText = (view: View): string | null => {
  const script = happened(view, 'script', 'start')[0];
  return script?.from == null ? null : (view.context.files.get(script.from)?.text ?? null);
};

/**
 * The line of the script that hands over to CMD (`exec "$@"`). `lost`: there is a CMD, and the shell form of ENTRYPOINT
 * does not hand it on. Null when no line does.
 */
export function handsOver(view: View): { readonly line: number; readonly lost: boolean } | null {
  const lines = scriptText(view)?.split('\n') ?? [];
  const at = lines.findLastIndex((line) => /^\s*(?:exec\s+)?"?\$(?:@|\*|\{@\})"?\s*$/.test(line));
  if (at < 0) return null;
  const { final } = view.simulation;
  const lost = final?.cmd != null && final.entrypoint !== null && final.entrypoint.exec === null;
  return { line: at + 1, lost };
}
