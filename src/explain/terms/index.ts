import { editDistance, nearest } from '../../spelling/nearest.ts';
import { locales } from '../../wording/wording.ts';
import { commands } from './commands.ts';
import { concepts } from './concepts.ts';
import { firstQuestions } from './first-questions.ts';
import { images } from './images.ts';
import { instructions } from './instructions.ts';
import { ruleTerms } from './rules.ts';
import { surroundings } from './surroundings.ts';
import type { Term } from './term.ts';
import { termName } from './term-name.ts';
import { keyOf, mostAsked, plain } from './words-of-terms.ts';

const terms: readonly Term[] = [
  ...concepts,
  ...firstQuestions,
  ...surroundings,
  ...instructions,
  ...commands,
  ...images,
  ...ruleTerms,
];

/** The terms by all that they are called, in every language that answers are in. */
interface TermIndex {
  readonly byName: ReadonlyMap<string, Term>;
  /** One-word names that typos are compared with. Short words are left out: they are close to too many others. */
  readonly spelled: readonly string[];
  /** Each term with its names as typed text is compared with them. */
  readonly plainNames: readonly { readonly term: Term; readonly names: readonly string[] }[];
}

function indexTerms(): TermIndex {
  const named = terms.map((term) => ({
    term,
    names: [term.id, ...term.names, ...locales.map((locale) => termName(locale, term))],
  }));
  const byName = new Map(
    named.toReversed().flatMap(({ term, names }) => names.map((name) => [keyOf(name), term] as const)),
  );
  return {
    byName,
    spelled: [...byName.keys()].filter((name) => /^\p{L}{5,}$/u.test(name)),
    plainNames: named.map(({ term, names }) => ({ term, names: names.map(plain) })),
  };
}

let known: TermIndex | null = null;

/** Made when a name is first looked up: it reads the texts of all languages, which a process that only starts need not. */
function index(): TermIndex {
  known ??= indexTerms();
  return known;
}

/** The term with that name or id, ignoring case, accents, articles and a plural s; null when there is none. */
export function termNamed(name: string): Term | null {
  const { byName } = index();
  const asked = keyOf(name.slice(0, mostAsked));
  const [singular, allSingular] = [asked.replace(/s$/, ''), asked.replace(/s(?= |$)/g, '')];
  return byName.get(asked) ?? byName.get(singular) ?? byName.get(allSingular) ?? null;
}

/** The term that a misspelled name means ("dokerfile"); null when none is close. The first letter must be right. */
export function termMistyped(name: string): Term | null {
  const { byName, spelled } = index();
  const asked = keyOf(name.slice(0, mostAsked));
  if (!/^\p{L}{5,30}$/u.test(asked)) return null;
  const meant = nearest(
    asked,
    spelled.filter((each) => each[0] === asked[0] && editDistance(each, asked) <= each.length / 5),
  );
  return meant === null ? null : (byName.get(meant) ?? null);
}

/** Terms whose name or id contains the typed text; those that begin with it come first. */
export function termsLike(typed: string): readonly Term[] {
  const words = plain(typed.slice(0, mostAsked));
  return index()
    .plainNames.map(({ term, names }) => ({ term, places: names.map((name) => name.indexOf(words)) }))
    .map(({ term, places }) => ({ term, at: Math.min(...places.filter((place) => place >= 0)) }))
    .filter(({ at }) => Number.isFinite(at))
    .toSorted((one, other) => Math.sign(one.at) - Math.sign(other.at))
    .map(({ term }) => term);
}

export const termById = (id: string): Term | null => terms.find((term) => term.id === id) ?? null;
