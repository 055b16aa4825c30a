/** A class server, with its own lesson, roles and channels. */
export interface GuildSettings {
  readonly id: string;
  /** Slug of the lesson that the class is at. */
  readonly lesson: string;
  readonly taRole: string | null;
  readonly taChannel: string | null;
  readonly classChannel: string | null;
}

/** The class servers, and the choice of a user who is in several. */
export interface GuildRecords {
  readonly get: (id: string) => Promise<GuildSettings | null>;
  readonly all: () => Promise<readonly GuildSettings[]>;
  /** When the lesson changes, students' own choices are forgotten. */
  readonly save: (guild: GuildSettings) => Promise<void>;
  /** The guild that a user chose for DMs, when she is in several. */
  readonly chosenBy: (user: string) => Promise<string | null>;
  readonly choose: (user: string, guild: string) => Promise<void>;
}
