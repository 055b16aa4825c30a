import { isKnown, unknownText } from '../../dockerfile/unknown-text.ts';
import { fail, type Program } from '../../simulation/shell/machine.ts';
import { print } from '../../simulation/shell/streams.ts';
import { isCheap, match, patternOf } from './patterns/pattern.ts';
import { readRegularExpression } from './patterns/reader.ts';
import { Refusal } from './refusal.ts';

/** A result; null when it is not simulated. */
type Value = string | null;

const isInteger = (text: string): boolean => /^-?\d+$/.test(text);
const isNothing = (value: string): boolean => value === '' || /^-?0+$/.test(value);

type Operator = (left: string, right: string) => Value;

const arithmetic =
  (reckon: (left: bigint, right: bigint) => bigint): Operator =>
  (left, right) => {
    if (!isInteger(left) || !isInteger(right)) throw new Refusal('non-integer argument');
    if (left.length + right.length > 60) return null;
    return String(reckon(BigInt(left), BigInt(right)));
  };
const divided = (reckon: (left: bigint, right: bigint) => bigint): Operator =>
  arithmetic((left, right) => {
    if (right === 0n) throw new Refusal('division by zero');
    return reckon(left, right);
  });
/** Negative, zero or positive. Compares as numbers if both are numbers, else as texts. */
function orderOf(left: string, right: string): number {
  const areNumbers = isInteger(left) && isInteger(right) && left.length + right.length < 60;
  const [one, other] = areNumbers ? [BigInt(left), BigInt(right)] : [left, right];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

const compared =
  (holds: (order: number) => boolean): Operator =>
  (left, right) =>
    holds(orderOf(left, right)) ? '1' : '0';

const either: Operator = (left, right) => {
  if (!isNothing(left)) return left;
  return isNothing(right) ? '0' : right;
};

/** `text : pattern`: the number of characters that match from the start. Groups are not simulated. */
const matched: Operator = (text, pattern) => {
  const read = readRegularExpression(`^${pattern.replace(/^\^/, '')}`, 'grep');
  if (read.kind === 'refused') throw new Refusal(read.phrase);
  const ready = patternOf(read.node);
  if (ready === null || read.groups > 0 || text.includes('\n') || !isCheap(ready, text)) return null;
  return String(match(ready, text)?.end ?? 0);
};

/** Operators by precedence, the lowest first. */
const levels: readonly Readonly<Record<string, Operator>>[] = [
  { '|': either },
  { '&': (left, right) => (isNothing(left) || isNothing(right) ? '0' : left) },
  {
    '<': compared((order) => order < 0),
    '<=': compared((order) => order <= 0),
    '=': compared((order) => order === 0),
    '==': compared((order) => order === 0),
    '!=': compared((order) => order !== 0),
    '>=': compared((order) => order >= 0),
    '>': compared((order) => order > 0),
  },
  { '+': arithmetic((left, right) => left + right), '-': arithmetic((left, right) => left - right) },
  {
    '*': arithmetic((left, right) => left * right),
    '/': divided((left, right) => left / right),
    '%': divided((left, right) => left % right),
  },
  { ':': matched },
];

/** Functions, with the number of their arguments. */
const functions: Readonly<Record<string, readonly [count: number, (...values: string[]) => Value]>> = {
  length: [1, (text = '') => String([...text].length)],
  index: [2, (text = '', set = '') => String([...text].findIndex((each) => set.includes(each)) + 1)],
  substr: [
    3,
    (text = '', from = '', length = '') => {
      if (!isInteger(from) || !isInteger(length) || Number(from) < 1 || Number(length) < 1) return '';
      return text.slice(Number(from) - 1, Number(from) - 1 + Number(length));
    },
  ],
  match: [2, matched],
};

/** Limit on nesting; no real expression reaches it. */
const deepest = 100;

class ExprReader {
  readonly #words: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  read(): Value {
    if (this.#words.length === 0) throw new Refusal('missing operand');
    const value = this.#level(0);
    if (this.#at < this.#words.length)
      throw new Refusal(`syntax error: unexpected argument ‘${this.#words[this.#at] ?? ''}’`);
    return value;
  }

  #level(level: number): Value {
    const operators = levels[level];
    if (operators === undefined) return this.#single();
    let left = this.#level(level + 1);
    for (;;) {
      const word = this.#words[this.#at] ?? '';
      const operator = Object.hasOwn(operators, word) ? operators[word] : undefined;
      if (operator === undefined) return left;
      this.#at += 1;
      const right = this.#level(level + 1);
      left = left === null || right === null ? null : operator(left, right);
    }
  }

  #single(): Value {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Refusal('syntax error');
    const value = this.#readSingle();
    this.#depth -= 1;
    return value;
  }

  #readSingle(): Value {
    const word = this.#next();
    if (word === '(') {
      const value = this.#level(0);
      if (this.#words[this.#at] !== ')') throw new Refusal('syntax error: expecting ‘)’');
      this.#at += 1;
      return value;
    }
    if (word === ')') throw new Refusal('syntax error: unexpected ‘)’');
    if (word === '+') return this.#next();
    const [count, run] = Object.hasOwn(functions, word) ? (functions[word] ?? []) : [];
    if (count === undefined || run === undefined) return word;
    const values: string[] = [];
    let isFollowed = true;
    for (let index = 0; index < count; index += 1) {
      const value = this.#single();
      if (value === null) isFollowed = false;
      values.push(value ?? '');
    }
    return isFollowed ? run(...values) : null;
  }

  #next(): string {
    const word = this.#words[this.#at];
    if (word === undefined)
      throw new Refusal(`syntax error: missing argument after ‘${this.#words[this.#at - 1] ?? ''}’`);
    this.#at += 1;
    return word;
  }
}

/** expr: exits with a failure if the result is empty or 0. */
export const expr: Program = (machine, args) => {
  if (args.length === 1 && /^--(?:help|version)$/.test(args[0] ?? '')) return 'ok';
  const words = args[0] === '--' ? args.slice(1) : args;
  if (!words.every(isKnown)) {
    print(machine, unknownText);
    return 'unknown';
  }
  try {
    const value = new ExprReader(words).read();
    print(machine, value === null ? unknownText : `${value}\n`);
    if (value === null) return 'unknown';
    return isNothing(value) ? fail(machine, { kind: 'exit-code', command: 'expr' }) : 'ok';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return fail(machine, { kind: 'command-failed', phrase: `expr: ${error.message}` });
  }
};
