/** The kind of text that was being read. */
export type DeadLetterKind = 'message' | 'files' | 'verification';

/** Why the process ended: it took too much time or memory, crashed, or was killed from outside. */
export type DeadLetterCause = 'time' | 'memory' | 'broken' | 'killed';

/** A text that ended the process reading it. It is not read again until a teaching assistant allows it. */
export interface DeadLetter {
  readonly id: string;
  readonly guild: string;
  readonly user: string;
  /** SHA-256 (hex) of the text. The text itself stays in the message or among the student's files. */
  readonly digest: string;
  readonly kind: DeadLetterKind;
  /** Why the process ended. */
  readonly why: DeadLetterCause;
  /** The place that was being read, as far as it is known. */
  readonly file: string | null;
  readonly line: number | null;
  /** Unix milliseconds. */
  readonly at: number;
  /** When a teaching assistant dismissed it; null if nobody has. */
  readonly discardedAt: number | null;
}

/** Texts that ended the process reading them. */
export interface DeadLetterRecords {
  /** Records a text that must not be read again, once per user and text. */
  readonly add: (letter: Omit<DeadLetter, 'id' | 'discardedAt'>) => Promise<void>;
  /** The newest of all classes, loaded before anything is read. */
  readonly newest: (limit: number) => Promise<readonly DeadLetter[]>;
  /** Those of a class that nobody has dismissed, newest first. */
  readonly ofGuild: (guild: string, limit: number) => Promise<readonly DeadLetter[]>;
  /** Dismisses an entry. The text is still not read. False if the entry does not exist. */
  readonly discard: (guild: string, id: string, at: number) => Promise<boolean>;
  /** Allows the text to be read again. Null if the entry does not exist. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
}
