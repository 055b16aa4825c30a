/** A class server, with its own lesson, roles and channels. */
export interface GuildSettings {
  readonly id: string;
  /** Slug of the class's current lesson. */
  readonly lesson: string;
  readonly taRole: string | null;
  readonly taChannel: string | null;
  readonly classChannel: string | null;
}

/** The class servers, and the choices of users who are in several. */
export interface GuildRecords {
  readonly get: (id: string) => Promise<GuildSettings | null>;
  readonly all: () => Promise<readonly GuildSettings[]>;
  /** A change of the lesson deletes students' own choices. */
  readonly save: (guild: GuildSettings) => Promise<void>;
  /** The guild that a user in several guilds chose for DMs. */
  readonly chosenBy: (user: string) => Promise<string | null>;
  readonly choose: (user: string, guild: string) => Promise<void>;
}
