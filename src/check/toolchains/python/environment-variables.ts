import { isKnown } from '../../dockerfile/unknown-text.ts';
import { fail, type Machine, type Program, unknown } from '../../simulation/shell/machine.ts';

/** An integer as C parses it. */
const number = /^\s{0,9}[+-]?\d{1,20}$/;
const isBetween = (value: string, least: number, most: number): boolean =>
  number.test(value) && Number(value) >= least && Number(value) <= most;

interface Variable {
  readonly name: string;
  /** Whether the interpreter starts with this value; null when that is unknown. */
  readonly takes: (value: string) => boolean | null;
  /** Its error for a value that it refuses. */
  readonly refusal: string;
}

/** Memory allocators. Those with `debug` only check more. */
const allocators = /^(?:default|debug|(?:py)?malloc(?:_debug)?)$/;
/** Common encodings. It is unknown whether Python has others. */
const encodings =
  /^(?:utf[-_ ]?8(?:[-_]sig)?|utf[-_]?16|ascii|us-ascii|latin[-_]?1|iso[-_]?8859[-_]1|cp1252)?(?::\w{1,40})?$/i;

/** Values with which an interpreter does not start, as measured with 3.11. An empty value counts as unset. */
const variables: readonly Variable[] = [
  {
    name: 'PYTHONUTF8',
    takes: (value) => value === '0' || value === '1',
    refusal: 'invalid PYTHONUTF8 environment variable value',
  },
  {
    name: 'PYTHONHASHSEED',
    takes: (value) => value === 'random' || isBetween(value, 0, 2 ** 32 - 1),
    refusal: 'PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]',
  },
  {
    name: 'PYTHONTRACEMALLOC',
    takes: (value) => isBetween(value, 0, 65_535),
    refusal: 'PYTHONTRACEMALLOC: invalid number of frames',
  },
  {
    name: 'PYTHONINTMAXSTRDIGITS',
    takes: (value) => isBetween(value, 0, 0) || isBetween(value, 640, 2 ** 31 - 1),
    refusal: 'PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.',
  },
  {
    name: 'PYTHONMALLOC',
    takes: (value) => allocators.test(value),
    refusal: 'PYTHONMALLOC: unknown allocator',
  },
  { name: 'PYTHONIOENCODING', takes: (value) => encodings.test(value) || null, refusal: '' },
  // These can move Python's own library, remove folders from the module path, or turn warnings into errors.
  { name: 'PYTHONPLATLIBDIR', takes: (value) => value === 'lib' || null, refusal: '' },
  { name: 'PYTHONHOME', takes: () => null, refusal: '' },
  { name: 'PYTHONSAFEPATH', takes: () => null, refusal: '' },
  { name: 'PYTHONWARNINGS', takes: (value) => (/(?:^|,)\s{0,9}e/.test(value) ? null : true), refusal: '' },
];

/** `python -E` and `python -I` ignore these variables. */
const readsNone = (name: string, args: readonly string[]): boolean => {
  if (!/python[\d.]*$/.test(name)) return false;
  const end = args.findIndex((arg) => !arg.startsWith('-'));
  return (end < 0 ? args : args.slice(0, end)).some((arg) => /^-[A-Za-z]{0,9}[EI]/.test(arg));
};

const isTaken = ({ takes }: Variable, value: string): boolean | null => {
  if (value === '') return true;
  return isKnown(value) ? takes(value) : null;
};

/** Wraps a program that runs on a Python interpreter: if the interpreter refuses a variable, the program does not run. */
const onInterpreter =
  (program: Program): Program =>
  (machine, args, input, name) => {
    const read = readsNone(name, args) ? [] : variables;
    for (const variable of read) {
      const taken = isTaken(variable, machine.env.get(variable.name) ?? '');
      if (taken === false) return refused(machine, name, variable.refusal);
      if (taken === null) unknown(machine, variable.name);
    }
    return program(machine, args, input, name);
  };

const refused = (machine: Machine, name: string, refusal: string) =>
  fail(machine, { kind: 'command-failed', phrase: `${name}: Fatal Python error: ${refusal}` });

/** Applies `onInterpreter` to several programs. */
export const onInterpreters = (
  programs: Readonly<Record<string, Program>>,
): Readonly<Record<string, Program>> =>
  Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, onInterpreter(program)]));
