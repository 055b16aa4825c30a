import { LRUCache } from 'lru-cache';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';

/** How long a name is fresh before it is looked up again. Milliseconds. */
const freshFor = 60 * 60_000;
const mostKept = 20_000;
/** Concurrent lookups in the background. Few, because they share the bot's rate limit with everything that students wait for. */
const atOnce = 2;
const mostWaiting = 1_000;

interface KnownName {
  readonly name: string | null;
  readonly at: number;
}

/** The display names of members, by server. */
export class MemberNames {
  readonly #directory: Pick<MemberDirectory, 'member'>;
  /** Called when a name was looked up in the background. */
  readonly #onLearned: (guild: string) => void;
  /** An outdated name is still shown until the new one is known. */
  readonly #known = new LRUCache<string, KnownName>({ max: mostKept });
  readonly #waiting = new Map<string, { readonly guild: string; readonly user: string }>();
  #lookups = 0;

  constructor(directory: Pick<MemberDirectory, 'member'>, onLearned: (guild: string) => void) {
    this.#directory = directory;
    this.#onLearned = onLearned;
  }

  /** A member's name from the cache. Otherwise it is looked up in the background, and null is returned. */
  of(guild: string, user: string): string | null {
    const key = keyOf(guild, user);
    if (this.#fresh(key) === null && this.#waiting.size < mostWaiting) {
      this.#waiting.set(key, { guild, user });
      this.#lookUpWaiting();
    }
    return this.#known.get(key)?.name ?? null;
  }

  /** Waits for the look-up; null when the user is not a member or Discord does not answer. */
  async ask(guild: string, user: string): Promise<string | null> {
    const found = this.#fresh(keyOf(guild, user));
    return found === null ? this.#lookUp(guild, user) : found.name;
  }

  #fresh(key: string): KnownName | null {
    const found = this.#known.get(key);
    return found !== undefined && Date.now() - found.at < freshFor ? found : null;
  }

  async #lookUp(guild: string, user: string): Promise<string | null> {
    const name = (await this.#directory.member(guild, user).catch(() => null))?.name ?? null;
    this.#known.set(keyOf(guild, user), { name, at: Date.now() });
    return name;
  }

  #lookUpWaiting(): void {
    for (const [key, { guild, user }] of this.#waiting) {
      if (this.#lookups >= atOnce) return;
      this.#waiting.delete(key);
      this.#lookups += 1;
      void this.#lookUp(guild, user).then((name) => {
        this.#lookups -= 1;
        if (name !== null) this.#onLearned(guild);
        this.#lookUpWaiting();
      });
    }
  }
}

const keyOf = (guild: string, user: string): string => `${guild}/${user}`;
