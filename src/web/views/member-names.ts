import { LRUCache } from 'lru-cache';
import type { MemberDirectory } from '../../discord/rest/member-directory.ts';

/** A name is looked up again after this long. Milliseconds. */
const freshFor = 60 * 60_000;
const mostKept = 20_000;
/** Lookups go on in the background, a few at a time: they share the bot's way to Discord with everything that students wait for. */
const atOnce = 2;
const mostWaiting = 1_000;

interface KnownName {
  readonly name: string | null;
  readonly at: number;
}

/** What members are called in their server. */
export class MemberNames {
  readonly #directory: Pick<MemberDirectory, 'member'>;
  /** Called when a name became known that was looked up in the background. */
  readonly #onLearned: (guild: string) => void;
  /** A name that is no longer fresh is still shown until the new one is there. */
  readonly #known = new LRUCache<string, KnownName>({ max: mostKept });
  readonly #waiting = new Map<string, { readonly guild: string; readonly user: string }>();
  #lookups = 0;

  constructor(directory: Pick<MemberDirectory, 'member'>, onLearned: (guild: string) => void) {
    this.#directory = directory;
    this.#onLearned = onLearned;
  }

  /** A member's name as far as it is known; looks it up when it is not, without waiting. */
  of(guild: string, user: string): string | null {
    const key = keyOf(guild, user);
    if (this.#fresh(key) === null && this.#waiting.size < mostWaiting) {
      this.#waiting.set(key, { guild, user });
      this.#lookUpWaiting();
    }
    return this.#known.get(key)?.name ?? null;
  }

  /** Waits for it; null when the user is no member or Discord does not answer. */
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
