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

/** All that a term is called, in every language that answers are in. */
const calledOf = (term: Term): readonly string[] => [
  term.id,
  ...term.names,
  ...locales.map((locale) => termName(locale, term)),
];

const byName: ReadonlyMap<string, Term> = new Map(
  terms.toReversed().flatMap((term) => calledOf(term).map((name) => [keyOf(name), term] as const)),
);

/** The term with that name or id, ignoring case, accents, articles and a plural s; null when there is none. */
export function termNamed(name: string): Term | null {
  const asked = keyOf(name.slice(0, mostAsked));
  const [singular, allSingular] = [asked.replace(/s$/, ''), asked.replace(/s(?= |$)/g, '')];
  return byName.get(asked) ?? byName.get(singular) ?? byName.get(allSingular) ?? null;
}

/** One-word names that typos are compared with. Short words are left out: they are close to too many others. */
const spelled = [...byName.keys()].filter((name) => /^\p{L}{5,}$/u.test(name));

/** The term that a misspelled name means ("dokerfile"); null when none is close. The first letter must be right. */
export function termMistyped(name: string): Term | null {
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
  const place = (term: Term): number => {
    const places = calledOf(term)
      .map((name) => plain(name).indexOf(words))
      .filter((at) => at >= 0);
    return places.length === 0 ? -1 : Math.min(...places);
  };
  return terms
    .map((term) => ({ term, at: place(term) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => Math.sign(one.at) - Math.sign(other.at))
    .map(({ term }) => term);
}

export const termById = (id: string): Term | null => terms.find((term) => term.id === id) ?? null;
