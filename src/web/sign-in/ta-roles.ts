import { LRUCache } from 'lru-cache';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';
import type { Records } from '../../records/records.ts';
import { hasTaRole } from '../../teaching/ta-role.ts';

/** How long a role may still count after it has been removed. Milliseconds. */
const freshFor = 60_000;
const mostKept = 2_000;

/** Determines with the bot's own token who is a teaching assistant, so that the user's statements need not be trusted. */
export class TaRoles {
  readonly #records: Pick<Records, 'guilds'>;
  readonly #directory: Pick<MemberDirectory, 'member'>;
  readonly #answers = new LRUCache<string, Promise<boolean>>({
    max: mostKept,
    ttl: freshFor,
    // Uses the wall clock, which also advances while the machine is asleep.
    perf: { now: () => Date.now() },
  });

  constructor(records: Pick<Records, 'guilds'>, directory: Pick<MemberDirectory, 'member'>) {
    this.#records = records;
    this.#directory = directory;
  }

  /** Returns those of the servers in which the user currently has the TA role. A server that cannot be checked is omitted. */
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
