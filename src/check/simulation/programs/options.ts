/** Values of the options of a command line, by name and in order. The value is empty for options that take none. */
export type ParsedOptions = ReadonlyMap<string, readonly string[]>;

/** How to parse a program's command line: which options take a value. */
export interface OptionTable {
  /** Options with a value. */
  readonly valued: ReadonlySet<string>;
  /** Options without one. */
  readonly plain: ReadonlySet<string>;
}

export interface ParsedCommandLine {
  readonly options: ParsedOptions;
  readonly operands: readonly string[];
  /** Options that are not in the table. */
  readonly foreign: readonly string[];
}

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));
export const optionTable = (valued: string, plain: string): OptionTable => ({
  valued: list(valued),
  plain: list(plain),
});

/** Where options are recognized: everywhere, or only before the first operand, which starts a command of its own. */
export type OptionExtent = 'anywhere' | 'before-operands';

/** Parses arguments with a table of options. */
export function parseOptions(
  args: readonly string[],
  table: OptionTable,
  extent: OptionExtent = 'anywhere',
): ParsedCommandLine {
  const options = new Map<string, string[]>();
  const operands: string[] = [];
  const foreign: string[] = [];
  const add = (name: string, value: string): void => {
    options.set(name, [...(options.get(name) ?? []), value]);
  };
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      if (extent === 'before-operands') {
        operands.push(...args.slice(at));
        break;
      }
      operands.push(arg);
      continue;
    }
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const name = equals < 0 ? arg : arg.slice(0, equals);
    if (equals >= 0) {
      if (table.valued.has(name)) add(name, arg.slice(equals + 1));
      else foreign.push(name);
    } else if (table.valued.has(name)) {
      at += 1;
      add(name, args[at] ?? '');
    } else if (table.plain.has(name)) add(name, '');
    else if (/^-[a-zA-Z]/.test(arg) && !arg.startsWith('--')) {
      const cluster = readCluster(arg.slice(1), table);
      if (cluster === null) foreign.push(arg);
      else {
        for (const each of cluster.plain) add(each, '');
        const { valued, attached } = cluster;
        if (valued !== null && attached === '') at += 1;
        if (valued !== null) add(valued, attached === '' ? (args[at] ?? '') : attached);
      }
    } else foreign.push(name);
  }
  return { options, operands, foreign };
}

/**
 * Parses short options combined in one word: `-qU`, or `-p3.11` and `-qp3.11`, where the last one has its value attached. Otherwise its
 * value is the next word. Null if one of them is not in the table.
 */
function readCluster(
  letters: string,
  table: OptionTable,
): { readonly plain: readonly string[]; readonly valued: string | null; readonly attached: string } | null {
  const names = [...letters].map((letter) => `-${letter}`);
  const last = names.findIndex((name) => table.valued.has(name));
  const plain = last < 0 ? names : names.slice(0, last);
  if (!plain.every((name) => table.plain.has(name))) return null;
  return { plain, valued: names[last] ?? null, attached: last < 0 ? '' : letters.slice(last + 1) };
}
