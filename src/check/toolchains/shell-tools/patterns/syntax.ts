/** The program that parses a regular expression. They differ in what they refuse and in what they take literally. */
export type Flavour = 'grep' | 'egrep' | 'sed' | 'sed-extended' | 'awk' | 'perl';

/** A parsed regular expression. */
export type PatternNode =
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean }
  /** An assertion about a position between two characters. */
  | { readonly kind: 'place'; readonly holds: (line: string, at: number) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly least: number; readonly most: number }
  /** Valid but not supported: a back-reference, `\p{L}`. */
  | { readonly kind: 'unfollowed' };

/** How a flavour handles what POSIX leaves undefined. Measured: grep 3.8, sed 4.9, mawk 1.3.4, perl 5.36. */
interface Traits {
  /** Whether `(`, `|` and `+` are operators without a backslash. */
  readonly extended: boolean;
  /** A repetition operator without anything to repeat. */
  readonly repeatsNothing: 'itself' | 'nothing' | 'refused';
  /** `a**` */
  readonly repeatsTwice: 'fine' | 'refused';
  /** A `)` without an open group. */
  readonly closesNothing: 'itself' | 'refused';
  /** A `{` that does not begin an interval. */
  readonly looseBrace: 'itself' | 'refused';
  /** `a||b`, `()` */
  readonly emptyChoice: 'fine' | 'refused';
  /** Whether it checks sets: `[[:foo:]]`, `[z-a]`, `[:alpha:]` alone. */
  readonly checksSets: boolean;
  /** Whether a backslash in a set begins an escape sequence. */
  readonly escapesInSets: boolean;
}

const gnu = { emptyChoice: 'fine', checksSets: true } as const;
const basic = { ...gnu, extended: false, repeatsNothing: 'itself', closesNothing: 'refused' } as const;

export const traits: Readonly<Record<Flavour, Traits>> = {
  grep: { ...basic, repeatsTwice: 'fine', looseBrace: 'refused', escapesInSets: false },
  sed: { ...basic, repeatsTwice: 'refused', looseBrace: 'refused', escapesInSets: true },
  egrep: {
    ...gnu,
    extended: true,
    repeatsNothing: 'nothing',
    repeatsTwice: 'fine',
    closesNothing: 'itself',
    looseBrace: 'itself',
    escapesInSets: false,
  },
  'sed-extended': {
    ...gnu,
    extended: true,
    repeatsNothing: 'refused',
    repeatsTwice: 'fine',
    closesNothing: 'refused',
    looseBrace: 'refused',
    escapesInSets: true,
  },
  awk: {
    extended: true,
    repeatsNothing: 'refused',
    repeatsTwice: 'fine',
    closesNothing: 'itself',
    looseBrace: 'itself',
    emptyChoice: 'refused',
    checksSets: false,
    escapesInSets: true,
  },
  perl: {
    extended: true,
    repeatsNothing: 'refused',
    repeatsTwice: 'refused',
    closesNothing: 'refused',
    looseBrace: 'itself',
    emptyChoice: 'fine',
    checksSets: false,
    escapesInSets: true,
  },
};

export type PatternReading =
  | { readonly kind: 'read'; readonly node: PatternNode; readonly groups: number }
  | { readonly kind: 'refused'; readonly phrase: string };

export const character = (wanted: string): PatternNode => ({
  kind: 'character',
  matches: (each) => each === wanted,
});

const isOfWord = (each: string | undefined): boolean => each !== undefined && /\w/.test(each);
const place = (holds: (line: string, at: number) => boolean): PatternNode => ({ kind: 'place', holds });

export const lineStart = place((_, at) => at === 0);
export const lineEnd = place((line, at) => at === line.length);
/** The assertions around a whole word, for `grep -w`. */
export const beforeWord = place((line, at) => !isOfWord(line[at - 1]));
export const afterWord = place((line, at) => !isOfWord(line[at]));
const atEdge = (line: string, at: number): boolean => isOfWord(line[at - 1]) !== isOfWord(line[at]);

/** Escape sequences for positions. */
export const escapedPlaces: Readonly<Record<string, PatternNode>> = {
  '<': place((line, at) => atEdge(line, at) && isOfWord(line[at])),
  '>': place((line, at) => atEdge(line, at) && !isOfWord(line[at])),
  b: place(atEdge),
  B: place((line, at) => !atEdge(line, at)),
};
