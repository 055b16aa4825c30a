import { parseHeredocWord } from './heredoc.ts';
import type { Heredoc, LogicalLine } from './lines.ts';
import { type BuildError, type BuildErrorCode, buildError } from './problem.ts';
import { cutAtBlank, isSpace, trim } from './text.ts';
import { blankWords, jsonStrings, quotedWords, takeFlags } from './words.ts';

export const keywords = [
  'add',
  'arg',
  'cmd',
  'copy',
  'entrypoint',
  'env',
  'expose',
  'from',
  'healthcheck',
  'label',
  'maintainer',
  'onbuild',
  'run',
  'shell',
  'stopsignal',
  'user',
  'volume',
  'workdir',
] as const;
export type Keyword = (typeof keywords)[number];

/** A name with its value, of ENV, LABEL or ARG. */
export interface Pair {
  readonly name: string;
  /** Null for an ARG without a default. */
  readonly value: string | null;
  /** The old form `ENV name value`. */
  readonly legacy: boolean;
}

/** One instruction as BuildKit reads it, before any variable is replaced. */
export interface Instruction {
  /** Null for a word that is no instruction. */
  readonly keyword: Keyword | null;
  /** The word as it was written. */
  readonly written: string;
  readonly line: number;
  readonly end: number;
  /** Flags as they were written, and by name (without `--`); a boolean one has the value `true` or `false`. */
  readonly flags: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly args: readonly string[];
  readonly pairs: readonly Pair[];
  /** What stands after the keyword and its flags. */
  readonly rest: string;
  /** The exec form. */
  readonly json: boolean;
  readonly heredocs: readonly Heredoc[];
  /** The whole logical line. */
  readonly text: string;
  /** Why BuildKit does not accept it. */
  readonly error: BuildError | null;
}

type FlagKind = 'text' | 'texts' | 'yes';
const knownFlags: Partial<Record<Keyword, Readonly<Record<string, FlagKind>>>> = {
  add: {
    chown: 'text',
    chmod: 'text',
    link: 'yes',
    'keep-git-dir': 'yes',
    checksum: 'text',
    unpack: 'yes',
    exclude: 'texts',
  },
  copy: { chown: 'text', from: 'text', chmod: 'text', link: 'yes', exclude: 'texts', parents: 'yes' },
  from: { platform: 'text' },
  healthcheck: {
    interval: 'text',
    timeout: 'text',
    'start-period': 'text',
    'start-interval': 'text',
    retries: 'text',
  },
  run: { mount: 'texts', network: 'text', security: 'text', device: 'texts' },
};

type Values = Readonly<Record<string, string | number>>;
class Refused extends Error {
  readonly code: BuildErrorCode;
  readonly values: Values;
  constructor(code: BuildErrorCode, phrase: string, values: Values = {}) {
    super(phrase);
    this.code = code;
    this.values = values;
  }
}

function readFlags(keyword: Keyword, flags: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const known = knownFlags[keyword] ?? {};
  const found = new Map<string, string[]>();
  for (const flag of flags) {
    const equals = flag.indexOf('=');
    const shown = equals < 0 ? flag : flag.slice(0, equals);
    const name = shown.slice(2);
    const value = equals < 0 ? null : flag.slice(equals + 1);
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (kind === undefined) throw new Refused('UnknownFlag', `unknown flag: ${shown}`, { flag: shown });
    const before = found.get(name);
    if (before !== undefined && kind !== 'texts') {
      throw new Refused('UnknownFlag', `duplicate flag specified: ${shown}`, { flag: shown });
    }
    if (kind === 'yes') {
      if (value === '')
        throw new Refused('UnknownFlag', `missing a value on flag: ${shown}`, { flag: shown });
      const answer = (value ?? 'true').toLowerCase();
      if (answer !== 'true' && answer !== 'false') {
        throw new Refused('UnknownFlag', `expecting boolean value for flag ${shown}, not: ${value ?? ''}`, {
          flag: shown,
        });
      }
      found.set(name, [answer]);
    } else {
      if (value === null)
        throw new Refused('UnknownFlag', `missing a value on flag: ${shown}`, { flag: shown });
      found.set(name, [...(before ?? []), value]);
    }
  }
  return found;
}

