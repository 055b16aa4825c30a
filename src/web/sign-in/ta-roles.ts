import { LRUCache } from 'lru-cache';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';
import type { Records } from '../../records/records.ts';
import { hasTaRole } from '../../teaching/ta-role.ts';

/** A revoked role still counts for at most this long. Milliseconds. */
const freshFor = 60_000;
const mostKept = 2_000;

/** Checks who is a teaching assistant with the bot's own token; data from the user is not trusted. */
export class TaRoles {
  readonly #records: Pick<Records, 'guilds'>;
  readonly #directory: Pick<MemberDirectory, 'member'>;
  readonly #answers = new LRUCache<string, Promise<boolean>>({
    max: mostKept,
    ttl: freshFor,
    // By the wall clock, which also advances while the machine sleeps.
    perf: { now: () => Date.now() },
  });

  constructor(records: Pick<Records, 'guilds'>, directory: Pick<MemberDirectory, 'member'>) {
    this.#records = records;
    this.#directory = directory;
  }

  /** Those of the given servers in which the user has the TA role now. A server whose lookup fails is left out. */
  async taOf(user: string, servers: readonly string[]): Promise<readonly string[]> {
    const held = await Promise.all(servers.map((server) => this.#isTa(user, server)));
    return servers.filter((_, i) => held[i] === true);
  }

  #isTa(user: string, server: string): Promise<boolean> {
    const key = `${server}/${user}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#ask(user, server).catch(() => {
      this.#answers.delete(key);
      return false;
    });
    this.#answers.set(key, answer);
    return answer;
  }

  async #ask(user: string, server: string): Promise<boolean> {
    const guild = await this.#records.guilds.get(server);
    if (guild === null || guild.taRole === null) return false;
    return hasTaRole(guild, (await this.#directory.member(server, user))?.roles ?? []);
  }
}
