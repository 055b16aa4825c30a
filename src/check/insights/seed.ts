/** A number from 0 to 2³² - 1 that a text stands for (FNV-1a): the same text always gives the same one. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** The items in an order that a text decides. */
export const shuffled = <T>(items: readonly T[], seed: string): readonly T[] =>
  items
    .map((item, index) => ({ item, rank: seedOf(`${seed}/${index}`) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
