/** Splits a script into words and operators, as a shell does before it interprets them. */

export type Dialect = 'dash' | 'bash';

/** A range of a script, from `at` up to but excluding `end`. */
export interface Span {
  readonly at: number;
  readonly end: number;
}

export type Token =
  | {
      readonly kind: 'word';
      readonly text: string;
      readonly quoted: boolean;
      readonly at: number;
      readonly end: number;
    }
  | { readonly kind: 'operator'; readonly text: string; readonly at: number; readonly end: number }
  | { readonly kind: 'end'; readonly at: number; readonly end: number };

/** A syntax error, with the shell's own message. */
export class SyntaxProblem extends Error {
  readonly phrase: string;

  constructor(phrase: string) {
    super(phrase);
    this.phrase = phrase;
  }
}

const operators: Readonly<Record<Dialect, readonly string[]>> = {
  dash: [
    '<<-',
    '&&',
    '||',
    ';;',
    '<<',
    '>>',
    '<&',
    '>&',
    '<>',
    '>|',
    '\n',
    ';',
    '&',
    '|',
    '(',
    ')',
    '<',
    '>',
  ],
  bash: [
    ...['<<<', '<<-', '&>>', ';;&', '&&', '||', ';;', ';&', '|&', '&>', '<<', '>>', '<&', '>&', '<>', '>|'],
    ...['\n', ';', '&', '|', '(', ')', '<', '>'],
  ],
};
const beginsOperator = new Set([...operators.dash, ...operators.bash].map((each) => each.charCodeAt(0)));
const breaks = /[\s;&|()<>]/;

/** Skips the commands of `$(…)`: given the position after `$(`, returns the one after `)`. */
export type ReadInside = (at: number) => number;

export class Tokens {
  readonly #source: string;
  readonly #dialect: Dialect;
  readonly #inside: ReadInside;
  /** Delimiters of the current line's heredocs. */
  readonly #heredocs: { readonly word: string; readonly chomp: boolean }[] = [];
  /** Delimiters of heredocs that are never closed: a shell takes all remaining text as their content. */
  readonly unclosed: string[] = [];
  at: number;

  constructor(source: string, dialect: Dialect, inside: ReadInside, at = 0) {
    this.#source = source;
    this.#dialect = dialect;
    this.#inside = inside;
    this.at = at;
  }