const many = (instruction: string): Refused =>
  new Refused('ArgumentCount', `${instruction} requires at least one argument`, {
    instruction,
    count: 'at least one argument',
  });
const exactlyOne = (instruction: string): Refused =>
  new Refused('ArgumentCount', `${instruction} requires exactly one argument`, {
    instruction,
    count: 'exactly one argument',
  });

/** The parts of a line that its keyword's own syntax gives; what it throws BuildKit finds while it reads lines. */
interface Shape {
  readonly args: readonly string[];
  readonly pairs: readonly Pair[];
  readonly json: boolean;
}
const shape = (args: readonly string[], json = false, pairs: readonly Pair[] = []): Shape => ({
  args,
  json,
  pairs,
});

function maybeJson(rest: string, orWords: boolean): Shape {
  const json = jsonStrings(rest);
  if (json.kind === 'strings') return shape(json.values, true);
  if (json.kind === 'mixed') {
    throw new Refused(
      'JsonNotStrings',
      'when using JSON array syntax, arrays must be comprised of strings only',
    );
  }
  if (orWords) return shape(blankWords(rest));
  return shape(rest === '' ? [] : [rest]);
}

function keyValues(keyword: 'ENV' | 'LABEL', rest: string, escapeMark: string): Shape {
  const words = quotedWords(rest, escapeMark);
  const first = words[0];
  if (first === undefined) return shape([]);
  if (!first.includes('=')) {
    const [name, value] = cutAtBlank(rest);
    if (value === null) {
      throw new Refused('KeyValueFormat', `${keyword} must have two arguments`, {
        instruction: keyword,
        word: name,
      });
    }
    return shape([], false, [{ name, value, legacy: true }]);
  }
  const pairs = words.map((word): Pair => {
    const equals = word.indexOf('=');
    if (equals < 0) {
      throw new Refused(
        'KeyValueFormat',
        `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value`,
        { instruction: keyword, word },
      );
    }
    return { name: word.slice(0, equals), value: word.slice(equals + 1), legacy: false };
  });
  return shape([], false, pairs);
}

function shapeOf(keyword: Keyword, rest: string, escapeMark: string): Shape {
  switch (keyword) {
    case 'add':
    case 'copy':
    case 'volume':
      return maybeJson(rest, true);
    case 'cmd':
    case 'entrypoint':
    case 'run':
    case 'shell':
      return maybeJson(rest, false);
    case 'env':
      return keyValues('ENV', rest, escapeMark);
    case 'label':
      return keyValues('LABEL', rest, escapeMark);
    case 'arg':
      return shape(quotedWords(rest, escapeMark));
    case 'expose':
    case 'from':
      return shape(blankWords(rest));
    case 'healthcheck': {
      let cut = 0;
      while (cut < rest.length && !isSpace(rest[cut] ?? '')) cut += 1;
      if (cut === 0) return shape([]);
      const command = maybeJson(trim(rest.slice(cut)), false);
      return shape([rest.slice(0, cut), ...command.args], command.json);
    }
    case 'onbuild':
      return rest === '' ? shape([]) : onbuildShape(rest, escapeMark);
    default:
      return shape(rest === '' ? [] : [rest]);
  }
}

function onbuildShape(rest: string, escapeMark: string): Shape {
  const [word, body] = cutAtBlank(rest);
  const keyword = keywords.find((each) => each === word.toLowerCase());
  if (keyword !== undefined) shapeOf(keyword, trim(takeFlags(body ?? '', escapeMark).rest), escapeMark);
  return shape([word, ...(body === null ? [] : [body])]);
}

