import { commands } from './commands.ts';
import { concepts } from './concepts.ts';
import { images } from './images.ts';
import { instructions } from './instructions.ts';
import { ruleTerms } from './rules.ts';
import { surroundings } from './surroundings.ts';
import type { Term } from './term.ts';

const terms: readonly Term[] = [
  ...concepts,
  ...surroundings,
  ...instructions,
  ...commands,
  ...images,
  ...ruleTerms,
];

/** Longer texts ask for no term. */
const mostAsked = 120;

/** Words that a question is made of, before the term and after it, in the languages that classes write in. */
const before = wordSet(
  "hi hello hey ok so please pls can could would you u i do don't dont not understand know get tell explain define describe show me us to about " +
    "what whats what's wht how why is are was does a an the my our this that of it mean by meaning definition difference differences between when should use which better " +
    "c'est quoi qu'est-ce que qu'est ce un une le la les l' des du de quelle différence entre y a-t-il il quand utiliser je ne comprends pas explique explique-moi moi veut dire fait à quoi sert " +
    'was ist sind bedeutet macht erkläre mir ein eine einen der die das den unterschied zwischen wann',
);
const after = wordSet(
  'mean means meaning do does for is are work works used again exactly please pls thanks thx here in a docker dockerfile the compose then ' +
    "c'est quoi exactement veut dire dans stp svp bitte genau",
);

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’‘`]/g, "'")
    .replace(/["“”*]/g, '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');

const withoutEnd = (text: string): string => text.replace(/(?<![?!,;\s])[?!,;\s]{1,20}$/, '');
const byName: ReadonlyMap<string, Term> = new Map(
  terms.toReversed().flatMap((term) => [term.id, ...term.names].map((name) => [plain(name), term] as const)),
);

/** The term of that name or id, however it is written; null when there is none. */
export function termNamed(name: string): Term | null {
  const asked = withoutEnd(plain(name.slice(0, mostAsked)));
  return byName.get(asked) ?? byName.get(asked.replace(/s$/, '')) ?? null;
}

const between = new Set([
  'and',
  'or',
  'vs',
  'vs.',
  'versus',
  'et',
  'ou',
  'und',
  'oder',
  'instead',
  'rather',
  'than',
  'of',
]);

/** Of several terms that are weighed against each other the first: "CMD or ENTRYPOINT". */
function firstOfSeveral(words: readonly string[]): Term | null {
  const at = words.findIndex((word) => between.has(word));
  const second = words.findLastIndex((word) => between.has(word));
  if (at <= 0 || second === words.length - 1) return null;
  const first = termNamed(words.slice(0, at).join(' '));
  const rest = words.slice(second + 1);
  const isTerm = termNamed(rest.join(' ')) ?? termNamed(rest.slice(1).join(' ')) ?? termNamed(rest[0] ?? '');
  return isTerm === null ? null : first;
}

/** The term that somebody names, or asks for in words: "what is a layer?" */
export function termAskedFor(text: string): Term | null {
  const said = text.trim();
  if (said === '' || said.length > mostAsked || said.includes('\n')) return null;
  const named = termNamed(said);
  if (named !== null) return named;
  const words = withoutEnd(plain(said)).split(' ');
  const start = words.findIndex((word) => !before.has(word));
  const first = firstOfSeveral(words.slice(Math.max(0, start)));
  if (first !== null) return first;
  // Without a question word it is not a question: "layer problem".
  if (start <= 0) return null;
  for (let end = words.length; end > start; end -= 1) {
    const found = termNamed(words.slice(start, end).join(' '));
    if (found !== null) return found;
    if (!after.has(words[end - 1] ?? '')) return null;
  }
  return null;
}

/** Terms whose name has what was typed in it, those that begin with it first. */
export function termsLike(typed: string): readonly Term[] {
  const words = plain(typed.slice(0, mostAsked));
  const place = ({ id, names }: Term): number => {
    const places = [id, ...names].map((name) => plain(name).indexOf(words)).filter((at) => at >= 0);
    return places.length === 0 ? -1 : Math.min(...places);
  };
  return terms
    .map((term) => ({ term, at: place(term) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => Math.sign(one.at) - Math.sign(other.at))
    .map(({ term }) => term);
}

export const termById = (id: string): Term | null => terms.find((term) => term.id === id) ?? null;
