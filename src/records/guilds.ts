/** A class server, with its lesson, roles and channels. */
export interface GuildSettings {
  readonly id: string;
  /** Slug of the lesson that the class works on. */
  readonly lesson: string;
  readonly taRole: string | null;
  readonly taChannel: string | null;
  readonly classChannel: string | null;
}

/** The class servers, and the choices of users who are in several. */
export interface GuildRecords {
  readonly get: (id: string) => Promise<GuildSettings | null>;
  readonly all: () => Promise<readonly GuildSettings[]>;
  /** If the lesson changes, students' own choices are deleted. */
  readonly save: (guild: GuildSettings) => Promise<void>;
  /** The guild that a member of several has chosen for DMs. */
  readonly chosenBy: (user: string) => Promise<string | null>;
  readonly choose: (user: string, guild: string) => Promise<void>;
}
