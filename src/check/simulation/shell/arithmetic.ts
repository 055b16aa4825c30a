import { unknownText } from '../../dockerfile/unknown-text.ts';

/** Access to the variables of an expression. `steps`: whether the shell has `++` and `--` (dash reads two signs there). */
export interface Variables {
  get(name: string): string | null;
  set(name: string, value: string): void;
  readonly steps: boolean;
}

/** The value of `$((…))` in whole numbers; null if unknown, `zero` if it divides by zero. */
export function arithmetic(text: string, variables: Variables): number | 'zero' | null {
  const steps = variables.steps ? '\\+\\+|--|' : '';
  const pattern = new RegExp(
    `0[xX][\\da-fA-F]+|\\d+|[A-Za-z_]\\w*|${steps}[-+*/%]=|<=|>=|==|!=|&&|\\|\\||[-+*/%()<>!?:=,]|\\S`,
    'g',
  );
  const reader = new Reader(text.match(pattern) ?? [], variables);
  const result = reader.list();
  return reader.done ? result : null;
}

const isName = (token: string): boolean => /^[A-Za-z_]/.test(token);

/** Binary operators, from lowest to highest precedence. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Parses a whole number as in C: `010` is eight, `0x10` sixteen; null if it is none. */
function numberOf(text: string): number | null {
  if (/^[-+]?0\d+$/.test(text)) return /[89]/.test(text) ? null : Number.parseInt(text, 8);
  return /^[-+]?(?:\d*|0[xX][\da-fA-F]+)$/.test(text) ? Number(text) : null;
}

type ArithmeticValue = number | 'zero' | null;

class Reader {
  readonly #tokens: readonly string[];
  readonly #variables: Variables;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], variables: Variables) {
    this.#tokens = tokens;
    this.#variables = variables;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  /** `a = 1, b = 2` has the value of its last expression. */
  list(): ArithmeticValue {
    let value = this.#assigned();
    while (this.#tokens[this.#at] === ',') {
      this.#at += 1;
      value = this.#assigned();
    }
    return value;
  }

  #assigned(): ArithmeticValue {
    const name = this.#tokens[this.#at] ?? '';
    const operator = this.#tokens[this.#at + 1] ?? '';
    if (!isName(name) || !/^[-+*/%]?=$/.test(operator)) return this.#conditional();
    this.#at += 2;
    const value = this.#assigned();
    return this.#set(
      name,
      operator === '=' ? value : combined(operator.slice(0, 1), this.#read(name), value),
    );
  }

  #read(name: string): ArithmeticValue {
    const text = this.#variables.get(name) ?? '0';
    return numberOf(text.trim());
  }

  #set(name: string, value: ArithmeticValue): ArithmeticValue {
    this.#variables.set(name, typeof value === 'number' ? String(value) : unknownText);
    return value;
  }

  #conditional(): ArithmeticValue {
    const test = this.#level(0);
    if (this.#tokens[this.#at] !== '?') return test;
    this.#at += 1;
    const yes = this.list();
    if (this.#tokens[this.#at] !== ':') return null;
    this.#at += 1;
    const no = this.#conditional();
    if (typeof test !== 'number') return test;
    return test === 0 ? no : yes;
  }

  #level(level: number): ArithmeticValue {
    const operators = levels[level];
    if (operators === undefined) return this.#single();
    let left = this.#level(level + 1);
    while (operators.includes(this.#tokens[this.#at] ?? '')) {
      const operator = this.#tokens[this.#at] ?? '';
      this.#at += 1;
      left = combined(operator, left, this.#level(level + 1));
    }
    return left;
  }

  #single(): ArithmeticValue {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > 100) return null;
    if (token === '(') {
      const inner = this.list();
      if (this.#tokens[this.#at] !== ')') return null;
      this.#at += 1;
      return inner;
    }
    if (token === '++' || token === '--') {
      const name = this.#tokens[this.#at] ?? '';
      this.#at += 1;
      return isName(name) ? this.#set(name, combined(token.slice(1), this.#read(name), 1)) : null;
    }
    if (token === '-' || token === '+' || token === '!') {
      const inner = this.#single();
      if (typeof inner !== 'number') return inner;
      if (token === '!') return Number(inner === 0);
      return token === '-' ? -inner : inner;
    }
    if (/^\d/.test(token)) return numberOf(token);
    if (!isName(token)) return null;
    const value = this.#read(token);
    const step = this.#tokens[this.#at] ?? '';
    if (step === '++' || step === '--') {
      this.#at += 1;
      this.#set(token, combined(step.slice(1), value, 1));
    }
    return value;
  }
}

function combined(operator: string, left: ArithmeticValue, right: ArithmeticValue): ArithmeticValue {
  if (typeof left !== 'number') return left;
  if (typeof right !== 'number') return right;
  switch (operator) {
    case '||':
      return Number(left !== 0 || right !== 0);
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '<=':
      return Number(left <= right);
    case '>':
      return Number(left > right);
    case '>=':
      return Number(left >= right);
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0) return 'zero';
      return operator === '/' ? Math.trunc(left / right) : left % right;
  }
}
