import { isKnown } from '../../dockerfile/unknown-text.ts';

/** An option of a program that parses its arguments with Python's argparse. */
export interface ArgparseOption {
  /** All spellings, as declared. Parsed options are named by the first long one. */
  readonly names: readonly string[];
  /** Whether the option takes a value. */
  readonly takesValue: boolean;
  /** The allowed values, and whether values are parsed as integers. */
  readonly choices?: readonly string[];
  readonly isNumber?: boolean;
  /** Options of the same group exclude each other. */
  readonly group?: string;
}

export interface ArgparseGrammar {
  readonly options: readonly ArgparseOption[];
  /** The declared positionals: `?` takes at most one word, `*` any number, `+` at least one, `1` exactly one. */
  readonly positionals: readonly ('1' | '?' | '*' | '+')[];
}

export type ReadArguments =
  | {
      readonly kind: 'read';
      /** In order, by their long names. */
      readonly options: readonly { readonly name: string; readonly value: string | null }[];
      readonly positionals: readonly string[];
    }
  /** The program prints its help or version, and does nothing else. */
  | { readonly kind: 'tells' }
  | { readonly kind: 'refused'; readonly phrase: string }
  | { readonly kind: 'unknown' };

/** Parses arguments as Python 3.11's argparse does, with abbreviations, attached values and its error messages. */
export function readArguments(grammar: ArgparseGrammar, args: readonly string[]): ReadArguments {
  return args.every(isKnown) ? new ArgumentReader(grammar, args).read() : { kind: 'unknown' };
}

const calledOf = ({ names }: ArgparseOption): string =>
  names.find((name) => name.startsWith('--')) ?? names[0] ?? '';
const shownOf = ({ names }: ArgparseOption): string => `argument ${names.join('/')}`;

interface Found {
  /** Null for an option that the program does not have. */
  readonly option: ArgparseOption | null;
  readonly name: string;
  /** The value after `=` or directly after a short option; null when there is none. */
  readonly value: string | null;
}

/** Thrown within the parser when it refuses a word. */
class RefusedWord extends Error {}

class ArgumentReader {
  readonly #grammar: ArgparseGrammar;
  readonly #args: readonly string[];
  readonly #options: { name: string; value: string | null }[] = [];
  readonly #positionals: string[] = [];
  readonly #unrecognized: string[] = [];
  /** The number of separate runs of positionals. */
  #runs = 0;
  #afterPositional = 0;
  #at = 0;
  #tells = false;

  constructor(grammar: ArgparseGrammar, args: readonly string[]) {
    this.#grammar = grammar;
    this.#args = args;
  }

  read(): ReadArguments {
    try {
      while (this.#at < this.#args.length && !this.#tells) this.#step();
      return this.#tells ? { kind: 'tells' } : this.#end();
    } catch (error) {
      if (error instanceof RefusedWord) return { kind: 'refused', phrase: error.message };
      throw error;
    }
  }

  #step(): void {
    const arg = this.#args[this.#at] ?? '';
    const found = this.#optionAt(this.#at);
    if (found !== null) {
      this.#at += 1;
      this.#takeOption(found);
      return;
    }
    if (arg === '--') this.#takeAll(this.#args.slice(this.#at + 1));
    else {
      this.#runs += this.#at === this.#afterPositional ? 0 : 1;
      this.#positionals.push(arg);
      this.#at += 1;
      this.#afterPositional = this.#at;
    }
  }

