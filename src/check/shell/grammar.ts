import { type Dialect, SyntaxProblem, type Token, Tokens } from './tokens.ts';

/** A place where a shell gives up: what stands before it has run. */
export interface Refusal {
  /** Where the line begins that is not run any more. */
  readonly at: number;
  /** What the shell says. */
  readonly phrase: string;
}

export interface Reading {
  readonly refusal: Refusal | null;
  /** Words that end heredocs and never come: the shell takes all that is left for their text. */
  readonly unclosed: readonly string[];
}

/** Deeper ones are no student's. */
const deepest = 60;

/**
 * Reads a script as dash or bash does, line by line: a line that cannot be read ends the shell, after those before it have
 * run. (The tree that is run comes from the parser; this only says what the shell makes of a script that is broken.)
 */
export function readGrammar(source: string, dialect: Dialect): Reading {
  const reader = new Grammar(source, dialect, 0);
  let at = 0;
  try {
    for (; !reader.atEnd(); at = reader.at) reader.line();
    reader.finish();
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { refusal: { at, phrase: problem.phrase }, unclosed: [] };
  }
  return { refusal: null, unclosed: reader.unclosed };
}

const keywords = new Set('if then elif else fi while until for do done case esac { } ! in'.split(' '));
const bashKeywords = new Set(['[[', 'function', 'select', 'time', 'coproc']);
const ends = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);
const redirection = /^(?:<<-?|<<<|>>|<&|>&|<>|>\||<|>|&>|&>>)$/;

class Grammar {
  readonly #tokens: Tokens;
  readonly #dialect: Dialect;
  #ahead: Token | null = null;
  #depth = 0;

  constructor(source: string, dialect: Dialect, from: number, depth = 0) {
    this.#dialect = dialect;
    this.#depth = depth;
    this.#tokens = new Tokens(source, dialect, (at) => inside(source, dialect, at, this.#depth + 1), from);
  }

  /** Where the next word begins, blanks included. */
  get at(): number {
    return this.#ahead?.at ?? this.#tokens.at;
  }

