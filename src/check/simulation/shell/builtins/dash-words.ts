import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { exitShell, fail, type Machine, type Program } from '../machine.ts';
import type { Status } from '../status.ts';

/** What one of dash's own words takes (measured: 0.5.12). */
interface DashWord {
  /** Letters of options; null for a word that has none, and takes everything as it is. */
  readonly letters: string | null;
  /** Letters that take the next word. */
  readonly valued?: string;
  /** What the other words have to be: numbers, or names of variables (with a value or without). */
  readonly operands?: 'numbers' | 'names' | 'anything';
  readonly least?: number;
  /** An error in it ends the whole shell. */
  readonly special?: boolean;
}

const words: Readonly<Record<string, DashWord>> = {
  break: { letters: null, operands: 'numbers', special: true },
  continue: { letters: null, operands: 'numbers', special: true },
  exit: { letters: null, operands: 'numbers', special: true },
  return: { letters: null, operands: 'numbers', special: true },
  shift: { letters: null, operands: 'numbers', special: true },
  export: { letters: 'p', special: true },
  readonly: { letters: 'p', special: true },
  unset: { letters: 'fv', operands: 'names', special: true },
  read: { letters: 'rp', valued: 'p', operands: 'names', least: 1 },
  wait: { letters: '' },
  pwd: { letters: 'LP' },
  cd: { letters: 'LP' },
  hash: { letters: 'rv' },
  umask: { letters: 'S' },
  ulimit: { letters: 'HSatfdscmlpvwrn' },
  unalias: { letters: 'a' },
  jobs: { letters: 'lp' },
  command: { letters: 'pvV' },
};

const operandsAre: Readonly<Record<'numbers' | 'names', readonly [shape: RegExp, complaint: string]>> = {
  numbers: [/^\s*\d{1,9}$/, 'Illegal number'],
  names: [/^[A-Za-z_]\w*(?:=|$)/, 'bad variable name'],
};

/** What dash says of the words, if it refuses them. */
function refusal(name: string, word: DashWord, args: readonly string[]): string | null {
  let at = 0;
  for (; word.letters !== null && /^-./.test(args[at] ?? '') && isKnown(args[at] ?? ''); at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at += 1;
      break;
    }
    const { letters, valued = '' } = word;
    const wrong = [...arg.slice(1)].find((letter) => !letters.includes(letter));
    if (wrong !== undefined) return `Illegal option -${wrong}`;
    if (valued !== '' && valued.includes(arg.at(-1) ?? '')) at += 1;
    // `command` and the words of what it runs.
    if (name === 'command') break;
  }
  const operands = args.slice(at);
  if (operands.length < (word.least ?? 0)) return 'arg count';
  if (word.operands === undefined || word.operands === 'anything') return null;
  const [shape, complaint] = operandsAre[word.operands];
  const looked = word.operands === 'numbers' ? operands.slice(0, 1) : operands;
  const wrong = looked.find((each) => isKnown(each) && !shape.test(each));
  return wrong === undefined
    ? null
    : `${word.operands === 'numbers' ? `${complaint}: ${wrong}` : `${wrong}: ${complaint}`}`;
}

/** The shell's own words, as dash reads them; another shell has more options, which their programs know. */
export const withDashWords = (
  builtins: Readonly<Record<string, Program>>,
): Readonly<Record<string, Program>> =>
  Object.fromEntries(
    Object.entries(builtins).map(([name, program]): [string, Program] => {
      const word = Object.hasOwn(words, name) ? words[name] : undefined;
      return [name, word === undefined ? program : inDash(name, word, program)];
    }),
  );

const inDash =
  (name: string, word: DashWord, program: Program): Program =>
  (machine, args, input, called): Status => {
    const wrong = machine.dialect === 'dash' ? refusal(name, word, args) : null;
    if (wrong === null) return program(machine, args, input, called);
    return refuse(machine, `${name}: ${wrong}`, word.special === true);
  };

const refuse = (machine: Machine, phrase: string, ends: boolean): Status =>
  ends ? exitShell(machine, phrase) : fail(machine, { kind: 'shell-refused', phrase });