  /** After `--`, no word is an option. */
  #takeAll(words: readonly string[]): void {
    this.#positionals.push(...words);
    this.#at = this.#args.length;
  }

  /** The option that a word stands for; null for a positional. */
  #optionAt(at: number): Found | null {
    const arg = this.#args[at] ?? '';
    if (!arg.startsWith('-') || arg === '-' || arg === '--') return null;
    const exact = this.#named(arg);
    if (exact !== null) return { option: exact, name: arg, value: null };
    const equals = arg.indexOf('=');
    const [before, behind] = equals < 0 ? [arg, null] : [arg.slice(0, equals), arg.slice(equals + 1)];
    const assigned = equals < 0 ? null : this.#named(before);
    if (assigned !== null) return { option: assigned, name: before, value: behind };
    const meant = arg.startsWith('--') ? this.#abbreviated(before, behind) : this.#attached(arg);
    if (meant.length > 1)
      throw new RefusedWord(
        `ambiguous option: ${arg} could match ${meant.map(({ name }) => name).join(', ')}`,
      );
    const [only] = meant;
    if (only !== undefined) return only;
    const isNegativeNumber = /^-\d+$|^-\d*\.\d+$/.test(arg) && this.#named('-6') === null;
    return isNegativeNumber || arg.includes(' ') ? null : { option: null, name: arg, value: null };
  }

  #named(name: string): ArgparseOption | null {
    return this.#grammar.options.find(({ names }) => names.includes(name)) ?? null;
  }

  #abbreviated(start: string, value: string | null): readonly Found[] {
    return this.#grammar.options.flatMap((option) =>
      option.names.filter((name) => name.startsWith(start)).map((name) => ({ option, name, value })),
    );
  }

  /** `-v2`: a short option with its value attached. */
  #attached(arg: string): readonly Found[] {
    const letter = this.#named(arg.slice(0, 2));
    return letter === null ? [] : [{ option: letter, name: arg.slice(0, 2), value: arg.slice(2) }];
  }

  #takeOption({ option, name, value }: Found): void {
    if (option === null) {
      this.#unrecognized.push(name);
      return;
    }
    if (!option.takesValue) {
      if (value !== null) this.#takeLetters(option, name, value);
      else this.#note(option, null);
      return;
    }
    const next = this.#args[this.#at];
    const isThere = next !== undefined && next !== '--' && this.#optionAt(this.#at) === null;
    if (value === null && !isThere) throw new RefusedWord(`${shownOf(option)}: expected one argument`);
    if (value === null && isThere) this.#at += 1;
    this.#note(option, value ?? (isThere ? next : null));
  }

  /** `-lp`: several combined flags. */
  #takeLetters(option: ArgparseOption, name: string, value: string): void {
    const next = name.startsWith('--') || value === '' ? null : this.#named(`-${value.slice(0, 1)}`);
    if (next === null) {
      throw new RefusedWord(`${shownOf(option)}: ignored explicit argument '${value}'`);
    }
    this.#note(option, null);
    const rest = value.slice(1);
    this.#takeOption({ option: next, name: `-${value.slice(0, 1)}`, value: rest === '' ? null : rest });
  }

  #note(option: ArgparseOption, value: string | null): void {
    const name = calledOf(option);
    const shown = shownOf(option);
    if (value !== null && option.isNumber === true && !/^\s{0,9}[+-]?\d+(?:_\d+)*\s{0,9}$/.test(value))
      throw new RefusedWord(`${shown}: invalid int value: '${value}'`);
    const chosen = option.isNumber === true && value !== null ? String(Number(value)) : value;
    if (chosen !== null && option.choices?.includes(chosen) === false)
      throw new RefusedWord(`${shown}: invalid choice: ${option.isNumber === true ? chosen : `'${chosen}'`}`);
    const { group } = option;
    const rival = this.#grammar.options.find(
      (each) =>
        group !== undefined &&
        each.group === group &&
        each !== option &&
        this.#options.some((before) => before.name === calledOf(each)),
    );
    if (rival !== undefined) throw new RefusedWord(`${shown}: not allowed with ${shownOf(rival)}`);
    if (name === '--help' || name === '--version') this.#tells = true;
    this.#options.push({ name, value });
  }

  #end(): ReadArguments {
    const { positionals } = this.#grammar;
    const least = positionals.filter((each) => each === '1' || each === '+').length;
    const most = positionals.some((each) => each === '*' || each === '+')
      ? Number.POSITIVE_INFINITY
      : positionals.length;
    if (this.#positionals.length < least) throw new RefusedWord('the following arguments are required');
    const excess = this.#positionals.slice(most);
    const unrecognized = this.#args.filter((arg) => this.#unrecognized.includes(arg) || excess.includes(arg));
    if (unrecognized.length > 0) throw new RefusedWord(`unrecognized arguments: ${unrecognized.join(' ')}`);
    // The first run of positionals fills all places. Releases of Python differ in which later ones are left over.
    if (this.#runs > 1 && this.#positionals.length > 1) return { kind: 'unknown' };
    return { kind: 'read', options: this.#options, positionals: this.#positionals };
  }
}
