import { type Dialect, SyntaxProblem, type Token, type Tokens } from './tokens.ts';

const keywords = new Set('if then elif else fi while until for do done case esac { } ! in'.split(' '));
const bashKeywords = new Set(['[[', 'function', 'select', 'time', 'coproc']);
const redirection = /^(?:<<-?|<<<|>>|<&|>&|<>|>\||<|>|&>|&>>)$/;

export const isRedirection = (token: Token): boolean =>
  token.kind === 'operator' && redirection.test(token.text);

/** The current position in a script: the next word or operator, with the questions that the grammar asks about it. */
export class TokenCursor {
  readonly dialect: Dialect;
  readonly tokens: Tokens;
  #ahead: Token | null = null;

  constructor(tokens: Tokens, dialect: Dialect) {
    this.tokens = tokens;
    this.dialect = dialect;
  }

  /** Position of the next word, including the blanks before it. */
  get at(): number {
    return this.#ahead?.at ?? this.tokens.at;
  }

  get token(): Token {
    this.#ahead ??= this.tokens.next();
    return this.#ahead;
  }

  take(): Token {
    const token = this.token;
    this.#ahead = null;
    return token;
  }

  /** Whether the next token is this operator. */
  is(operator: string): boolean {
    return this.token.kind === 'operator' && this.token.text === operator;
  }

  /** The keyword that comes next; null for any other word. */
  get keyword(): string | null {
    if (this.token.kind !== 'word' || this.token.quoted) return null;
    const { text } = this.token;
    return keywords.has(text) || (this.dialect === 'bash' && bashKeywords.has(text)) ? text : null;
  }

  /** Whether the next token ends a simple command. */
  get endsCommand(): boolean {
    return this.token.kind === 'end' || ['\n', ';', '&', ')'].some((each) => this.is(each));
  }

  get endsCaseItem(): boolean {
    return [';;', ';&', ';;&'].some((each) => this.is(each));
  }

  skipNewlines(): void {
    while (this.is('\n')) this.take();
  }

  expect(keyword: string): void {
    if (this.keyword !== keyword) throw this.unexpected(keyword);
    this.take();
  }

  expectOperator(operator: string): void {
    if (!this.is(operator)) throw this.unexpected(operator);
    this.take();
  }

  /** The shell's error for an unexpected token. dash adds what it expected. */
  unexpected(expected?: string): SyntaxProblem {
    const { token } = this;
    if (this.dialect === 'bash') {
      if (token.kind === 'end') return new SyntaxProblem('syntax error: unexpected end of file');
      const text = token.text === '\n' ? 'newline' : token.text;
      return new SyntaxProblem(`syntax error near unexpected token \`${text}'`);
    }
    const suffix = expected === undefined ? '' : ` (expecting "${expected}")`;
    return new SyntaxProblem(`Syntax error: ${this.#described(token)} unexpected${suffix}`);
  }

  #described(token: Token): string {
    if (token.kind === 'end') return 'end of file';
    if (token.text === '\n') return 'newline';
    if (token.kind === 'word') return this.keyword === null ? 'word' : `"${token.text}"`;
    return isRedirection(token) ? 'redirection' : `"${token.text}"`;
  }
}
