/** Longer texts are never questions about a term. Characters. */
export const mostAsked = 120;

const pictographs = /\p{Extended_Pictographic}|\uFE0F|\u200D/gu;

/** Normalises a text for comparison: lower case, no accents, quotation marks or emoji, single spaces. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/["“”«»*]/g, ' ')
    .replace(pictographs, ' ')
    .replace(/(?<![\p{L}'])([ld])'(?=\p{L})/gu, "$1' ")
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');

export const withoutEnd = (text: string): string => text.replace(/(?<![?!,;:\s])[?!,;:\s]{1,20}$/, '');

export const wordSet = (words: string): ReadonlySet<string> => new Set(plain(words).split(' '));

/** Articles and the like, which names may contain or omit: "remove a container", "supprimer mon conteneur". */
const small = wordSet(
  "a an the my our your this that some all any un une le la les l' d' des du de mon ma mes ton ta ein eine einen der die das",
);

/** The lookup key of a name: without small words, and with a space in place of a hyphen within a word. */
export const keyOf = (name: string): string => {
  const words = withoutEnd(plain(name))
    .replace(/(?<=\p{L})-(?=\p{L})/gu, ' ')
    // The port numbers of an example: "-p 8000:8000".
    .replace(/^(-\p{L}) \d{1,5}:\d{1,5}$/u, '$1')
    .split(' ');
  const kept = words.filter((word) => !small.has(word));
  return (kept.length === 0 ? words : kept).join(' ');
};
