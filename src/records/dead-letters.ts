/** What was being read. */
export type DeadLetterKind = 'message' | 'files' | 'verification';

/** What ended the process: it took too much time or memory, broke down, or was killed from outside. */
export type DeadLetterCause = 'time' | 'memory' | 'broken' | 'killed';

/** A text that ended the process that read it. It is not read again, until a teaching assistant says so. */
export interface DeadLetter {
  readonly id: string;
  readonly guild: string;
  readonly user: string;
  /** SHA-256 (hex) of the text. The text itself is where it was: in the message, or among the student's files. */
  readonly digest: string;
  readonly kind: DeadLetterKind;
  /** What ended the process. */
  readonly why: DeadLetterCause;
  /** Where it was read when it ended, as far as that is known. */
  readonly file: string | null;
  readonly line: number | null;
  /** Unix milliseconds. */
  readonly at: number;
  /** When a teaching assistant dismissed it; null until then. */
  readonly discardedAt: number | null;
}

/** Texts that ended the process that read them. */
export interface DeadLetterRecords {
  /** Records what is not to be read again; once for each person and text. */
  readonly add: (letter: Omit<DeadLetter, 'id' | 'discardedAt'>) => Promise<void>;
  /** The newest of all classes, to be known before anything is read. */
  readonly newest: (limit: number) => Promise<readonly DeadLetter[]>;
  /** Those of a class that nobody has discarded, newest first. */
  readonly ofGuild: (guild: string, limit: number) => Promise<readonly DeadLetter[]>;
  /** It is no longer news, and stays unread. False when it is not there. */
  readonly discard: (guild: string, id: string, at: number) => Promise<boolean>;
  /** It may be read again. Null when it is not there. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
}
