import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { exitShell, fail, type Machine, type Program } from '../machine.ts';
import type { Status } from '../status.ts';

/** Arguments that one of dash's builtins accepts (measured with 0.5.12). */
interface DashWord {
  /** Its option letters; null if it has no options and takes every argument as it is. */
  readonly letters: string | null;
  /** Option letters that take the next word. */
  readonly valued?: string;
  /** What the other arguments must be: numbers, or variable names (with or without a value). */
  readonly operands?: 'numbers' | 'names' | 'anything';
  readonly least?: number;
  /** Whether an error in it ends the shell. */
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

/** dash's error message if it rejects the arguments, otherwise null. */
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
    // What follows are `command`'s operands: the command that it runs.
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

/** Adds dash's argument checks to the builtins. Other shells have more options, which the builtins check themselves. */
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
