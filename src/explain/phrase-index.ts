import type { ErrorPhrase } from './phrase.ts';

/** Characters per index key: four are rare enough, and nearly every phrase has that many in a row. */
const length = 4;

/**
 * Narrows many phrases down to those that may occur in a line, in one pass over the line: there are far too many phrases to try
 * each of them on every line of a log.
 */
export class PhraseIndex<Item extends { readonly phrase: ErrorPhrase }> {
  readonly #byLetters = new Map<number, Item[]>();
  /** Phrases too short to have a key; they are always candidates. */
  readonly #others: Item[] = [];

  constructor(items: readonly Item[]) {
    const common = new Map<number, number>();
    for (const { phrase } of items)
      for (const letters of lettersOf(phrase)) common.set(letters, (common.get(letters) ?? 0) + 1);
    for (const item of items) {
      const own = lettersOf(item.phrase);
      const rarest = own.reduce<number | null>(
        (one, other) => (one === null || (common.get(other) ?? 0) < (common.get(one) ?? 0) ? other : one),
        null,
      );
      if (rarest === null) this.#others.push(item);
      else this.#byLetters.set(rarest, [...(this.#byLetters.get(rarest) ?? []), item]);
    }
  }

  /** The items whose phrase may occur in the line, without duplicates. `plain` is `MatchLine.plain`. */
  candidates(plain: string): readonly Item[] {
    const found = new Set<Item>(this.#others);
    for (let at = 0; at + length <= plain.length; at += 1)
      for (const item of this.#byLetters.get(packed(plain, at)) ?? []) found.add(item);
    return [...found];
  }
}

function lettersOf({ runs }: ErrorPhrase): readonly number[] {
  return runs
    .flat()
    .flatMap((part) =>
      part.kind === 'literal'
        ? Array.from({ length: Math.max(0, part.text.length - length + 1) }, (_, at) => packed(part.text, at))
        : [],
    );
}

/** Four characters hashed into one number; a collision only costs a failed match. */
const packed = (text: string, at: number): number =>
  (text.charCodeAt(at) & 0xff) |
  ((text.charCodeAt(at + 1) & 0xff) << 8) |
  ((text.charCodeAt(at + 2) & 0xff) << 16) |
  ((text.charCodeAt(at + 3) & 0x7f) << 24);
