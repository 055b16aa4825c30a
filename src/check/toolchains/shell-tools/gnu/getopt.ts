import { isKnown } from '../../../dockerfile/unknown-text.ts';

type Takes = 'needed' | 'possible' | 'none';

/** Options of a program that parses its arguments with GNU getopt. */
export interface GetoptTable {
  /** Short options, and whether they take a value: required, optional (attached), or none. */
  readonly letters: ReadonlyMap<string, Takes>;
  /** Long options, and whether they take a value: required, optional (after `=`), or none. */
  readonly long: ReadonlyMap<string, Takes>;
  /** The first operand ends the options, because the rest belongs to another program. */
  readonly stopsAtOperand: boolean;
  /** A negative number is an operand. */
  readonly hasNumbers: boolean;
}

const kinds: Readonly<Record<string, Takes>> = { ':': 'needed', '=': 'needed', '?': 'possible' };

/**
 * Parses a table like `pm:I?v | parents mode= verbose context?`. After a letter, `:` means a required value and `?` an optional attached
 * one; after a long name, `=` and `?` mean the same. A leading `+` means that the first operand ends the options, a leading `#` that
 * numbers are operands.
 */
export function getoptTable(text: string): GetoptTable {
  const [short = '', long = ''] = text.split('|').map((part) => part.trim());
  return {
    letters: new Map(
      [...short.matchAll(/([A-Za-z0-9])([:?]?)/g)].map(([, letter = '', value = '']) => [
        letter,
        kinds[value] ?? 'none',
      ]),
    ),
    long: new Map(
      [...long.matchAll(/([a-zA-Z0-9-]+)([=?]?)/g)].map(([, name = '', value = '']) => [
        name,
        kinds[value] ?? 'none',
      ]),
    ),
    stopsAtOperand: /^#?\+/.test(short),
    hasNumbers: short.startsWith('#'),
  };
}

/** A given option: its letter or long name, and its value; null for one without. */
export interface GivenOption {
  readonly name: string;
  readonly value: string | null;
}

export type GetoptWords =
  | {
      readonly kind: 'read';
      /** The arguments with long options expanded. */
      readonly args: readonly string[];
      readonly options: readonly GivenOption[];
      /** The words that are neither options nor their values. */
      readonly operands: readonly string[];
    }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Parses arguments as getopt_long does: options among operands, combined letters, abbreviated names. */
export function readGetopt(name: string, table: GetoptTable, words: readonly string[]): GetoptWords {
  const args: string[] = [];
  const options: GivenOption[] = [];
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const isNumber = table.hasNumbers && /^-\.?\d/.test(word);
    const isOperand = !isKnown(word) || !/^-./.test(word) || isNumber;
    if (word === '--' || (isOperand && table.stopsAtOperand)) {
      const rest = words.slice(word === '--' ? at + 1 : at);
      args.push(...(word === '--' ? [word] : []), ...rest);
      operands.push(...rest);
      break;
    }
    if (isOperand) {
      args.push(word);
      operands.push(word);
      continue;
    }
    const read = word.startsWith('--') ? readLong(table, word) : readLetters(table, word);
    if (typeof read === 'string') return { kind: 'refused', phrase: `${name}: ${read}` };
    args.push(read.word);
    const [last] = read.options.slice(-1);
    if (!read.takesNext || last === undefined) {
      options.push(...read.options);
      continue;
    }
    at += 1;
    const value = words[at];
    if (value === undefined)
      return { kind: 'refused', phrase: `${name}: option requires an argument: ${word}` };
    args.push(value);
    options.push(...read.options.slice(0, -1), { name: last.name, value });
  }
  return { kind: 'read', args, options, operands };
}

interface ReadOption {
  readonly word: string;
  readonly options: readonly GivenOption[];
  readonly takesNext: boolean;
}

/** The option of a word, or getopt's error. */
function readLong({ long }: GetoptTable, word: string): ReadOption | string {
  const [written = '', attached] = word.slice(2).split(/=(.*)/s);
  const meant = long.has(written) ? [written] : [...long.keys()].filter((each) => each.startsWith(written));
  const [only] = meant;
  if (only === undefined) return `unrecognized option '--${written}'`;
  if (meant.length > 1) return `option '--${written}' is ambiguous`;
  const kind = long.get(only);
  if (attached !== undefined && kind === 'none') return `option '--${only}' doesn't allow an argument`;
  return {
    word: attached === undefined ? `--${only}` : `--${only}=${attached}`,
    options: [{ name: only, value: attached ?? null }],
    takesNext: attached === undefined && kind === 'needed',
  };
}

function readLetters({ letters }: GetoptTable, word: string): ReadOption | string {
  const options: GivenOption[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = word[at] ?? '';
    const takes = letters.get(name);
    if (takes === undefined) return `invalid option -- '${name}'`;
    const attached = word.slice(at + 1);
    if (takes === 'none') {
      options.push({ name, value: null });
      continue;
    }
    options.push({ name, value: attached === '' ? null : attached });
    return { word, options, takesNext: takes === 'needed' && attached === '' };
  }
  return { word, options, takesNext: false };
}
