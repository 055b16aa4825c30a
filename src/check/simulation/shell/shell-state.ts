import type { SourceLocation } from '../failures.ts';
import type { Status } from './status.ts';

/**
 * A pending exit from a loop, a function or the shell itself, with its status. `break`, `exit` and so on set it; the loop, function or
 * shell concerned clears it.
 */
type ShellExit =
  | { readonly kind: 'no' }
  | { readonly kind: 'break' | 'continue'; readonly loops: number }
  /** `error`: an error of a builtin ends the shell, rather than a script's `exit`. */
  | { readonly kind: 'return' | 'exit'; readonly status: Status; readonly error?: true };

/** State that a shell keeps from one command to the next. */
export interface ShellState {
  leaving: ShellExit;
  /** Whether the last failure was the result of a test, such as the left side of `&&` or `!`, which `set -e` ignores. */
  answered: boolean;
  /** The last command, for failure reports. */
  command: string;
  /** Its location; null before the first command. */
  at: SourceLocation | null;
  /** Status of the last command: `$?`. */
  last: Status;
  /** The command of `trap … EXIT`; null if there is none. */
  atExit: string | null;
  /** The status of a `$(…)` in the command's words; null if there was none. */
  substituted: Status | null;
}

/** State of a shell before its first command. */
export const newShell = (): ShellState => ({
  leaving: { kind: 'no' },
  answered: false,
  command: '',
  at: null,
  last: 'ok',
  atExit: null,
  substituted: null,
});
