/** A known DM, with the last answered message in it; `0` if none was answered. */
export interface KnownDm {
  readonly user: string;
  readonly channel: string;
  readonly answered: string;
}

/** A member's display name in a server. */
export interface MemberName {
  readonly guild: string;
  readonly user: string;
  readonly name: string;
}

/** A DM to resume reading. */
export interface DmToRead extends KnownDm {
  /** A bot process died while it was answering a message in this DM. */
  readonly interrupted: boolean;
}

/** Data about a person that does not depend on a class: language and DM. */
export interface PeopleRecords {
  /** A person's language, as Discord names it (`en-GB`, `de`); null when unknown. */
  readonly locale: (user: string) => Promise<string | null>;
  readonly setLocale: (user: string, locale: string) => Promise<void>;
  /** The newest `limit` display names of members, by server, of those who ever wrote. */
  readonly memberNames: (limit: number) => Promise<readonly MemberName[]>;
  readonly setMemberName: (member: MemberName, at: number) => Promise<void>;
  /**
   * Records that a person's DM is `channel`. If it was unknown, messages up to `before` count as answered. Returns the last
   * answered message.
   */
  readonly dmOpened: (user: string, channel: string, before: string, at: number) => Promise<string>;
  /** Records that all messages of a person's DM up to this one are answered and none is in progress. */
  readonly dmAnswered: (user: string, channel: string, message: string, at: number) => Promise<void>;
  /** The DMs in which something was answered since a time, newest first. */
  readonly dms: (since: number, limit: number) => Promise<readonly DmToRead[]>;
  /**
   * Records that answering a message of a person's DM begins. Returns how often it has begun, including this time; 1 when the DM
   * is unknown. {@link dmAnswered} records the end.
   */
  readonly dmAttempted: (user: string, message: string) => Promise<number>;
  /** Sets how often answering a message has begun, and deletes that of any other message. */
  readonly setDmAttempts: (user: string, message: string, attempts: number) => Promise<void>;
}
