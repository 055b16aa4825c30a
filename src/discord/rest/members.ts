import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { isDiscordId } from '../../grading/roster.ts';
import { statusOf } from './discord-errors.ts';

/** Who is who in a server, as far as the bot may know without the privileged intent for members. */
export interface MemberSearch {
  /** What somebody who used the bot since it started is called in a server; null when that is not known. */
  readonly nameOf: (guild: string, user: string) => string | null;
  /** The account of a member, by id or exact name; null when there is none, or several. */
  readonly find: (guild: string, account: string) => Promise<string | null>;
}

const memberSchema = z.object({
  nick: z.string().nullish(),
  user: z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() }),
});

/** Members whose names begin alike, among whom the exact one is looked for. */
const alike = '25';

export function openMembers(rest: REST, nameOf: MemberSearch['nameOf']): MemberSearch {
  return {
    nameOf,
    find: async (guild, account) => {
      try {
        if (isDiscordId(account)) {
          return memberSchema.parse(await rest.get(Routes.guildMember(guild, account))).user.id;
        }
        const found = z.array(memberSchema).parse(
          await rest.get(Routes.guildMembersSearch(guild), {
            query: new URLSearchParams({ query: account, limit: alike }),
          }),
        );
        const wanted = account.toLowerCase();
        // A user name is one of a kind; what people call themselves is not.
        const exact = found.find(({ user }) => user.username.toLowerCase() === wanted);
        if (exact !== undefined) return exact.user.id;
        const called = found.filter(({ nick, user }) =>
          [nick, user.global_name].some((name) => name?.toLowerCase() === wanted),
        );
        return called.length === 1 ? (called[0]?.user.id ?? null) : null;
      } catch (error) {
        const status = statusOf(error);
        if (status === 404 || status === 403) return null;
        throw error;
      }
    },
  };
}
