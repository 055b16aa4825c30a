/** Why a checker process ended while it read something. */
export type Cause =
  /** It took more of the processor than a reading may. */
  | 'time'
  /** It took more memory than a reading may. */
  | 'memory'
  /** It broke down in a way that nothing explains. */
  | 'broken'
  /** Somebody else ended it: the reading is not to blame. */
  | 'killed';

/** A reading that ended its process. */
export class CheckerEnded extends Error {
  override readonly name = 'CheckerEnded';
  readonly why: Cause;
  constructor(why: Cause) {
    super(`a reading ended its process: ${why}`);
    this.why = why;
  }
}

/** A text that could not be read, because reading it ended a checker. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly why: Cause;
  constructor(why: Cause) {
    super(`a text could not be read: ${why}`);
    this.why = why;
  }
}

/** Somebody has so much in line that nothing more is taken. */
export class TooMuchAtOnce extends Error {
  override readonly name = 'TooMuchAtOnce';
}

/** Signals with which Node and the kernel end a process that asks for memory it may not have. */
const outOfMemory: readonly (string | null)[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS'];

/** What an end says that this process did not order. */
export function causeOf(code: number | null, signal: NodeJS.Signals | null): Cause {
  // Through a shell's exec the signal arrives as it is; V8 leaves with 134 where it could not raise one.
  if (outOfMemory.includes(signal) || code === 134 || code === 133) return 'memory';
  return signal === null ? 'broken' : 'killed';
}
