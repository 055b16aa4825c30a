import { createHash } from 'node:crypto';
import type { DeadLetter, Records } from '../records/records.ts';

/** Texts that ended a checker. They are known before anything is read, so that none ends a second one. */
export interface DeadLetters {
  /** The letter that one of these digests is known as; null when all of them may be read. */
  readonly among: (whose: TextOwner, digests: readonly string[]) => DeadLetter | NewDeadLetter | null;
  /** From now on these are not read again. Written down at once, or as soon as the records take it. */
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

export type NewDeadLetter = Omit<DeadLetter, 'id' | 'discardedAt'>;

/** Letters held in memory, the newest. */
const most = 20_000;
/** What the records did not take is brought to them again after this. Milliseconds. */
const againMs = 10_000;

/** Loads what is known. To be awaited before the first text is read. */
export async function openDeadLetters(records: Pick<Records, 'deadLetters'>): Promise<DeadLetters> {
  const known = new Map<string, DeadLetter | NewDeadLetter>();
  const unwritten = new Set<NewDeadLetter>();
  const keyOf = ({ guild, user }: TextOwner, digest: string): string => `${guild}/${user}/${digest}`;
  for (const letter of (await records.deadLetters.newest(most)).toReversed())
    known.set(keyOf(letter, letter.digest), letter);

  const write = async (letter: NewDeadLetter): Promise<void> => {
    try {
      await records.deadLetters.add(letter);
      unwritten.delete(letter);
    } catch {
      unwritten.add(letter);
    }
  };
  const again = setInterval(() => {
    for (const letter of unwritten) void write(letter);
  }, againMs);
  again.unref();

  return {
    among: (whose, digests) => {
      for (const digest of digests) {
        const letter = known.get(keyOf(whose, digest));
        if (letter !== undefined) return letter;
      }
      return null;
    },
    bury: async (letter) => {
      if (known.size >= most) known.delete(known.keys().next().value ?? '');
      known.set(keyOf(letter, letter.digest), letter);
      await write(letter);
    },
    revive: async (guild, id) => {
      const letter = await records.deadLetters.revive(guild, id);
      if (letter !== null) known.delete(keyOf(letter, letter.digest));
      return letter;
    },
    close: () => clearInterval(again),
  };
}

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
