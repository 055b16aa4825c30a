import { isKnown } from '../../dockerfile/unknown-text.ts';

/** Options of a program that reads its words with GNU's getopt. */
export interface GetoptTable {
  /** Letters; `true` for one with a value. */
  readonly letters: ReadonlyMap<string, boolean>;
  /** Long names: whether a value stands behind them, may stand behind `=`, or never does. */
  readonly long: ReadonlyMap<string, 'needed' | 'possible' | 'none'>;
}

/** `pm:v | parents mode= verbose context?`: letters, `:` for a value; long names, `=` for a value, `?` for one that may be left out. */
export function getoptTable(text: string): GetoptTable {
  const [short = '', long = ''] = text.split('|').map((part) => part.trim());
  const kinds = { '=': 'needed', '?': 'possible' } as const;
  return {
    letters: new Map(
      [...short.matchAll(/([A-Za-z0-9])(:?)/g)].map(([, letter = '', value]) => [letter, value === ':']),
    ),
    long: new Map(
      [...long.matchAll(/([a-z0-9-]+)([=?]?)/g)].map(([, name = '', value = '']) => [
        name,
        value === '=' || value === '?' ? kinds[value] : 'none',
      ]),
    ),
  };
}

export type GetoptWords =
  /** With long options written out; `operands` are the words that are neither options nor their values. */
  | { readonly kind: 'read'; readonly args: readonly string[]; readonly operands: readonly string[] }
  | { readonly kind: 'refused'; readonly phrase: string };

/** Reads the words of a program as getopt_long does: options before and behind the rest, letters together, names abbreviated. */
export function readGetopt(name: string, table: GetoptTable, words: readonly string[]): GetoptWords {
  const args: string[] = [];
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      const rest = words.slice(at + 1);
      return { kind: 'read', args: [...args, word, ...rest], operands: [...operands, ...rest] };
    }
    if (!isKnown(word) || !/^-./.test(word)) {
      args.push(word);
      operands.push(word);
      continue;
    }
    const read = word.startsWith('--') ? readLong(table, word) : readLetters(table, word);
    if (typeof read === 'string') return { kind: 'refused', phrase: `${name}: ${read}` };
    args.push(read.word);
    if (!read.takesNext) continue;
    at += 1;
    const value = words[at];
    if (value === undefined)
      return { kind: 'refused', phrase: `${name}: option requires an argument: ${word}` };
    args.push(value);
  }
  return { kind: 'read', args, operands };
}

interface ReadOption {
  readonly word: string;
  readonly takesNext: boolean;
}

/** An option, or why getopt refuses it. */
function readLong({ long }: GetoptTable, word: string): ReadOption | string {
  const [written = '', value] = word.slice(2).split(/=(.*)/s);
  const meant = long.has(written) ? [written] : [...long.keys()].filter((each) => each.startsWith(written));
  const [only] = meant;
  if (only === undefined) return `unrecognized option '--${written}'`;
  if (meant.length > 1) return `option '--${written}' is ambiguous`;
  const kind = long.get(only);
  if (value !== undefined && kind === 'none') return `option '--${only}' doesn't allow an argument`;
  return {
    word: value === undefined ? `--${only}` : `--${only}=${value}`,
    takesNext: value === undefined && kind === 'needed',
  };
}

function readLetters({ letters }: GetoptTable, word: string): ReadOption | string {
  for (let at = 1; at < word.length; at += 1) {
    const takes = letters.get(word[at] ?? '');
    if (takes === undefined) return `invalid option -- '${word[at]}'`;
    if (takes) return { word, takesNext: at === word.length - 1 };
  }
  return { word, takesNext: false };
}
