import type { SourceLocation } from '../failures.ts';
import type { Status } from './status.ts';

/**
 * A shell on its way out of a loop, a function or of itself, and the status that it takes along. The words that say so
 * (`break`, `exit` …) set it; the loop, the function or the shell that it concerns takes it away.
 */
type ShellExit =
  | { readonly kind: 'no' }
  | { readonly kind: 'break' | 'continue'; readonly loops: number }
  /** `error`: the shell leaves over an error of its own words, and not because a script said `exit`. */
  | { readonly kind: 'return' | 'exit'; readonly status: Status; readonly error?: true };

/** What a shell keeps of itself between two commands. */
export interface ShellState {
  leaving: ShellExit;
  /** The last failure was the result of a test, such as the left side of `&&` or `!`; `set -e` ignores those. */
  answered: boolean;
  /** The last command, for the report of its failure. */
  command: string;
  /** Where it stands; null before the first. */
  at: SourceLocation | null;
  /** How the last command ended: `$?`. */
  last: Status;
  /** What `trap` has it do at its end; null where nothing is. */
  atExit: string | null;
  /** The status of `$(…)` in the words of the command; null when there was none. */
  substituted: Status | null;
}

/** What a shell knows of itself before its first command. */
export const newShell = (): ShellState => ({
  leaving: { kind: 'no' },
  answered: false,
  command: '',
  at: null,
  last: 'ok',
  atExit: null,
  substituted: null,
});
