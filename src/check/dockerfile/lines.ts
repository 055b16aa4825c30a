import { type BuildError, buildError } from './build-error.ts';
import { parseHeredocWord } from './heredoc.ts';
import { ParserDirectives } from './parser-directives.ts';
import { trimStart } from './text.ts';
import { wordsOf } from './variables.ts';
import { mayHoldHeredoc } from './words.ts';

/** A heredoc that belongs to an instruction. */
export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** False if its delimiter is quoted, so that variables are not expanded. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are removed. */
  readonly chomp: boolean;
}

/** The text of an instruction, with continuation lines joined as in BuildKit. */
export interface LogicalLine {
  readonly text: string;
  /** First and last line in the file, from 1. */
  readonly start: number;
  readonly end: number;
  readonly heredocs: readonly Heredoc[];
  /** The last comment above it, without the `#`; null if there is none. */
  readonly comment: string | null;
}

export interface DockerfileLines {
  readonly lines: readonly LogicalLine[];
  readonly errors: readonly BuildError[];
  readonly escape: '\\' | '`';
  /** The values of `# syntax=` and `# check=`; null if not given. */
  readonly syntax: { readonly value: string; readonly line: number } | null;
  readonly checkOptions: string | null;
  /** Line of `# check=`; 1 if there is none. */
  readonly checkLine: number;
  /** Last lines of instructions with an empty line inside a continuation. */
  readonly emptyContinuations: readonly number[];
  /** Whether the file begins with a byte order mark. */
  readonly byteOrderMark: boolean;
}

/** BuildKit reads lines through a buffer of this size (Go's bufio.MaxScanTokenSize). */
const longestLine = 65_535;

/**
 * Joins a Dockerfile's physical lines into instructions, as BuildKit does. Blank lines and comments inside a continuation are skipped (so
 * that a stray backslash swallows the next instruction), and heredocs belong to the line that announces them.
 */
export function readLines(source: string): DockerfileLines {
  const byteOrderMark = source.startsWith('\ufeff');
  const reader = new LineReader(byteOrderMark ? source.slice(1) : source);
  const lines: LogicalLine[] = [];
  for (let line = reader.next(); line !== null; line = reader.next()) lines.push(line);
  const { directives, errors, emptyContinuations } = reader;
  const check = directives.get('check');
  return {
    lines,
    errors,
    escape: directives.escape,
    syntax: directives.get('syntax'),
    checkOptions: check?.value ?? null,
    checkLine: check?.line ?? 1,
    emptyContinuations,
    byteOrderMark,
  };
}

/** Reads a file from its first line to its last. */
class LineReader {
  readonly directives = new ParserDirectives();
  readonly errors: BuildError[] = [];
  readonly emptyContinuations: number[] = [];
  readonly #physical: readonly string[];
  /** Number of physical lines read so far. */
  #count = 0;

  constructor(source: string) {
    const physical = source.split('\n');
    if (physical.at(-1) === '') physical.pop();
    this.#physical = physical;
  }

  /** The next instruction; null at the end of the file. */
  next(): LogicalLine | null {
    let comment: string | null = null;
    while (!this.#atEnd()) {
      const first = trimStart(this.#line());
      const start = this.#count;
      const { isDirective, error } = this.directives.read(first, start);
      if (error !== null) this.errors.push(error);
      if (!first.startsWith('#') && first !== '') {
        const text = this.#joined(first);
        const heredocs = this.#heredocs(text, start);
        return { text, start, end: this.#count, heredocs, comment };
      }
      if (first !== '' && !isDirective) comment = first.slice(1).trim();
    }
    return null;
  }

  #atEnd(): boolean {
    return this.#count >= this.#physical.length;
  }

  #rawLine(): string {
    const line = this.#physical[this.#count] ?? '';
    this.#count += 1;
    return line;
  }

  #line(): string {
    const line = withoutReturns(this.#rawLine());
    if (line.length >= longestLine) {
      const phrase = `dockerfile line greater than max allowed size of ${longestLine}`;
      this.errors.push(buildError('LineTooLong', this.#count, phrase, {}));
    }
    return line;
  }

  /** Reads a line together with its continuation lines. */
  #joined(first: string): string {
    let beforeMark = continued(first, this.directives.escape);
    const parts = [beforeMark ?? first];
    let hasEmptyLine = false;
    while (beforeMark !== null && !this.#atEnd()) {
      const line = this.#line();
      const text = trimStart(line);
      if (text === '') hasEmptyLine = true;
      if (text === '' || text.startsWith('#')) continue;
      beforeMark = continued(line, this.directives.escape);
      parts.push(beforeMark ?? line);
    }
    if (hasEmptyLine) this.emptyContinuations.push(this.#count);
    return parts.join('');
  }

  #heredocs(text: string, start: number): readonly Heredoc[] {
    if (!text.includes('<<') || !mayHoldHeredoc(text, this.directives.escape)) return [];
    return announcedHeredocs(text).map((heredoc) => {
      const content = this.#heredocContent(heredoc, start);
      return { ...heredoc, content: heredoc.chomp ? content.replace(/^\t+/gm, '') : content };
    });
  }

  #heredocContent({ name, chomp }: Omit<Heredoc, 'content'>, start: number): string {
    const lines: string[] = [];
    while (!this.#atEnd()) {
      const line = this.#rawLine();
      const candidate = withoutReturns(line);
      if ((chomp ? candidate.replace(/^\t+/, '') : candidate) === name) return lines.join('');
      lines.push(`${line}\n`);
    }
    this.errors.push(buildError('UnterminatedHeredoc', start, 'unterminated heredoc', { name }));
    return lines.join('');
  }
}

const withoutReturns = (line: string): string => line.replace(/(?<!\r)\r+$/, '');

/** The line without its continuation mark; null if it has none. */
function continued(line: string, mark: string): string | null {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end -= 1;
  if (line[end - 1] !== mark) return null;
  if (end > 1 && line[end - 2] === mark) return null;
  return line.slice(0, end - 1);
}

/** The heredocs announced by a line, in order. */
const announcedHeredocs = (text: string): readonly Omit<Heredoc, 'content'>[] =>
  wordsOf(text).flatMap((word) => parseHeredocWord(word) ?? []);
