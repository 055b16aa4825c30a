import type { DeadLetter } from '../records/records.ts';
import type { ReadingPosition } from './reading-position.ts';

/**
 * Why a checker process ended while it read something: `time` and `memory`, it took more of the processor or of memory than
 * a reading may; `broken`, it broke down in a way that nothing explains; `killed`, somebody else ended it, and the reading
 * is not to blame.
 */
export type CheckerEndCause = DeadLetter['why'];

/** A reading that ended its process. */
export class CheckerEnded extends Error {
  override readonly name = 'CheckerEnded';
  readonly why: CheckerEndCause;
  /** Where it was then; null when that is not known. */
  readonly position: ReadingPosition | null;
  constructor(why: CheckerEndCause, place: ReadingPosition | null = null) {
    super(`a reading ended its process: ${why}`);
    this.why = why;
    this.position = place;
  }
}

/** A text that could not be read, because reading it ended a checker. */
export class UnreadableText extends Error {
  override readonly name = 'Unreadable';
  readonly why: CheckerEndCause;
  /** Where reading it ended, as far as that is known. */
  readonly file: string | null;
  readonly line: number | null;
  constructor(why: CheckerEndCause, file: string | null = null, line: number | null = null) {
    super(`a text could not be read: ${why}`);
    this.why = why;
    this.file = file;
    this.line = line;
  }
}

/** Somebody has so much waiting that no more is accepted. */
export class TooMuchAtOnce extends Error {
  override readonly name = 'TooMuchAtOnce';
}

/** Signals with which Node and the kernel end a process that asks for memory it may not have. */
const outOfMemory: readonly (string | null)[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS'];

/** What an end says that this process did not order. */
export function causeOf(code: number | null, signal: NodeJS.Signals | null): CheckerEndCause {
  // Through a shell's exec the signal arrives as it is; V8 leaves with 134 where it could not raise one.
  if (outOfMemory.includes(signal) || code === 134 || code === 133) return 'memory';
  return signal === null ? 'broken' : 'killed';
}
