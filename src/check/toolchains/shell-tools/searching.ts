import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { fail, type Machine, type Program } from '../../simulation/shell/machine.ts';
import type { Status } from '../../simulation/shell/status.ts';
import { print } from '../../simulation/shell/streams.ts';
import { splitOperands } from './operands.ts';
import { isCheap, match, readPattern } from './pattern.ts';
import { readAll } from './text.ts';

/** grep: 0 where a line matches, 1 where none does, 2 where a file is not there. */
export const grep: Program = (machine, args, _input, name) => {
  const { options, operands } = splitOperands(args, [
    '-e',
    '-f',
    '-m',
    '-A',
    '-B',
    '-C',
    '--include',
    '--exclude',
    '--regexp',
  ]);
  const letters = options.filter((option) => /^-[a-zA-Z]/.test(option)).join('');
  const isNamed = options.includes('-e') || options.includes('--regexp');
  const named = options.find((_, index) => options[index - 1] === '-e' || options[index - 1] === '--regexp');
  const pattern = isNamed ? named : operands[0];
  const paths = isNamed ? operands : operands.slice(1);
  if (pattern === undefined) return fail(machine, { kind: 'command-failed', phrase: `${name}: no pattern` });
  if (
    /[rRfL]/.test(letters) ||
    options.some((option) => /^--(?:recursive|include|exclude|file)/.test(option))
  ) {
    print(machine, unknownText);
    return 'unknown';
  }
  const read = readAll(machine, name, paths);
  const quiet = /[qc]/.test(letters) || options.includes('--quiet');
  const found = isKnown(read.text) && isKnown(pattern) ? lines(read.text, pattern, name, letters) : null;
  if (!quiet) print(machine, found?.map((line) => `${line}\n`).join('') ?? unknownText);
  else if (letters.includes('c')) print(machine, found === null ? unknownText : `${found.length}\n`);
  // With `-q` a match decides, whatever files are missing.
  if (read.status === 'failed')
    return /q/.test(letters) && found !== null && found.length > 0 ? 'ok' : 'failed';
  if (found === null || read.status === 'unknown') return 'unknown';
  return found.length > 0 ? 'ok' : noLine(machine, args, name);
};

/** diff and cmp: 1 where two files differ, 2 where one is not there. */
export const compare: Program = (machine, args, _input, name) => {
  const { options, operands } = splitOperands(args);
  const [one = '', other = ''] = operands;
  if (operands.length !== 2)
    return fail(machine, { kind: 'command-failed', phrase: `${name}: missing operand` });
  const [first, second] = [readAll(machine, name, [one]), readAll(machine, name, [other])];
  if (!options.some((option) => /^-q$|^--quiet$|^-s$/.test(option))) print(machine, unknownText);
  if (first.status !== 'ok' || second.status !== 'ok')
    return first.status === 'failed' || second.status === 'failed' ? 'failed' : 'unknown';
  if (one === other) return 'ok';
  const isPlain = options.every((option) => /^(?:-[usq]|--quiet|--brief)$/.test(option));
  if (!isPlain || !isKnown(first.text) || !isKnown(second.text)) return 'unknown';
  return first.text === second.text ? 'ok' : noLine(machine, args, name);
};

/** The lines that match; null where the pattern is not followed. */
function lines(text: string, pattern: string, name: string, letters: string): readonly string[] | null {
  const all = text.replace(/\n$/, '').split('\n');
  const input = text === '' ? [] : all;
  const fold = letters.includes('i');
  const folded = (each: string): string => (fold ? each.toLowerCase() : each);
  const wanted = letters.includes('v');
  if (/[wxoP]/.test(letters)) return null;
  if (name === 'fgrep' || letters.includes('F'))
    return input.filter((line) => folded(line).includes(folded(pattern)) !== wanted);
  const read = readPattern(folded(pattern), name === 'egrep' || letters.includes('E'));
  if (read === null || !isCheap(read, text)) return null;
  return input.filter((line) => (match(read, folded(line)) !== null) !== wanted);
}

/** Nothing found: that is an answer, and a failure for a shell with -e. */
function noLine(machine: Machine, args: readonly string[], name: string): Status {
  return fail(machine, { kind: 'exit-code', command: [name, ...args].join(' ').slice(0, 100) });
}
