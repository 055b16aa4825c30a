import { isKnown } from '../../../dockerfile/unknown-text.ts';
import { fail, type Machine, type Program, unknown } from '../../../simulation/shell/machine.ts';
import type { Status } from '../../../simulation/shell/status.ts';
import { print } from '../../../simulation/shell/streams.ts';
import { archiveProgramTexts } from './archive-programs.ts';
import { fileProgramTexts } from './file-programs.ts';
import { type GetoptTable, type GetoptWords, type GivenOption, readGetopt } from './getopt.ts';
import { type GnuProgram, gnuPrograms } from './program.ts';
import { queryProgramTexts } from './query-programs.ts';
import { fine, notKnown, type Reading, readValue, refused, worstOf } from './reading.ts';
import { searchProgramTexts } from './search-programs.ts';
import { startingProgramTexts } from './starting-programs.ts';
import { textProgramTexts } from './text-programs.ts';

const programs = gnuPrograms({
  ...archiveProgramTexts,
  ...fileProgramTexts,
  ...textProgramTexts,
  ...searchProgramTexts,
  ...queryProgramTexts,
  ...startingProgramTexts,
});

/** Converts tar's old style, `xzf archive`: letters without a dash, whose values are the next words, in order. */
function withDashes(args: readonly string[], { letters }: GetoptTable): readonly string[] {
  const [first = '', ...rest] = args;
  if (!/^[A-Za-z]+$/.test(first)) return args;
  const words: string[] = [];
  let at = 0;
  for (const letter of first) {
    words.push(`-${letter}`);
    if (letters.get(letter) !== 'needed') continue;
    const value = rest[at];
    at += 1;
    // An option without its value is moved to the end, where getopt reports it.
    if (value === undefined) return [...words.filter((word) => word !== `-${letter}`), `-${letter}`];
    words.push(value);
  }
  return [...words, ...rest.slice(at)];
}

/** Rewrites a first word in an obsolete form to the current form. */
function today({ older, table, bundles }: GnuProgram, words: readonly string[]): readonly string[] {
  const args = bundles ? withDashes(words, table) : words;
  const [first = '', ...rest] = args;
  const found = older.find(([word]) => word.test(first));
  return found === undefined ? args : [first.replace(found[0], found[1]), ...rest];
}

/** The options and operands of a program, without any validation. */
export function optionsOf(
  name: string,
  args: readonly string[],
): { readonly options: readonly GivenOption[]; readonly operands: readonly string[] } {
  const program = programs.get(name);
  const read = program === undefined ? null : readGetopt(name, program.table, today(program, args));
  return read?.kind === 'read' ? read : { options: [], operands: args.filter((arg) => !/^-./.test(arg)) };
}

/** Whether a program's arguments are validated before it is simulated, so that a refused option ends it. */
export const isRead = ({ stage }: Machine, name: string): boolean =>
  stage.base.family === 'debian' && programs.has(name);

/** Whether any of these options is given. */
export const hasOption = (options: readonly GivenOption[], ...names: readonly string[]): boolean =>
  options.some(({ name }) => names.includes(name));

/** The value of any of these options; the last one counts. */
export const optionValue = (options: readonly GivenOption[], ...names: readonly string[]): string | null =>
  options.findLast(({ name }) => names.includes(name))?.value ?? null;

/** Validates the values of the options, the rules between options, and the operands. */
function judge(
  program: GnuProgram,
  options: readonly GivenOption[],
  operands: readonly string[],
  machine: Machine,
): Reading {
  const readings = options.flatMap(({ name, value }) => {
    const reader = program.values.get(name);
    const isNewer = program.newer.includes(name) ? [notKnown] : [];
    return reader === undefined || value === null ? isNewer : [readValue(reader, value, machine, name)];
  });
  const isLikeAnother = hasOption(options, 'reference');
  const words = isLikeAnother ? [] : program.words;
  for (const [index, reader] of words.entries()) {
    const word = operands[index];
    if (word !== undefined) readings.push(readValue(reader, word, machine, ''));
  }
  return worstOf([
    ...readings,
    ...program.rules.map((rule) => obeyed(rule, options)),
    numberOf(program, options, operands),
  ]);
}

