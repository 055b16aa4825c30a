import type { DeadLetter } from '../records/records.ts';
import type { ReadingPosition } from './reading-position.ts';

/**
 * Why a checker process ended during a reading. `time`, `memory`: it exceeded a limit. `broken`: it crashed for no known reason. `killed`:
 * something else ended it, so the reading is not to blame.
 */
export type CheckerEndCause = DeadLetter['why'];

/** Thrown when a reading ended its process. */
export class CheckerEnded extends Error {
  override readonly name = 'CheckerEnded';
  readonly why: CheckerEndCause;
  /** The position in the text at that time; null if unknown. */
  readonly position: ReadingPosition | null;
  constructor(why: CheckerEndCause, place: ReadingPosition | null = null) {
    super(`a reading ended its process: ${why}`);
    this.why = why;
    this.position = place;
  }
}

/** A text that cannot be read, because reading it ended a checker process. */
export class UnreadableText extends Error {
  override readonly name = 'Unreadable';
  readonly why: CheckerEndCause;
  /** The position at which reading it ended, if known. */
  readonly file: string | null;
  readonly line: number | null;
  constructor(why: CheckerEndCause, file: string | null = null, line: number | null = null) {
    super(`a text could not be read: ${why}`);
    this.why = why;
    this.file = file;
    this.line = line;
  }
}

/** A person already has the maximum number of readings waiting. */
export class TooMuchAtOnce extends Error {
  override readonly name = 'TooMuchAtOnce';
}

/** Signals with which Node or the kernel ends a process that exceeds its memory. */
const outOfMemory: readonly (string | null)[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS'];

/** Interprets an exit that this process did not cause. */
export function causeOf(code: number | null, signal: NodeJS.Signals | null): CheckerEndCause {
  // The shell's `exec` passes the signal through. V8 exits with code 134 if it cannot raise one.
  if (outOfMemory.includes(signal) || code === 134 || code === 133) return 'memory';
  return signal === null ? 'broken' : 'killed';
}
