import { LRUCache } from 'lru-cache';

/**
 * Remembers what a function returned for the last few texts: the files of a lesson are the same for every student, and most files of a
 * student's next check are those of the one before.
 *
 * @param read a pure function of the text
 * @param most maximum number of texts that are remembered
 */
export function byText<Result>(read: (text: string) => Result, most = 20): (text: string) => Result {
  const known = new LRUCache<string, { readonly result: Result }>({ max: most });
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.result;
    const result = read(text);
    known.set(text, { result });
    return result;
  };
}
