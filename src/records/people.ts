/** A DM that is known, with the last message in it that was answered; `0` when none was. */
export interface KnownDm {
  readonly user: string;
  readonly channel: string;
  readonly answered: string;
}

/** What a member is called in a server. */
export interface MemberName {
  readonly guild: string;
  readonly user: string;
  readonly name: string;
}

/** A DM to be read on. */
export interface DmToRead extends KnownDm {
  /** The bot died while it was answering a message here. */
  readonly interrupted: boolean;
}

/** What is known of a person in whatever class: the language that they read, and their DM. */
export interface PeopleRecords {
  /** The language a person reads, as Discord calls it (`en-GB`, `de`); null when it is not known. */
  readonly locale: (user: string) => Promise<string | null>;
  readonly setLocale: (user: string, locale: string) => Promise<void>;
  /** What members are called in their servers, as far as they ever wrote; the newest `limit` of them. */
  readonly memberNames: (limit: number) => Promise<readonly MemberName[]>;
  readonly setMemberName: (member: MemberName, at: number) => Promise<void>;
  /**
   * A person's DM is `channel`. Unless it was known, messages up to `before` count as answered.
   * Returns the message up to which they do.
   */
  readonly dmOpened: (user: string, channel: string, before: string, at: number) => Promise<string>;
  /** All messages of a person's DM up to this one are answered; none is under way. */
  readonly dmAnswered: (user: string, channel: string, message: string, at: number) => Promise<void>;
  /** The DMs in which something was answered since a moment, newest first. */
  readonly dms: (since: number, limit: number) => Promise<readonly DmToRead[]>;
  /**
   * Answering a message of a person's DM begins. Returns how often it has begun with this time; 1 when she has no DM
   * here. {@link dmAnswered} says that it came to its end.
   */
  readonly dmAttempted: (user: string, message: string) => Promise<number>;
  /** Sets how often answering a message was begun, and forgets every other one. */
  readonly setDmAttempts: (user: string, message: string, attempts: number) => Promise<void>;
}