/** What BuildKit asks of each instruction once all lines are read. */
function demand(
  keyword: Keyword,
  found: Shape,
  flags: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const { args, pairs } = found;
  const upper = keyword.toUpperCase();
  const options = (): ReadonlyMap<string, readonly string[]> => readFlags(keyword, flags);
  switch (keyword) {
    case 'env':
    case 'label': {
      const read = options();
      if (pairs.length === 0) throw many(upper);
      if (pairs.some((pair) => pair.name === '')) {
        throw new Refused('KeyValueFormat', `${upper} names can not be blank`, {
          instruction: upper,
          word: '=',
        });
      }
      return read;
    }
    case 'add':
    case 'copy':
      if (args.length < 2) {
        throw new Refused(
          'MissingDestination',
          `${upper} requires at least two arguments, but only one was provided. Destination could not be determined`,
          { instruction: upper, source: args[0] ?? '' },
        );
      }
      if (!found.json && parseHeredocWord(args.at(-1) ?? '') !== null) {
        throw new Refused('MissingDestination', `${upper} cannot accept a heredoc as a destination`, {
          instruction: upper,
          source: args[0] ?? '',
        });
      }
      return options();
    case 'from':
      demandFrom(args);
      return options();
    case 'onbuild':
      demandOnbuild(args);
      return options();
    case 'workdir':
    case 'user':
    case 'maintainer':
      if (args.length !== 1) throw exactlyOne(upper);
      return options();
    // BuildKit never looks at the flags of STOPSIGNAL and ARG.
    case 'stopsignal':
      if (args.length !== 1) throw exactlyOne(upper);
      return new Map();
    case 'arg':
      if (args.length === 0) throw many(upper);
      if (args.some((each) => each.startsWith('='))) {
        throw new Refused('KeyValueFormat', 'ARG names can not be blank', { instruction: 'ARG', word: '=' });
      }
      return new Map();
    case 'expose':
      if (args.length === 0) throw many(upper);
      return options();
    case 'volume': {
      if (args.length === 0) throw many(upper);
      const read = options();
      if (args.some((each) => trim(each) === '')) {
        throw new Refused('EmptyVolume', 'VOLUME specified can not be an empty string');
      }
      return read;
    }
    case 'healthcheck':
      if (args.length === 0) throw many(upper);
      return demandHealthcheck(args, options);
    case 'shell': {
      const read = options();
      if (args.length === 0) throw many(upper);
      if (!found.json) {
        throw new Refused('ShellNotJson', 'SHELL requires the arguments to be in JSON form');
      }
      return read;
    }
    default:
      return options();
  }
}

function demandFrom(args: readonly string[]): void {
  if (args.length === 3 && args[1]?.toLowerCase() === 'as') {
    const name = args[2] ?? '';
    if (!/^[a-z][a-z0-9\-_.]*$/.test(name.toLowerCase())) {
      throw new Refused(
        'InvalidStageName',
        `invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols`,
        { name },
      );
    }
  } else if (args.length !== 1) {
    throw new Refused('FromArguments', 'FROM requires either one or three arguments', { count: args.length });
  }
}

function demandOnbuild(args: readonly string[]): void {
  const trigger = (args[0] ?? '').toUpperCase();
  if (trigger === '') throw many('ONBUILD');
  if (trigger === 'ONBUILD') {
    throw new Refused('OnbuildTrigger', "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed", { trigger });
  }
  if (trigger === 'MAINTAINER' || trigger === 'FROM') {
    throw new Refused('OnbuildTrigger', `${trigger} isn't allowed as an ONBUILD trigger`, { trigger });
  }
}

