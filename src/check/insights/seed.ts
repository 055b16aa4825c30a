/** Hashes a text to an integer from 0 to 2³² - 1 (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Shuffles the items deterministically: the same seed text gives the same order. */
export const shuffled = <T>(items: readonly T[], seed: string): readonly T[] =>
  items
    .map((item, index) => ({ item, rank: seedOf(`${seed}/${index}`) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
