import {
  readArithmeticHead,
  readCasePatterns,
  readDoubleBrackets,
  readLoopItems,
  readTime,
} from './compound-commands.ts';
import { readRedirection, readSimpleCommand } from './simple-command.ts';
import { TokenCursor } from './token-cursor.ts';
import { type Dialect, type Span, SyntaxProblem, Tokens } from './tokens.ts';

/** Maximum nesting depth. No student nests commands this deeply. */
const deepest = 60;

/** Keywords that end a block of commands. */
const ends = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);

/** Position in a script at which to begin, and the nesting depth there. */
interface StartingPoint {
  readonly from?: number;
  readonly depth?: number;
  readonly timing?: Span[];
}

/** The grammar of dash and bash. It builds no tree, but throws a {@link SyntaxProblem} wherever the shell would report one. */
export class ShellGrammar {
  readonly #cursor: TokenCursor;
  #depth: number;
  /** Positions of bash's keyword `time` and its options. */
  readonly timing: Span[];

  constructor(source: string, dialect: Dialect, { from = 0, depth = 0, timing = [] }: StartingPoint = {}) {
    this.#depth = depth;
    this.timing = timing;
    const skipSubstitution = (at: number): number =>
      endOfSubstitution(source, dialect, { from: at, depth: this.#depth + 1, timing });
    this.#cursor = new TokenCursor(new Tokens(source, dialect, skipSubstitution, from), dialect);
  }

  /** Position of the next word, including the blanks before it. */
  get at(): number {
    return this.#cursor.at;
  }

  get unclosed(): readonly string[] {
    return this.#cursor.tokens.unclosed;
  }

  atEnd(): boolean {
    this.#cursor.skipNewlines();
    return this.#cursor.token.kind === 'end';
  }

  finish(): void {
    this.#cursor.tokens.finish();
  }

  /** Reads a line: the lists of commands up to its end. */
  line(): void {
    for (;;) {
      this.#list();
      if (this.#cursor.is(';') || this.#cursor.is('&')) {
        this.#cursor.take();
        if (this.#cursor.is('\n') || this.#cursor.token.kind === 'end') break;
        continue;
      }
      if (this.#cursor.is('\n') || this.#cursor.token.kind === 'end') break;
      throw this.#cursor.unexpected();
    }
    if (this.#cursor.is('\n')) this.#cursor.take();
  }

  /** Reads `$( … )` and returns the position after its end. */
  substitution(): number {
    this.#cursor.skipNewlines();
    if (!this.#cursor.is(')')) this.#compound();
    if (!this.#cursor.is(')')) throw this.#cursor.unexpected(')');
    return this.#cursor.token.end;
  }

  /** Reads the commands of a block, up to the word that ends it. */
  #compound(): void {
    this.#depth += 1;
    if (this.#depth > deepest) throw new SyntaxProblem('too deep');
    this.#cursor.skipNewlines();
    for (;;) {
      this.#list();
      if (!this.#cursor.is(';') && !this.#cursor.is('&') && !this.#cursor.is('\n')) break;
      this.#cursor.take();
      this.#cursor.skipNewlines();
      if (this.#cursor.token.kind === 'end' || this.#cursor.is(')') || this.#cursor.endsCaseItem) break;
      const keyword = this.#cursor.keyword;
      if (keyword !== null && ends.has(keyword)) break;
    }
    this.#depth -= 1;
  }

  /** Reads pipelines joined by `&&` and `||`. */
  #list(): void {
    this.#pipeline();
    while (this.#cursor.is('&&') || this.#cursor.is('||')) {
      this.#cursor.take();
      this.#cursor.skipNewlines();
      this.#pipeline();
    }
  }

  #pipeline(): void {
    let isTimed = false;
    while (this.#cursor.keyword === '!' || this.#cursor.keyword === 'time') {
      isTimed = this.#cursor.keyword === 'time';
      if (isTimed) this.timing.push(...readTime(this.#cursor));
      else this.#cursor.take();
    }
    if (isTimed && this.#cursor.endsCommand) return;
    this.#command();
    while (this.#cursor.is('|') || this.#cursor.is('|&')) {
      this.#cursor.take();
      this.#cursor.skipNewlines();
      this.#command();
    }
  }

  #command(): void {
    const keyword = this.#cursor.keyword;
    if (this.#cursor.is('(')) this.#subshell();
    else if (keyword === '{') this.#block('{', '}');
    else if (keyword === 'if') this.#if();
    else if (keyword === 'while' || keyword === 'until') {
      this.#cursor.take();
      this.#compound();
      this.#block('do', 'done');
    } else if (keyword === 'for' || keyword === 'select') this.#for();
    else if (keyword === 'case') this.#case();
    else if (keyword === 'function') this.#function();
    else if (keyword === '[[') readDoubleBrackets(this.#cursor);
    else if (keyword !== null && keyword !== 'coproc') throw this.#cursor.unexpected();
    else {
      const functionName = readSimpleCommand(this.#cursor);
      if (functionName !== null) this.#functionBody(functionName);
      return;
    }
    while (readRedirection(this.#cursor));
  }

  #block(start: string, end: string): void {
    this.#cursor.expect(start);
    this.#compound();
    this.#cursor.expect(end);
  }

  #subshell(): void {
    this.#cursor.take();
    this.#compound();
    this.#cursor.expectOperator(')');
  }

  #if(): void {
    this.#cursor.take();
    this.#compound();
    this.#cursor.expect('then');
    this.#compound();
    while (this.#cursor.keyword === 'elif') {
      this.#cursor.take();
      this.#compound();
      this.#cursor.expect('then');
      this.#compound();
    }
    if (this.#cursor.keyword === 'else') {
      this.#cursor.take();
      this.#compound();
    }
    this.#cursor.expect('fi');
  }

  #for(): void {
    this.#cursor.take();
    const isArithmetic = this.#cursor.dialect === 'bash' && this.#cursor.is('(');
    if (isArithmetic) readArithmeticHead(this.#cursor);
    else readLoopItems(this.#cursor);
    this.#cursor.skipNewlines();
    if (this.#cursor.dialect === 'bash' && this.#cursor.keyword === '{') this.#block('{', '}');
    else this.#block('do', 'done');
  }

  #case(): void {
    this.#cursor.take();
    if (this.#cursor.token.kind !== 'word') throw this.#cursor.unexpected();
    this.#cursor.take();
    this.#cursor.skipNewlines();
    this.#cursor.expect('in');
    this.#cursor.skipNewlines();
    while (this.#cursor.keyword !== 'esac') {
      readCasePatterns(this.#cursor);
      this.#cursor.skipNewlines();
      if (!this.#cursor.endsCaseItem && this.#cursor.keyword !== 'esac') this.#compound();
      this.#cursor.skipNewlines();
      if (this.#cursor.endsCaseItem) this.#cursor.take();
      else if (this.#cursor.keyword !== 'esac')
        throw this.#cursor.unexpected(this.#cursor.dialect === 'dash' ? ';;' : undefined);
      this.#cursor.skipNewlines();
    }
    this.#cursor.take();
  }

  /** Reads bash's `function name`. */
  #function(): void {
    this.#cursor.take();
    if (this.#cursor.token.kind !== 'word') throw this.#cursor.unexpected();
    this.#cursor.take();
    if (this.#cursor.is('(')) {
      this.#cursor.take();
      if (!this.#cursor.is(')')) throw this.#cursor.unexpected();
      this.#cursor.take();
    }
    this.#cursor.skipNewlines();
    if (!this.#cursor.is('(') && this.#cursor.keyword === null) throw this.#cursor.unexpected();
    this.#command();
  }

  /** Reads a function written as `name() …`. */
  #functionBody(name: string): void {
    this.#cursor.take();
    this.#cursor.expectOperator(')');
    if (this.#cursor.dialect === 'dash' && !/^[A-Za-z_]\w*$/.test(name))
      throw new SyntaxProblem('Syntax error: Bad function name');
    this.#cursor.skipNewlines();
    if (this.#cursor.dialect === 'bash' && !this.#cursor.is('(') && this.#cursor.keyword === null)
      throw this.#cursor.unexpected();
    this.#command();
  }
}

/** Skips `$( … )`, given the position after its opening parenthesis. */
function endOfSubstitution(source: string, dialect: Dialect, start: Required<StartingPoint>): number {
  if (start.depth > deepest) throw new SyntaxProblem('too deep');
  return new ShellGrammar(source, dialect, start).substitution();
}
