import { type GetoptTable, getoptTable } from './getopt.ts';
import type { ValueReader } from './reading.ts';

/** A rule between a program's options. The options in one text are synonyms; separate texts are different options. */
type OptionRule =
  /** At most one of these may be given. */
  | { readonly kind: 'apart'; readonly options: readonly (readonly string[])[]; readonly phrase: string }
  /** The outcome of combining two of these depends on their values. */
  | { readonly kind: 'doubtful'; readonly options: readonly (readonly string[])[] }
  /** At least one of these is required. */
  | { readonly kind: 'needed'; readonly options: readonly string[]; readonly phrase: string }
  /** The first option requires one of the others. */
  | {
      readonly kind: 'only-with';
      readonly options: readonly string[];
      readonly others: readonly string[];
      readonly phrase: string;
    }
  /** With one of these, the program takes another number of operands. */
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

/** The arguments that a GNU program accepts. */
export interface GnuProgram {
  readonly table: GetoptTable;
  /** Checks for the values of options. */
  readonly values: ReadonlyMap<string, ValueReader>;
  /** The allowed number of operands. */
  readonly least: number;
  readonly most: number;
  /** Checks for the first operands. */
  readonly words: readonly ValueReader[];
  readonly rules: readonly OptionRule[];
  /** Options that only newer releases have, so it is unknown whether an image's program has them. */
  readonly newer: readonly string[];
  /** Obsolete forms of words with their current forms: `-5` is `-n5`. */
  readonly older: readonly (readonly [word: RegExp, today: string])[];
  /** Whether the first word may be option letters without a dash (tar). */
  readonly bundles: boolean;
}

export interface GnuProgramText {
  /** In the format of `getoptTable`. All programs also have `--help` and `--version`. */
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
