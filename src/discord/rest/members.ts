import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { isDiscordId } from '../../grading/roster.ts';
import { statusOf } from './discord-errors.ts';

const memberSchema = z.object({
  nick: z.string().nullish(),
  user: z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() }),
});

/** Search results requested per name prefix; the exact match is picked from these. */
const searchLimit = '25';

/** Finds members of a server without the privileged intent for members. */
export class MemberSearch {
  /** The display name in a server of somebody who has used the bot since it started; null when unknown. */
  readonly nameOf: (guild: string, user: string) => string | null;
  readonly #rest: REST;

  constructor(rest: REST, nameOf: (guild: string, user: string) => string | null) {
    this.#rest = rest;
    this.nameOf = nameOf;
  }

  /** The user ID of a member, by ID or exact name; null when no member or several match. */
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
    // User names are unique; display names are not.
    const exact = found.find(({ user }) => user.username.toLowerCase() === wanted);
    if (exact !== undefined) return exact.user.id;
    const called = found.filter(({ nick, user }) =>
      [nick, user.global_name].some((name) => name?.toLowerCase() === wanted),
    );
    return called.length === 1 ? (called[0]?.user.id ?? null) : null;
  }
}
