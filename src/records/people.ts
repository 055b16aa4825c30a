/** A known DM, with the last message in it that was answered; `0` if there is none. */
export interface KnownDm {
  readonly user: string;
  readonly channel: string;
  readonly answered: string;
}

/** A member's name in a server. */
export interface MemberName {
  readonly guild: string;
  readonly user: string;
  readonly name: string;
}

/** A DM whose new messages have to be read. */
export interface DmToRead extends KnownDm {
  /** Whether the bot died while answering a message in it. */
  readonly interrupted: boolean;
}

/** What is known of a person regardless of the class: their language and their DM. */
export interface PeopleRecords {
  /** The language of a person as Discord's code (`en-GB`, `de`); null if unknown. */
  readonly locale: (user: string) => Promise<string | null>;
  readonly setLocale: (user: string, locale: string) => Promise<void>;
  /** The newest `limit` of the names of members who have ever written, by server. */
  readonly memberNames: (limit: number) => Promise<readonly MemberName[]>;
  readonly setMemberName: (member: MemberName, at: number) => Promise<void>;
  /**
   * Records the channel of a person's DM. If it is new, messages up to `before` count as answered. Returns the last message that counts as
   * answered.
   */
  readonly dmOpened: (user: string, channel: string, before: string, at: number) => Promise<string>;
  /** Records that all messages of a person's DM up to this one have been answered, and that none is being answered. */
  readonly dmAnswered: (user: string, channel: string, message: string, at: number) => Promise<void>;
  /** The DMs in which something was answered since a time, newest first. */
  readonly dms: (since: number, limit: number) => Promise<readonly DmToRead[]>;
  /**
   * Records that an attempt to answer a message of a person's DM starts. Returns the number of attempts, including this one; 1 if no DM of
   * theirs is known. {@link dmAnswered} records the end.
   */
  readonly dmAttempted: (user: string, message: string) => Promise<number>;
  /** Sets the number of attempts to answer a message, and forgets those for other messages. */
  readonly setDmAttempts: (user: string, message: string, attempts: number) => Promise<void>;
}
