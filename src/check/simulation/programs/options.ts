/** The values of a command line's options by their names, in order; empty texts for options without a value. */
export type ParsedOptions = ReadonlyMap<string, readonly string[]>;

/** How a program's command line is read: which options take the next word. */
export interface OptionTable {
  /** Options with a value. */
  readonly valued: ReadonlySet<string>;
  /** Options without one. */
  readonly plain: ReadonlySet<string>;
}

export interface ParsedCommandLine {
  readonly options: ParsedOptions;
  readonly operands: readonly string[];
  /** Options that the table does not have. */
  readonly foreign: readonly string[];
}

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));
export const optionTable = (valued: string, plain: string): OptionTable => ({
  valued: list(valued),
  plain: list(plain),
});

/** Parses words up to the first operand (`stopAtOperand`), or all of them. */
export function parseOptions(
  args: readonly string[],
  table: OptionTable,
  stopAtOperand = false,
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
      if (stopAtOperand) {
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
      // Short options in one word: -qU, or -p3.11 with its value attached.
      const short = arg.slice(0, 2);
      if (table.valued.has(short)) add(short, arg.slice(2));
      else if ([...arg.slice(1)].every((letter) => table.plain.has(`-${letter}`))) {
        for (const letter of arg.slice(1)) add(`-${letter}`, '');
      } else foreign.push(arg);
    } else foreign.push(name);
  }
  return { options, operands, foreign };
}
