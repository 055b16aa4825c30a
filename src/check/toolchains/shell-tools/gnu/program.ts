import { type GetoptTable, getoptTable } from './getopt.ts';
import type { ValueReader } from './reading.ts';

/** What holds between a program's options. Words of a text are options that mean the same; commas part those that do not. */
type OptionRule =
  /** Of these only one may be given. */
  | { readonly kind: 'apart'; readonly options: readonly (readonly string[])[]; readonly phrase: string }
  /** What two of these come to hangs on their values. */
  | { readonly kind: 'doubtful'; readonly options: readonly (readonly string[])[] }
  /** One of these has to be given. */
  | { readonly kind: 'needed'; readonly options: readonly string[]; readonly phrase: string }
  /** The first is refused without one of the others. */
  | {
      readonly kind: 'only-with';
      readonly options: readonly string[];
      readonly others: readonly string[];
      readonly phrase: string;
    }
  /** With one of these the program takes another number of operands. */
  | {
      readonly kind: 'operands';
      readonly options: readonly string[];
      readonly least: number;
      readonly most: number;
    };

const names = (text: string): readonly string[] => text.split(' ');
export const apart = (options: string, phrase: string): OptionRule => ({
  kind: 'apart',
  options: options.split(', ').map(names),
  phrase,
});
export const doubtful = (options: string): OptionRule => ({
  kind: 'doubtful',
  options: options.split(', ').map(names),
});
export const needed = (options: string, phrase: string): OptionRule => ({
  kind: 'needed',
  options: names(options),
  phrase,
});
export const onlyWith = (options: string, others: string, phrase: string): OptionRule => ({
  kind: 'only-with',
  options: names(options),
  others: names(others),
  phrase,
});
export const many = Number.POSITIVE_INFINITY;
export const operandsWith = (options: string, least: number, most = many): OptionRule => ({
  kind: 'operands',
  options: names(options),
  least,
  most,
});

/** What one of GNU's programs takes. */
export interface GnuProgram {
  readonly table: GetoptTable;
  /** What the values of options have to be. */
  readonly values: ReadonlyMap<string, ValueReader>;
  /** How many words it takes beside its options. */
  readonly least: number;
  readonly most: number;
  /** What its first words have to be. */
  readonly words: readonly ValueReader[];
  readonly rules: readonly OptionRule[];
  /** Options that only newer releases have: whether an image's program has them is not known. */
  readonly newer: readonly string[];
  /** Words as they were written once, and what they are today: `-5` is `-n5`. */
  readonly older: readonly (readonly [word: RegExp, today: string])[];
  /** Its first word may be letters of options without a dash (tar). */
  readonly bundles: boolean;
}

export interface GnuProgramText {
  /** As `getoptTable` reads it; all of them know `--help` and `--version`. */
  readonly options: string;
  readonly values?: readonly (readonly [options: string, reader: ValueReader])[];
  readonly operands?: readonly [least: number, most: number];
  readonly words?: readonly ValueReader[];
  readonly rules?: readonly OptionRule[];
  readonly newer?: string;
  readonly older?: GnuProgram['older'];
  readonly bundles?: boolean;
}

const gnuProgram = (text: GnuProgramText): GnuProgram => {
  const [least, most] = text.operands ?? [0, many];
  return {
    table: getoptTable(`${text.options} help version`),
    values: new Map(
      (text.values ?? []).flatMap(([list, reader]) => names(list).map((name) => [name, reader])),
    ),
    least,
    most,
    words: text.words ?? [],
    rules: text.rules ?? [],
    newer: text.newer === undefined ? [] : names(text.newer),
    older: text.older ?? [],
    bundles: text.bundles ?? false,
  };
};

export const gnuPrograms = (
  texts: Readonly<Record<string, GnuProgramText>>,
): ReadonlyMap<string, GnuProgram> =>
  new Map(Object.entries(texts).map(([name, text]) => [name, gnuProgram(text)]));
