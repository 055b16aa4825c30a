/** What was being read. */
export type DeadLetterKind = 'message' | 'files' | 'verification';

/** What ended the process: a time or memory limit, a crash, or a kill from outside. */
export type DeadLetterCause = 'time' | 'memory' | 'broken' | 'killed';

/** A text that ended the process that read it. It is not read again until a teaching assistant allows it. */
export interface DeadLetter {
  readonly id: string;
  readonly guild: string;
  readonly user: string;
  /** SHA-256 (hex) of the text. The text itself stays where it was: in the message, or among the student's files. */
  readonly digest: string;
  readonly kind: DeadLetterKind;
  /** What ended the process. */
  readonly why: DeadLetterCause;
  /** Where the process was in the text when it ended, if known. */
  readonly file: string | null;
  readonly line: number | null;
  /** Unix milliseconds. */
  readonly at: number;
  /** When a teaching assistant dismissed it; null until then. */
  readonly discardedAt: number | null;
}

/** Texts that ended the process that read them. */
export interface DeadLetterRecords {
  /** Records a text that must not be read again; once per person and text. */
  readonly add: (letter: Omit<DeadLetter, 'id' | 'discardedAt'>) => Promise<void>;
  /** The newest ones of all classes, to be loaded before anything is read. */
  readonly newest: (limit: number) => Promise<readonly DeadLetter[]>;
  /** Those of a class that were not discarded, newest first. */
  readonly ofGuild: (guild: string, limit: number) => Promise<readonly DeadLetter[]>;
  /** Dismisses it; it stays unread. False when it does not exist. */
  readonly discard: (guild: string, id: string, at: number) => Promise<boolean>;
  /** Allows it to be read again. Null when it does not exist. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
}
