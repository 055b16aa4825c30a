/** A DM that is known, with the last message in it that was answered; `0` when none was. */
export interface KnownDm {
  readonly user: string;
  readonly channel: string;
  readonly answered: string;
}

/** What is known of a person in whatever class: the language that they read, and their DM. */
export interface PeopleRecords {
  /** The language a person reads, as Discord calls it (`en-GB`, `de`); null when it is not known. */
  readonly locale: (user: string) => Promise<string | null>;
  readonly setLocale: (user: string, locale: string) => Promise<void>;
  /**
   * A person's DM is `channel`. Unless it was known, messages up to `before` count as answered.
   * Returns the message up to which they do.
   */
  readonly dmOpened: (user: string, channel: string, before: string, at: number) => Promise<string>;
  /** All messages of a person's DM up to this one are answered. */
  readonly dmAnswered: (user: string, channel: string, message: string, at: number) => Promise<void>;
  /** The DMs in which something was answered since a moment, newest first. */
  readonly dms: (since: number, limit: number) => Promise<readonly KnownDm[]>;
}
