import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DeadLetter, Records } from '../records/records.ts';

/** Texts that ended a checker process. They are looked up before anything is read, so that no text does so twice. */
export interface DeadLetters {
  /** The dead letter that matches one of the digests; null if all of them may be read. */
  readonly among: (owner: TextOwner, digests: readonly string[]) => DeadLetter | NewDeadLetter | null;
  /** Records a text that must not be read again: immediately, or once the database is available again. */
  readonly bury: (letter: NewDeadLetter) => Promise<void>;
  /** Allows a text to be read again, at a teaching assistant's request. Null if there is no such letter. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
  readonly close: () => void;
}

/** The person whose text it is. */
export interface TextOwner {
  readonly guild: string;
  readonly user: string;
}

type NewDeadLetter = Omit<DeadLetter, 'id' | 'discardedAt'>;

/** Maximum number of letters kept in memory: the newest and the most recently matched. */
const most = 20_000;
/** Interval between attempts to write letters that the database did not accept. Milliseconds. */
const againMs = 10_000;

/** Dead letters from the database, kept in memory so that lookups need not wait for it. */
export class RecordedDeadLetters implements DeadLetters {
  readonly #records: Records['deadLetters'];
  readonly #known = new LRUCache<string, DeadLetter | NewDeadLetter>({ max: most });
  readonly #unwritten = new Set<NewDeadLetter>();
  readonly #again: NodeJS.Timeout;

  private constructor(records: Records['deadLetters']) {
    this.#records = records;
    this.#again = setInterval(() => {
      for (const letter of this.#unwritten) void this.#write(letter);
    }, againMs);
    this.#again.unref();
  }

  /** Loads the recorded letters. Must be awaited before the first text is read. */
  static async load({ deadLetters }: Pick<Records, 'deadLetters'>): Promise<RecordedDeadLetters> {
    const letters = await deadLetters.newest(most);
    const loaded = new RecordedDeadLetters(deadLetters);
    for (const letter of letters.toReversed()) loaded.#remember(letter);
    return loaded;
  }

  among(owner: TextOwner, digests: readonly string[]): DeadLetter | NewDeadLetter | null {
    for (const digest of digests) {
      const letter = this.#known.get(keyOf(owner, digest));
      if (letter !== undefined) return letter;
    }
    return null;
  }

  async bury(letter: NewDeadLetter): Promise<void> {
    this.#remember(letter);
    await this.#write(letter);
  }

  async revive(guild: string, id: string): Promise<DeadLetter | null> {
    const letter = await this.#records.revive(guild, id);
    if (letter !== null) this.#known.delete(keyOf(letter, letter.digest));
    return letter;
  }

  close(): void {
    clearInterval(this.#again);
  }

  #remember(letter: DeadLetter | NewDeadLetter): void {
    this.#known.set(keyOf(letter, letter.digest), letter);
  }

  async #write(letter: NewDeadLetter): Promise<void> {
    try {
      await this.#records.add(letter);
      this.#unwritten.delete(letter);
    } catch {
      this.#unwritten.add(letter);
    }
  }
}

const keyOf = ({ guild, user }: TextOwner, digest: string): string => `${guild}/${user}/${digest}`;

/** Remembers nothing, for commands that run once. */
export const noDeadLetters: DeadLetters = {
  among: () => null,
  bury: async () => undefined,
  revive: async () => null,
  close: () => undefined,
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Digests by which a call's texts may be known: each text's own, followed by that of all of them together. */
export function digestsOf(texts: readonly string[]): readonly string[] {
  const each = texts.map(sha256);
  return each.length === 1 ? each : [...each, sha256(each.join(' '))];
}
