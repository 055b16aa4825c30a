import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { isDiscordId } from '../../grading/roster.ts';
import { statusOf } from './discord-errors.ts';

const memberSchema = z.object({
  nick: z.string().nullish(),
  user: z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() }),
});

/** Members whose names share a prefix; the exact one is picked from these. */
const searchLimit = '25';

/** The members of a server, as far as the bot may know them without the privileged intent for members. */
export class MemberSearch {
  /** What somebody who used the bot since it started is called in a server; null when that is not known. */
  readonly nameOf: (guild: string, user: string) => string | null;
  readonly #rest: REST;

  constructor(rest: REST, nameOf: (guild: string, user: string) => string | null) {
    this.#rest = rest;
    this.nameOf = nameOf;
  }

  /** The account of a member, by id or exact name; null when there is none, or several. */
  async find(guild: string, account: string): Promise<string | null> {
    try {
      return isDiscordId(account) ? await this.#byId(guild, account) : await this.#byName(guild, account);
    } catch (error) {
      const status = statusOf(error);
      if (status === 404 || status === 403) return null;
      throw error;
    }
  }

  async #byId(guild: string, id: string): Promise<string> {
    return memberSchema.parse(await this.#rest.get(Routes.guildMember(guild, id))).user.id;
  }

  async #byName(guild: string, account: string): Promise<string | null> {
    const query = new URLSearchParams({ query: account, limit: searchLimit });
    const found = z
      .array(memberSchema)
      .parse(await this.#rest.get(Routes.guildMembersSearch(guild), { query }));
    const wanted = account.toLowerCase();
    // A user name is one of a kind; what people call themselves is not.
    const exact = found.find(({ user }) => user.username.toLowerCase() === wanted);
    if (exact !== undefined) return exact.user.id;
    const called = found.filter(({ nick, user }) =>
      [nick, user.global_name].some((name) => name?.toLowerCase() === wanted),
    );
    return called.length === 1 ? (called[0]?.user.id ?? null) : null;
  }
}