function demandHealthcheck(
  args: readonly string[],
  options: () => ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const kind = (args[0] ?? '').toUpperCase();
  if (kind === 'NONE') {
    if (args.length > 1) throw new Refused('InvalidHealthcheck', 'HEALTHCHECK NONE takes no arguments');
    return new Map();
  }
  const read = options();
  if (kind !== 'CMD') {
    throw new Refused('InvalidHealthcheck', `Unknown type ${JSON.stringify(kind)} in HEALTHCHECK (try CMD)`);
  }
  if (args.length < 2) throw new Refused('InvalidHealthcheck', 'Missing command after HEALTHCHECK CMD');
  for (const name of ['interval', 'timeout', 'start-period', 'start-interval']) {
    const value = read.get(name)?.[0] ?? '';
    if (value === '' || value === '0') continue;
    const length = duration(value);
    if (length === null) {
      throw new Refused('InvalidHealthcheck', `time: invalid duration ${JSON.stringify(value)}`);
    }
    if (length !== 0 && length < 0.001) {
      throw new Refused('InvalidHealthcheck', `Interval ${JSON.stringify(name)} cannot be less than 1ms`);
    }
  }
  const retries = read.get('retries')?.[0] ?? '';
  if (retries !== '') {
    if (!/^[+-]?\d{1,9}$/.test(retries)) {
      throw new Refused(
        'InvalidHealthcheck',
        `strconv.ParseInt: parsing ${JSON.stringify(retries)}: invalid syntax`,
      );
    }
    if (Number(retries) < 0) {
      throw new Refused('InvalidHealthcheck', `--retries cannot be negative (${Number(retries)})`);
    }
  }
  return read;
}

/** Seconds of a Go duration (`1m30s`); null when it is none. */
function duration(text: string): number | null {
  const units: Readonly<Record<string, number>> = {
    ns: 1e-9,
    us: 1e-6,
    µs: 1e-6,
    ms: 1e-3,
    s: 1,
    m: 60,
    h: 3600,
  };
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (match === null) return null;
  let total = 0;
  for (const [, amount, unit] of (match[2] ?? '').matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (units[unit ?? 's'] ?? 1);
  }
  return match[1] === '-' ? -total : total;
}

/** In which of BuildKit's passes an error of an instruction is found: reading lines, or reading instructions. */
export type Pass = 'lines' | 'instructions';

/** Reads one logical line. */
export function readInstruction(
  line: LogicalLine,
  escapeMark: string,
): { readonly instruction: Instruction; readonly pass: Pass } {
  const [written, body] = cutAtBlank(trim(line.text));
  const keyword = keywords.find((each) => each === written.toLowerCase()) ?? null;
  const taken = takeFlags(body ?? '', escapeMark);
  const rest = trim(taken.rest);
  const base = {
    keyword,
    written,
    line: line.start,
    end: line.end,
    flags: taken.flags,
    rest,
    heredocs: line.heredocs,
    text: line.text,
  };
  const none: ReadonlyMap<string, readonly string[]> = new Map();
  const failed = (error: unknown, found: Shape, pass: Pass) => {
    if (!(error instanceof Refused)) throw error;
    const told = buildError(error.code, line.start, error.message, error.values);
    return { instruction: { ...base, ...found, options: none, error: told }, pass };
  };
  if (keyword === null) {
    const error = buildError('UnknownInstruction', line.start, `unknown instruction: ${written}`, {
      word: written,
    });
    return { instruction: { ...base, ...shape([]), options: none, error }, pass: 'instructions' };
  }
  let found: Shape;
  try {
    found = shapeOf(keyword, rest, escapeMark);
  } catch (error) {
    return failed(error, shape([]), 'lines');
  }
  try {
    return {
      instruction: { ...base, ...found, options: demand(keyword, found, taken.flags), error: null },
      pass: 'instructions',
    };
  } catch (error) {
    return failed(error, found, 'instructions');
  }
}

/** ARG's words as names and values. */
export function argPairs(instruction: Instruction): readonly Pair[] {
  return instruction.args.map((word) => {
    const equals = word.indexOf('=');
    if (equals < 0) return { name: word, value: null, legacy: false };
    return { name: word.slice(0, equals), value: word.slice(equals + 1), legacy: false };
  });
}
