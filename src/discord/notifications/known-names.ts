import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Records } from '../../records/records.ts';
import { describeError } from '../rest/discord-errors.ts';

/** Names held in memory. */
const maxNames = 50_000;

/** Display names of members by server. They are recorded for everybody who ever wrote, also in DMs, and survive a restart. */
export class KnownNames {
  readonly #records: Pick<Records, 'people'>;
  readonly #log: Logger;
  readonly #names = new LRUCache<string, string>({ max: maxNames });

  constructor(records: Pick<Records, 'people'>, log: Logger) {
    this.#records = records;
    this.#log = log;
  }

  /** Loads the names from the records; names noted meanwhile are newer and win. */
  async load(): Promise<void> {
    try {
      for (const { guild, user, name } of await this.#records.people.memberNames(maxNames)) {
        const key = keyOf(guild, user);
        if (!this.#names.has(key)) this.#names.set(key, name);
      }
    } catch (error) {
      this.#log.warn(
        { event: 'names.not-read', err: describeError(error) },
        'names of members were not read',
      );
    }
  }

  /** Null for somebody who never wrote. */
  of(guild: string, user: string): string | null {
    return this.#names.get(keyOf(guild, user)) ?? null;
  }

  /** Notes the display name that Discord sent for a member; records it if it changed. */
  note(guild: string, user: string, name: string): void {
    const key = keyOf(guild, user);
    if (name === '' || this.#names.get(key) === name) return;
    this.#names.set(key, name);
    this.#records.people.setMemberName({ guild, user, name }, Date.now()).catch((error: unknown) => {
      this.#names.delete(key);
      this.#log.debug({ event: 'names.not-recorded', err: describeError(error) }, 'a name was not recorded');
    });
  }
}

const keyOf = (guild: string, user: string): string => `${guild}/${user}`;
