import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { DeadLetter, Records } from '../records/records.ts';

/** Texts that ended a checker. They are known before anything is read, so that none ends a second one. */
export interface DeadLetters {
  /** The letter that one of these digests is known as; null when all of them may be read. */
  readonly among: (owner: TextOwner, digests: readonly string[]) => DeadLetter | NewDeadLetter | null;
  /** Marks these as not to be read again: recorded at once, or as soon as the records are back. */
  readonly bury: (letter: NewDeadLetter) => Promise<void>;
  /** A teaching assistant says that it may be read again. Null when it is not there. */
  readonly revive: (guild: string, id: string) => Promise<DeadLetter | null>;
  readonly close: () => void;
}

/** Whose text it is. */
export interface TextOwner {
  readonly guild: string;
  readonly user: string;
}

type NewDeadLetter = Omit<DeadLetter, 'id' | 'discardedAt'>;

/** Letters held in memory: the newest, and those that were met recently. */
const most = 20_000;
/** What the records did not take is offered to them again after this. Milliseconds. */
const againMs = 10_000;

/** Dead letters as the records have them, known here too so that nobody waits for the records. */
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

  /** Loads what is known. To be awaited before the first text is read. */
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

/** Nothing is remembered: for a command that ends. */
export const noDeadLetters: DeadLetters = {
  among: () => null,
  bury: async () => undefined,
  revive: async () => null,
  close: () => undefined,
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The digests under which a call's texts may be known: each by itself, and last all of them together. */
export function digestsOf(texts: readonly string[]): readonly string[] {
  const each = texts.map(sha256);
  return each.length === 1 ? each : [...each, sha256(each.join(' '))];
}
