import { isKnown } from '../../../dockerfile/unknown-text.ts';

type Takes = 'needed' | 'possible' | 'none';

/** Options of a program that reads its words with GNU's getopt. */
export interface GetoptTable {
  /** Letters: whether a value stands behind them, may be attached, or never is there. */
  readonly letters: ReadonlyMap<string, Takes>;
  /** Long names: whether a value stands behind them, may stand behind `=`, or never does. */
  readonly long: ReadonlyMap<string, Takes>;
  /** The first word that is no option ends the options: what follows is another program's. */
  readonly stopsAtOperand: boolean;
  /** A number with a minus is an operand. */
  readonly hasNumbers: boolean;
}

const kinds: Readonly<Record<string, Takes>> = { ':': 'needed', '=': 'needed', '?': 'possible' };

/**
 * `pm:I?v | parents mode= verbose context?`: letters, `:` for a value, `?` for one that may be attached; long names, `=` for a
 * value, `?` for one that may be left out. In front, `+`: the first operand ends the options; `#`: numbers are operands.
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

/** An option as it was given: its letter or long name, and its value; null for one without. */
export interface GivenOption {
  readonly name: string;
  readonly value: string | null;
}

export type GetoptWords =
  | {
      readonly kind: 'read';
      /** The words with long options written out. */
      readonly args: readonly string[];
      readonly options: readonly GivenOption[];
      /** The words that are neither options nor their values. */
      readonly operands: readonly string[];
    }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Reads the words of a program as getopt_long does: options before and behind the rest, letters together, names abbreviated. */
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

/** An option, or why getopt refuses it. */
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