  get #token(): Token {
    this.#ahead ??= this.#tokens.next();
    return this.#ahead;
  }

  get unclosed(): readonly string[] {
    return this.#tokens.unclosed;
  }

  atEnd(): boolean {
    while (this.#is('\n')) this.#take();
    return this.#token.kind === 'end';
  }

  finish(): void {
    this.#tokens.finish();
  }

  /** A line: lists of commands up to its end. */
  line(): void {
    for (;;) {
      this.#andOr();
      if (this.#is(';') || this.#is('&')) {
        this.#take();
        if (this.#is('\n') || this.#token.kind === 'end') break;
        continue;
      }
      if (this.#is('\n') || this.#token.kind === 'end') break;
      throw this.#unexpected();
    }
    if (this.#is('\n')) this.#take();
  }

  /** `$( … )`: the position behind its end. */
  substitution(): number {
    this.#newlines();
    if (!this.#is(')')) this.#compound();
    if (!this.#is(')')) throw this.#unexpected(')');
    return this.#token.end;
  }

  #take(): Token {
    const token = this.#token;
    this.#ahead = null;
    return token;
  }

  #is(text: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === text;
  }

  /** The keyword that stands here; null for any other word. */
  #keyword(): string | null {
    if (this.#token.kind !== 'word' || this.#token.quoted) return null;
    const { text } = this.#token;
    return keywords.has(text) || (this.#dialect === 'bash' && bashKeywords.has(text)) ? text : null;
  }

  #newlines(): void {
    while (this.#is('\n')) this.#take();
  }

  #unexpected(expected?: string): SyntaxProblem {
    const token = this.#token;
    if (this.#dialect === 'bash') {
      if (token.kind === 'end') return new SyntaxProblem('syntax error: unexpected end of file');
      const text = token.text === '\n' ? 'newline' : token.text;
      return new SyntaxProblem(`syntax error near unexpected token \`${text}'`);
    }
    const behind = expected === undefined ? '' : ` (expecting "${expected}")`;
    return new SyntaxProblem(`Syntax error: ${this.#named(token)} unexpected${behind}`);
  }

  #named(token: Token): string {
    if (token.kind === 'end') return 'end of file';
    if (token.text === '\n') return 'newline';
    if (token.kind === 'word') return this.#keyword() === null ? 'word' : `"${token.text}"`;
    return redirection.test(token.text) ? 'redirection' : `"${token.text}"`;
  }

  #expect(keyword: string): void {
    if (this.#keyword() !== keyword) throw this.#unexpected(keyword);
    this.#take();
  }

  /** The commands of a block, up to a word that ends it. */
  #compound(): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw new SyntaxProblem('too deep');
    this.#newlines();
    for (;;) {
      this.#andOr();
      if (!this.#is(';') && !this.#is('&') && !this.#is('\n')) break;
      this.#take();
      this.#newlines();
      if (this.#token.kind === 'end' || this.#is(')') || this.#closesItem()) break;
      const keyword = this.#keyword();
      if (keyword !== null && ends.has(keyword)) break;
    }
    this.#depth -= 1;
  }

  #closesItem(): boolean {
    return [';;', ';&', ';;&'].some((each) => this.#is(each));
  }

  #andOr(): void {
    this.#pipeline();
    while (this.#is('&&') || this.#is('||')) {
      this.#take();
      this.#newlines();
      this.#pipeline();
    }
  }

  #pipeline(): void {
    while (this.#keyword() === '!' || this.#keyword() === 'time') this.#take();
    this.#command();
    while (this.#is('|') || this.#is('|&')) {
      this.#take();
      this.#newlines();
      this.#command();
    }
  }

  #command(): void {
    const keyword = this.#keyword();
    if (this.#is('(')) this.#subshell();
    else if (keyword === '{') this.#block('{', '}');
    else if (keyword === 'if') this.#conditional();
    else if (keyword === 'while' || keyword === 'until') {
      this.#take();
      this.#compound();
      this.#block('do', 'done');
    } else if (keyword === 'for' || keyword === 'select') this.#loop();
    else if (keyword === 'case') this.#choice();
    else if (keyword === 'function') this.#function();
    else if (keyword === '[[') this.#question();
    else if (keyword !== null && keyword !== 'coproc') throw this.#unexpected();
    else {
      this.#simple();
      return;
    }
    while (this.#redirected());
  }

  #block(start: string, end: string): void {
    this.#expect(start);
    this.#compound();
    this.#expect(end);
  }

  #subshell(): void {
    this.#take();
    this.#compound();
    if (!this.#is(')')) throw this.#unexpected(')');
    this.#take();
  }

  #conditional(): void {
    this.#take();
    this.#compound();
    this.#expect('then');
    this.#compound();
    while (this.#keyword() === 'elif') {
      this.#take();
      this.#compound();
      this.#expect('then');
      this.#compound();
    }
    if (this.#keyword() === 'else') {
      this.#take();
      this.#compound();
    }
    this.#expect('fi');
  }

  #loop(): void {
    this.#take();
    const arithmetic = this.#dialect === 'bash' && this.#is('(');
    if (arithmetic) {
      // for (( … ; … ; … )): what is inside is arithmetic.
      let open = 0;
      do {
        if (this.#is('(')) open += 1;
        if (this.#is(')')) open -= 1;
        if (this.#token.kind === 'end') throw this.#unexpected();
        this.#take();
      } while (open > 0);
    } else {
      if (this.#token.kind !== 'word' || !/^[A-Za-z_]\w*$/.test(this.#token.text))
        throw this.#dialect === 'dash'
          ? new SyntaxProblem('Syntax error: Bad for loop variable')
          : this.#unexpected();
      this.#take();
      this.#newlines();
      if (this.#keyword() === 'in') {
        this.#take();
        while (this.#token.kind === 'word') this.#take();
        if (!this.#is(';') && !this.#is('\n')) throw this.#unexpected();
        this.#take();
      } else if (this.#is(';')) this.#take();
    }
    if (arithmetic && this.#is(';')) this.#take();
    this.#newlines();
    if (this.#dialect === 'bash' && this.#keyword() === '{') this.#block('{', '}');
    else this.#block('do', 'done');
  }

  #choice(): void {
    this.#take();
    if (this.#token.kind !== 'word') throw this.#unexpected();
    this.#take();
    this.#newlines();
    this.#expect('in');
    this.#newlines();
    while (this.#keyword() !== 'esac') {
      if (this.#is('(')) this.#take();
      for (;;) {
        if (this.#token.kind !== 'word') throw this.#unexpected();
        this.#take();
        if (!this.#is('|')) break;
        this.#take();
      }
      if (!this.#is(')')) throw this.#unexpected(')');
      this.#take();
      this.#newlines();
      if (!this.#closesItem() && this.#keyword() !== 'esac') this.#compound();
      this.#newlines();
      if (this.#closesItem()) this.#take();
      else if (this.#keyword() !== 'esac')
        throw this.#unexpected(this.#dialect === 'dash' ? ';;' : undefined);
      this.#newlines();
    }
    this.#take();
  }

  /** bash's own way to begin a function. */
  #function(): void {
    this.#take();
    if (this.#token.kind !== 'word') throw this.#unexpected();
    this.#take();
    if (this.#is('(')) {
      this.#take();
      if (!this.#is(')')) throw this.#unexpected();
      this.#take();
    }
    this.#newlines();
    if (!this.#is('(') && this.#keyword() === null) throw this.#unexpected();
    this.#command();
  }

  /** `[[ … ]]`, whose operators are its own. */
  #question(): void {
    while (!(this.#token.kind === 'word' && this.#token.text === ']]')) {
      if (this.#token.kind === 'end' || this.#is(';')) throw this.#unexpected();
      this.#take();
    }
    this.#take();
  }

  #simple(): void {
    let words = 0;
    let others = 0;
    for (;;) {
      const token = this.#token;
      if (token.kind === 'word') {
        this.#take();
        const isAssignment = words === 0 && /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(token.text);
        if (isAssignment) others += 1;
        else words += 1;
        if (this.#is('(') && isAssignment && this.#dialect === 'bash' && this.#token.at === token.end)
          this.#array();
        else if (this.#is('(') && words === 1 && others === 0) {
          this.#body(token.text);
          return;
        }
      } else if (this.#redirected()) others += 1;
      else break;
    }
    if (words + others === 0) throw this.#unexpected();
  }

  #array(): void {
    this.#take();
    while (this.#token.kind === 'word' || this.#is('\n')) this.#take();
    if (!this.#is(')')) throw this.#unexpected();
    this.#take();
  }

  /** `name() …`. */
  #body(name: string): void {
    this.#take();
    if (!this.#is(')')) throw this.#unexpected(')');
    this.#take();
    if (this.#dialect === 'dash' && !/^[A-Za-z_]\w*$/.test(name))
      throw new SyntaxProblem('Syntax error: Bad function name');
    this.#newlines();
    if (this.#dialect === 'bash' && !this.#is('(') && this.#keyword() === null) throw this.#unexpected();
    this.#command();
  }

  /** A redirection, with the number before it read as a word by then. */
  #redirected(): boolean {
    const token = this.#token;
    if (token.kind !== 'operator' || !redirection.test(token.text)) return false;
    this.#take();
    const target = this.#token;
    if (target.kind !== 'word') throw this.#unexpected();
    if (/^<<-?$/.test(token.text)) this.#tokens.expectHeredoc(target.text, token.text === '<<-');
    this.#take();
    return true;
  }
}

/** Reads `$( … )` from behind its bracket. */
function inside(source: string, dialect: Dialect, at: number, depth: number): number {
  if (depth > deepest) throw new SyntaxProblem('too deep');
  return new Grammar(source, dialect, at, depth).substitution();
}
