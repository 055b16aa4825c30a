import type { ErrorPhrase } from './phrase.ts';

/** Letters of a phrase by which it is found: four are rare enough, and nearly every phrase has that many in a row. */
const length = 4;

/**
 * Finds out which of many phrases may be in a line, by one look at each of its letters: there are far too many phrases to try
 * each on every line of a log.
 */
export class PhraseIndex<Item extends { readonly phrase: ErrorPhrase }> {
  readonly #byLetters = new Map<number, Item[]>();
  /** Phrases that are too short for it. */
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

  /** Those that may be there, each once. */
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

/** Four letters as one number; two that share it only cost a look. */
const packed = (text: string, at: number): number =>
  (text.charCodeAt(at) & 0xff) |
  ((text.charCodeAt(at + 1) & 0xff) << 8) |
  ((text.charCodeAt(at + 2) & 0xff) << 16) |
  ((text.charCodeAt(at + 3) & 0x7f) << 24);
