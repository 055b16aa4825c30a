/** The value of `$((…))` with whole numbers; null where it cannot be known, `zero` for a division by it. */
export function arithmetic(text: string, value: (name: string) => string | null): number | 'zero' | null {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|<=|>=|==|!=|&&|\|\||[-+*/%()<>!?:]|\S/g) ?? [];
  const reader = new Reader(tokens, value);
  const result = reader.conditional();
  return reader.done ? result : null;
}

/** Operators of two sides, the loosest first. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

type Value = number | 'zero' | null;

class Reader {
  readonly #tokens: readonly string[];
  readonly #value: (name: string) => string | null;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], value: (name: string) => string | null) {
    this.#tokens = tokens;
    this.#value = value;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  conditional(): Value {
    const test = this.#level(0);
    if (this.#tokens[this.#at] !== '?') return test;
    this.#at += 1;
    const yes = this.conditional();
    if (this.#tokens[this.#at] !== ':') return null;
    this.#at += 1;
    const no = this.conditional();
    return typeof test === 'number' ? (test === 0 ? no : yes) : test;
  }

  #level(level: number): Value {
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

  #single(): Value {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    this.#depth += 1;
    if (this.#depth > 100) return null;
    if (token === '(') {
      const inner = this.conditional();
      if (this.#tokens[this.#at] !== ')') return null;
      this.#at += 1;
      return inner;
    }
    if (token === '-' || token === '+' || token === '!') {
      const inner = this.#single();
      if (typeof inner !== 'number') return inner;
      return token === '-' ? -inner : token === '!' ? Number(inner === 0) : inner;
    }
    if (/^\d+$/.test(token)) return Number(token);
    if (!/^[A-Za-z_]/.test(token)) return null;
    const text = this.#value(token) ?? '0';
    return /^-?\d*$/.test(text.trim()) ? Number(text) : null;
  }
}

function combined(operator: string, left: Value, right: Value): Value {
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
