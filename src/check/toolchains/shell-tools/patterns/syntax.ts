/** Who reads a regular expression: each takes something else for an error, and something else for itself. */
export type Flavour = 'grep' | 'egrep' | 'sed' | 'sed-extended' | 'awk' | 'perl';

/** What a regular expression says. */
export type PatternNode =
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean }
  /** A place between two characters. */
  | { readonly kind: 'place'; readonly holds: (line: string, at: number) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly least: number; readonly most: number }
  /** What is allowed there and is not followed: a group that is asked for again, `\p{L}`. */
  | { readonly kind: 'unfollowed' };

/** What its reader does with what POSIX leaves open. Measured: grep 3.8, sed 4.9, mawk 1.3.4, perl 5.36. */
interface Traits {
  /** `(`, `|` and `+` are operators without a backslash. */
  readonly extended: boolean;
  /** A repetition with nothing in front of it. */
  readonly repeatsNothing: 'itself' | 'nothing' | 'refused';
  /** `a**` */
  readonly repeatsTwice: 'fine' | 'refused';
  /** A `)` that closes nothing. */
  readonly closesNothing: 'itself' | 'refused';
  /** A `{` that begins no interval. */
  readonly looseBrace: 'itself' | 'refused';
  /** `a||b`, `()` */
  readonly emptyChoice: 'fine' | 'refused';
  /** `[[:foo:]]`, `[z-a]`, `[:alpha:]` alone. */
  readonly checksSets: boolean;
  /** A backslash in a set begins an escape. */
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
/** What stands around a whole word, for `grep -w`. */
export const beforeWord = place((line, at) => !isOfWord(line[at - 1]));
export const afterWord = place((line, at) => !isOfWord(line[at]));
const atEdge = (line: string, at: number): boolean => isOfWord(line[at - 1]) !== isOfWord(line[at]);

/** Escapes that stand for a place. */
export const escapedPlaces: Readonly<Record<string, PatternNode>> = {
  '<': place((line, at) => atEdge(line, at) && isOfWord(line[at])),
  '>': place((line, at) => atEdge(line, at) && !isOfWord(line[at])),
  b: place(atEdge),
  B: place((line, at) => !atEdge(line, at)),
};
