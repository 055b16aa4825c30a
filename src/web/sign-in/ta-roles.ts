import { LRUCache } from 'lru-cache';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';
import type { Records } from '../../records/records.ts';
import { hasTaRole } from '../../teaching/ta-role.ts';

/** A role that was taken away counts for at most this long. Milliseconds. */
const freshFor = 60_000;
const mostKept = 2_000;

/** Asks with the bot's own token who is a teaching assistant: what a user says of herself does not count. */
export class TaRoles {
  readonly #records: Pick<Records, 'guilds'>;
  readonly #directory: Pick<MemberDirectory, 'member'>;
  readonly #answers = new LRUCache<string, Promise<boolean>>({
    max: mostKept,
    ttl: freshFor,
    // By the wall clock: time passes for a role while the machine sleeps, too.
    perf: { now: () => Date.now() },
  });

  constructor(records: Pick<Records, 'guilds'>, directory: Pick<MemberDirectory, 'member'>) {
    this.#records = records;
    this.#directory = directory;
  }

  /** Of these servers, those in which the user holds the TA role now. A server whose answer fails is none of them. */
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
