import type { MemberDirectory } from '../../discord/rest/member-directory.ts';
import type { Records } from '../../records/records.ts';
import { hasTaRole } from '../../teaching/ta-role.ts';

/** A role that was taken away counts for at most this long. Milliseconds. */
const freshFor = 60_000;
const mostKept = 2_000;

export interface TaRoles {
  /** Of these servers, those in which the user holds the TA role now. A server whose answer fails is none of them. */
  readonly taOf: (user: string, servers: readonly string[]) => Promise<readonly string[]>;
}

/** Asks with the bot's own eyes who is a teaching assistant: what a user says of herself does not count. */
export function openTaRoles(parts: { readonly records: Records; readonly reach: MemberDirectory }): TaRoles {
  const kept = new Map<string, { readonly at: number; readonly ta: Promise<boolean> }>();
  const ask = async (user: string, server: string): Promise<boolean> => {
    const guild = await parts.records.guilds.get(server);
    if (guild === null || guild.taRole === null) return false;
    return hasTaRole(guild, (await parts.reach.member(server, user))?.roles ?? []);
  };
  const isTa = (user: string, server: string): Promise<boolean> => {
    const key = `${server}/${user}`;
    const known = kept.get(key);
    if (known !== undefined && Date.now() - known.at < freshFor) return known.ta;
    if (kept.size >= mostKept) kept.clear();
    const ta = ask(user, server).catch(() => {
      kept.delete(key);
      return false;
    });
    kept.set(key, { at: Date.now(), ta });
    return ta;
  };
  return {
    taOf: async (user, servers) => {
      const held = await Promise.all(servers.map((server) => isTa(user, server)));
      return servers.filter((_, i) => held[i] === true);
    },
  };
}