/** Applies one rule between options. */
function obeyed(rule: GnuProgram['rules'][number], options: readonly GivenOption[]): Reading {
  switch (rule.kind) {
    case 'apart':
      return countOf(rule.options, options) > 1 ? refused(rule.phrase) : fine;
    case 'doubtful':
      return countOf(rule.options, options) > 1 ? notKnown : fine;
    case 'needed':
      return hasOption(options, ...rule.options) ? fine : refused(rule.phrase);
    case 'only-with':
      return hasOption(options, ...rule.options) && !hasOption(options, ...rule.others)
        ? refused(rule.phrase)
        : fine;
    case 'operands':
      return fine;
  }
}

const countOf = (groups: readonly (readonly string[])[], options: readonly GivenOption[]): number =>
  groups.filter((each) => hasOption(options, ...each)).length;

/** Checks the number of operands. */
function numberOf(
  program: GnuProgram,
  options: readonly GivenOption[],
  operands: readonly string[],
): Reading {
  // An unknown word may expand to several words, or to none.
  if (!operands.every(isKnown)) return fine;
  const other = program.rules.find((rule) => rule.kind === 'operands' && hasOption(options, ...rule.options));
  const { least, most } = other?.kind === 'operands' ? other : program;
  if (operands.length < least) return refused('missing operand');
  return operands.length > most ? refused(`extra operand ‘${operands[most] ?? ''}’`) : fine;
}

/** The outcome of a program's arguments before it does anything. */
type GnuCommandLine =
  | { readonly kind: 'ends'; readonly status: Status }
  | { readonly kind: 'goes-on'; readonly args: readonly string[]; readonly isSure: boolean };

function readCommandLine(
  machine: Machine,
  name: string,
  program: GnuProgram,
  args: readonly string[],
): GnuCommandLine {
  const ends = (phrase: string): GnuCommandLine => ({
    kind: 'ends',
    status: fail(machine, { kind: 'command-failed', phrase }),
  });
  const read = readGetopt(name, program.table, today(program, args));
  if (read.kind === 'refused') return ends(read.phrase);
  if (hasOption(read.options, 'help', 'version')) return { kind: 'ends', status: 'ok' };
  const judged = judge(program, read.options, read.operands, machine);
  if (judged.kind === 'refused') return ends(`${name}: ${judged.phrase}`);
  const words = takesFolder.has(name) ? withFolderLast(read) : read.args;
  return { kind: 'goes-on', args: words, isSure: judged.kind === 'fine' };
}

/** Converts `cp -t folder file` to `cp file folder`. */
function withFolderLast({
  args,
  options,
  operands,
}: Extract<GetoptWords, { kind: 'read' }>): readonly string[] {
  const folder = optionValue(options, ...targetFolder);
  if (folder === null) return args;
  const others = options
    .filter(({ name }) => !targetFolder.includes(name))
    .map(({ name, value }) =>
      name.length === 1 ? `-${name}${value ?? ''}` : `--${name}${value === null ? '' : `=${value}`}`,
    );
  return [...others, '--', ...operands, folder.endsWith('/') ? folder : `${folder}/`];
}
const targetFolder = ['t', 'target-directory'];

const takesFolder = new Set(['cp', 'mv', 'install', 'ln']);

/** A mode of `chmod` can look like an option: `chmod -x file`. */
const isModeOfChmod = (name: string, arg: string): boolean =>
  name === 'chmod' && /^-[rwxXstugoa,+=0-7-]+$/.test(arg) && !/^--/.test(arg);

/**
 * Wraps a program that uses GNU getopt: it gets normalised options, and does not run if they are refused. Only on Debian; other
 * distributions have other implementations.
 */
const withOptions =
  (program: Program, name: string): Program =>
  (machine, args, input, called) => {
    const known = isRead(machine, name) ? programs.get(name) : undefined;
    if (known === undefined) return program(machine, args, input, called);
    const mode = args.filter((arg) => isModeOfChmod(name, arg));
    const others = args.filter((arg) => !isModeOfChmod(name, arg));
    const read = readCommandLine(machine, name, known, others);
    if (read.kind === 'ends') {
      if (read.status === 'ok') print(machine, '');
      return read.status;
    }
    const status = program(machine, [...mode, ...read.args], input, called);
    return read.isSure || status !== 'ok' ? status : unknown(machine, name);
  };

/** Applies `withOptions` to several programs. */
export const withGnuOptions = (tools: Readonly<Record<string, Program>>): Readonly<Record<string, Program>> =>
  Object.fromEntries(Object.entries(tools).map(([name, program]) => [name, withOptions(program, name)]));
