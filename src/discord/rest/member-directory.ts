import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { statusOf } from './discord-errors.ts';

/** A member of a server, with the names that Discord shows. */
interface GuildMember {
  readonly name: string;
  readonly roles: readonly string[];
}

/** What parts outside the bot, such as the staff pages, may look up on Discord through the bot. */
export interface MemberDirectory {
  /** The application's ID. */
  readonly application: string;
  readonly connected: () => boolean;
  /** A server's name, from memory; its ID when the bot is not in it. */
  readonly guildName: (guild: string) => string;
  /** Null when the user is not a member, or the bot is not in that server. Throws when Discord does not answer. */
  readonly member: (guild: string, user: string) => Promise<GuildMember | null>;
}

export const memberSchema = z.object({
  nick: z.string().nullish(),
  roles: z.array(z.string()),
  user: z.object({ username: z.string(), global_name: z.string().nullish() }),
});

/** A member's display name in the server. */
export const displayNameOf = ({ nick, user }: z.output<typeof memberSchema>): string =>
  nick ?? user.global_name ?? user.username;

/** The directory of a bot that is logged in. */
export const memberDirectoryOf = (
  bot: {
    readonly rest: REST;
    readonly identity: Pick<MemberDirectory, 'application'>;
    /** Undefined for a server that the bot is not in. */
    readonly guildName: (guild: string) => string | undefined;
  },
  connected: () => boolean,
): MemberDirectory => ({
  application: bot.identity.application,
  connected,
  guildName: (guild) => bot.guildName(guild) ?? guild,
  member: async (guild, user) => {
    try {
      const member = memberSchema.parse(await bot.rest.get(Routes.guildMember(guild, user)));
      return { name: displayNameOf(member), roles: member.roles };
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 403) return null;
      throw error;
    }
  },
});