  next(): Token {
    this.#skipBlanks();
    const at = this.at;
    if (at >= this.#source.length) return { kind: 'end', at, end: at };
    const after = at + this.#descriptorAt(at);
    const operator = this.#operatorAt(after);
    if (operator !== undefined) {
      this.at = after + operator.length;
      if (operator === '\n') this.#readHeredocs();
      return { kind: 'operator', text: operator, at, end: this.at };
    }
    return this.word();
  }

  /** Length of the descriptor directly before a redirection (`2>`): dash accepts a single digit, bash also `{name}`. */
  #descriptorAt(at: number): number {
    const before = this.#dialect === 'dash' ? /^\d(?=[<>])/ : /^(?:\d{1,4}|\{[A-Za-z_]\w{0,30}\})(?=[<>])/;
    return before.exec(this.#source.slice(at, at + 40))?.[0].length ?? 0;
  }

  #operatorAt(at: number): string | undefined {
    if (!beginsOperator.has(this.#source.charCodeAt(at))) return undefined;
    const isProcess = this.#dialect === 'bash' && /^[<>]\(/.test(this.#source.slice(at, at + 2));
    return isProcess ? undefined : operators[this.#dialect].find((each) => this.#source.startsWith(each, at));
  }

  expectHeredoc(word: string, chomp: boolean): void {
    this.#heredocs.push({ word: word.replace(/["'\\]/g, ''), chomp });
  }

  #skipBlanks(): void {
    for (;;) {
      const character = this.#source[this.at];
      if (character === ' ' || character === '\t') this.at += 1;
      else if (character === '\\' && this.#source[this.at + 1] === '\n') this.at += 2;
      else if (character === '#') {
        const end = this.#source.indexOf('\n', this.at);
        this.at = end < 0 ? this.#source.length : end;
      } else return;
    }
  }

  #readHeredocs(): void {
    for (const { word, chomp } of this.#heredocs.splice(0)) {
      let closed = false;
      while (this.at < this.#source.length && !closed) {
        const end = this.#source.indexOf('\n', this.at);
        const line = this.#source.slice(this.at, end < 0 ? this.#source.length : end);
        this.at = end < 0 ? this.#source.length : end + 1;
        closed = (chomp ? line.replace(/^\t+/, '') : line) === word;
      }
      if (!closed) this.unclosed.push(word);
    }
  }

  /** Ends heredocs on the last line, for which no text follows. */
  finish(): void {
    this.#readHeredocs();
  }

  word(): Token {
    const from = this.at;
    let quoted = false;
    while (this.at < this.#source.length) {
      const character = this.#source[this.at] ?? '';
      if (this.#dialect === 'bash' && /^[<>]\(/.test(this.#source.slice(this.at, this.at + 2))) {
        this.at = this.#inside(this.at + 2);
        continue;
      }
      if (breaks.test(character) && ' \t\n;&|()<>'.includes(character)) break;
      if (/["'\\]/.test(character)) quoted = true;
      this.#piece(character);
    }
    return { kind: 'word', text: this.#source.slice(from, this.at), quoted, at: from, end: this.at };
  }

  /** Reads one character of a word, or a quoted or substituted part. */
  #piece(character: string): void {
    if (character === '\\') this.at += 2;
    else if (character === "'") this.#single();
    else if (character === '"') this.#double();
    else if (character === '`') this.#backquoted();
    else if (character === '$') this.#dollar();
    else this.at += 1;
    this.at = Math.min(this.at, this.#source.length);
  }

  #single(): void {
    const end = this.#source.indexOf("'", this.at + 1);
    if (end < 0) throw this.#unterminated("'");
    this.at = end + 1;
  }

  #unterminated(mark: string): SyntaxProblem {
    return new SyntaxProblem(
      this.#dialect === 'dash'
        ? 'Syntax error: Unterminated quoted string'
        : `unexpected EOF while looking for matching \`${mark}'`,
    );
  }

  #double(): void {
    this.at += 1;
    while (this.#source[this.at] !== '"') {
      if (this.at >= this.#source.length) throw this.#unterminated('"');
      const character = this.#source[this.at] ?? '';
      if (character === "'") this.at += 1;
      else this.#piece(character);
    }
    this.at += 1;
  }

  #backquoted(): void {
    let end = this.at + 1;
    while (end < this.#source.length && this.#source[end] !== '`') end += this.#source[end] === '\\' ? 2 : 1;
    if (end >= this.#source.length)
      throw this.#dialect === 'dash'
        ? new SyntaxProblem('Syntax error: EOF in backquote substitution')
        : this.#unterminated('`');
    this.at = end + 1;
  }

  #dollar(): void {
    const after = this.#source.slice(this.at + 1, this.at + 3);
    if (after === '((') this.#arithmetic();
    else if (after[0] === '(') this.at = this.#inside(this.at + 2);
    else if (after[0] === '{') this.#braced();
    else if (after[0] === "'" && this.#dialect === 'bash') {
      this.at += 2;
      while (this.#source[this.at] !== "'") {
        if (this.at >= this.#source.length) throw this.#unterminated("'");
        this.at += this.#source[this.at] === '\\' ? 2 : 1;
      }
      this.at += 1;
    } else this.at += 1;
  }

  #arithmetic(): void {
    let depth = 2;
    let at = this.at + 3;
    for (; at < this.#source.length && depth > 0; at += 1) {
      if (this.#source[at] === '(') depth += 1;
      if (this.#source[at] === ')') depth -= 1;
    }
    if (depth > 0) throw new SyntaxProblem("Syntax error: Missing '))'");
    this.at = at;
  }

  #braced(): void {
    this.at += 2;
    while (this.#source[this.at] !== '}') {
      if (this.at >= this.#source.length)
        throw this.#dialect === 'dash'
          ? new SyntaxProblem("Syntax error: Missing '}'")
          : this.#unterminated('}');
      this.#piece(this.#source[this.at] ?? '');
    }
    this.at += 1;
  }
}
