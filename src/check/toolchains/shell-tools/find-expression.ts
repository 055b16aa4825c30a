import { isKnown } from '../../dockerfile/unknown-text.ts';
import { resolvePath } from '../../simulation/image/files.ts';
import type { Machine } from '../../simulation/shell/machine.ts';
import { fine, type Reading, readValue, refused, shaped, type ValueReader, worstOf } from './gnu/reading.ts';
import { count, existingFile, group, user } from './gnu/values.ts';
import { isMode } from './modes.ts';
import { readRegularExpression } from './patterns/reader.ts';

/** One part of an expression with its arguments: a test, an action, or an operator. */
export interface FindWord {
  readonly name: string;
  readonly values: readonly string[];
  /** `-exec … +`: passes many files to one command. */
  readonly joins: boolean;
}

interface FindExpression {
  readonly roots: readonly string[];
  readonly words: readonly FindWord[];
  readonly reading: Reading;
}

const anything: ValueReader = () => fine;
const number = (name: string): ValueReader => shaped(/^[-+]?\d+(?:\.\d+)?$/, `argument to ${name}`);
const levels = count('number of levels');

const permissions: ValueReader = (value) =>
  isMode(value.replace(/^[-/]/, '')) && !/^\+[0-7]/.test(value) ? fine : refused(`invalid mode ‘${value}’`);
/** In a pattern of any kind, a set has to be closed. */
const regex: ValueReader = (value) => {
  const read = readRegularExpression(value, 'grep');
  return read.kind === 'refused' && read.phrase.startsWith('Unmatched [')
    ? refused(`failed to compile regular expression '${value}'`)
    : fine;
};
const types = shaped(/^[bcdpflsD](?:,[bcdpflsD])*$/, 'argument to -type');
const size = shaped(/^[-+]?\d+[bcwkMG]?$/, '-size argument');

/** The arguments of each test: none, one or several. */
const tests: Readonly<Record<string, readonly ValueReader[]>> = {
  ...all('print print0 prune quit delete empty true false ls depth d xdev mount noleaf follow daystart', []),
  ...all('executable readable writable nouser nogroup warn nowarn ignore_readdir_race', []),
  ...all('noignore_readdir_race', []),
  ...all('name iname path ipath wholename iwholename lname ilname printf fprint fprint0 fls fstype', [
    anything,
  ]),
  ...all('regextype context', [anything]),
  ...all('regex iregex', [regex]),
  fprintf: [anything, anything],
  ...numbers('amin mmin cmin atime mtime ctime links inum uid gid used'),
  size: [size],
  type: [types],
  xtype: [types],
  perm: [permissions],
  user: [user],
  group: [group],
  ...all('newer anewer cnewer samefile', [existingFile]),
  ...all('maxdepth mindepth', [levels]),
};

function all(
  names: string,
  readers: readonly ValueReader[],
): Readonly<Record<string, readonly ValueReader[]>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, readers]));
}

function numbers(names: string): Readonly<Record<string, readonly ValueReader[]>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, [number(`-${name}`)]]));
}

const starts = /^(?:-(?:exec|execdir|ok|okdir))$/;
const isNot = (word: string): boolean => word === '!' || word === '-not';
const joins = /^(?:-a|-and|-o|-or|,)$/;

/** Parses the arguments of `find` as findutils does: options, folders, then one expression. */
export function readFindExpression(args: readonly string[], machine: Machine): FindExpression {
  let at = 0;
  for (; /^-[HLP]+$|^-O\d$/.test(args[at] ?? ''); at += 1);
  const from = at;
  while (at < args.length && !/^(?:-.|\($|\)$|!$|,$)/.test(args[at] ?? '')) at += 1;
  const roots = args.slice(from, at);
  const read = readWords(args.slice(at), machine);
  const reading = worstOf([read.reading, order(read.words)]);
  return { roots: roots.length > 0 ? roots : ['.'], words: read.words, reading };
}

function readWords(
  args: readonly string[],
  machine: Machine,
): { readonly words: readonly FindWord[]; readonly reading: Reading } {
  const words: FindWord[] = [];
  const readings: Reading[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const name = args[at] ?? '';
    if (!isKnown(name)) return { words, reading: { kind: 'unknown' } };
    if (starts.test(name)) {
      const command = commandAt(args, at + 1);
      if (command === null) return { words, reading: refused(`missing argument to \`${name}'`) };
      words.push({ name, ...command });
      at += command.values.length + 1;
      continue;
    }
    const isOperator = isNot(name) || joins.test(name) || name === '(' || name === ')';
    const readers = isOperator ? [] : valuesOf(name);
    if (readers === null)
      return {
        words,
        reading: refused(
          name.startsWith('-') ? `unknown predicate \`${name}'` : `paths must precede expression: \`${name}'`,
        ),
      };
    const values = args.slice(at + 1, at + 1 + readers.length);
    if (values.length < readers.length) return { words, reading: refused(`missing argument to \`${name}'`) };
    readings.push(...readers.map((reader, index) => readValue(reader, values[index] ?? '', machine, name)));
    words.push({ name, values, joins: false });
    at += readers.length;
  }
  return { words, reading: worstOf(readings) };
}

function valuesOf(name: string): readonly ValueReader[] | null {
  const plain = name.slice(1);
  if (!name.startsWith('-')) return null;
  if (Object.hasOwn(tests, plain)) return tests[plain] ?? null;
  return /^-newer[aBcm][aBcmt]$/.test(name) ? [anything] : null;
}

/** The words of `-exec`, up to `;` or `{} +`; null when the end or the command is missing. */
function commandAt(
  args: readonly string[],
  from: number,
): { readonly values: readonly string[]; readonly joins: boolean } | null {
  for (let at = from; at < args.length; at += 1) {
    const isJoined = args[at] === '+' && args[at - 1] === '{}' && at > from;
    if (args[at] === ';' || isJoined)
      return at === from ? null : { values: args.slice(from, at), joins: isJoined };
  }
  return null;
}

/** Checks that operators have operands, and that parentheses are closed. */
function order(words: readonly FindWord[]): Reading {
  let depth = 0;
  let wants = false;
  for (const [index, { name }] of words.entries()) {
    const before = words[index - 1]?.name ?? '(';
    const beginsHere = before === '(' || joins.test(before);
    if (joins.test(name) && (beginsHere || isNot(before)))
      return refused(`invalid expression; you have used a binary operator '${name}' with nothing before it.`);
    if (name === '(') depth += 1;
    if (name === ')') {
      if (depth === 0) return refused("invalid expression; you have too many ')'");
      if (beginsHere || isNot(before))
        return refused('invalid expression; empty parentheses are not allowed.');
      depth -= 1;
    }
    wants = joins.test(name) || isNot(name) || name === '(';
  }
  if (depth > 0)
    return refused("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
  return wants ? refused(`expected an expression after '${words.at(-1)?.name ?? ''}'`) : fine;
}

/** The first starting folder that is certainly missing; null when there is none. */
export const missingRoot = ({ cwd, stage }: Machine, roots: readonly string[]): string | null =>
  roots.find(
    (root) => isKnown(root) && (root === '' || stage.files.presence(resolvePath(cwd, root)) === 'absent'),
  ) ?? null;
