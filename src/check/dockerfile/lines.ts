import { parseHeredocWord } from './heredoc.ts';
import { type BuildError, buildError } from './problem.ts';
import { trimStart } from './text.ts';
import { wordsOf } from './variables.ts';
import { mayHoldHeredoc } from './words.ts';

/** A heredoc that hangs on an instruction. */
export interface Heredoc {
  readonly name: string;
  readonly content: string;
  /** False when its name was quoted: then its variables are left alone. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are cut. */
  readonly chomp: boolean;
}

/** An instruction as text: continuation lines joined as BuildKit joins them. */
export interface LogicalLine {
  readonly text: string;
  /** First and last line in the file, from 1. */
  readonly start: number;
  readonly end: number;
  readonly heredocs: readonly Heredoc[];
  /** The last comment above it, without its mark; null where there is none. */
  readonly comment: string | null;
}

export interface Lines {
  readonly lines: readonly LogicalLine[];
  readonly errors: readonly BuildError[];
  readonly escape: '\\' | '`';
  /** `# syntax=` and `# check=`, where there are any. */
  readonly syntax: { readonly value: string; readonly line: number } | null;
  readonly checkOptions: string | null;
  /** The line of `# check=`; 1 where there is none. */
  readonly checkLine: number;
  /** Last lines of instructions that have an empty line inside a continuation. */
  readonly emptyContinuations: readonly number[];
  /** Whether the file begins with a byte order mark, and whether its lines end in CRLF. */
  readonly byteOrderMark: boolean;
}

const directive = /^#[\t-\r \u0085\u00a0]*([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(\S.*)$/;
/** BuildKit reads lines through a buffer of this size (Go's bufio.MaxScanTokenSize). */
const longestLine = 65_535;

interface Directives {
  open: boolean;
  readonly seen: Map<string, { readonly value: string; readonly line: number }>;
}

/** Reads `# escape=` and its like; they count only before anything else. */
function readDirective(line: string, number: number, directives: Directives): BuildError | null {
  if (!directives.open) return null;
  const match = directive.exec(line);
  const name = match?.[1]?.toLowerCase();
  if (match === null || name === undefined || !['syntax', 'escape', 'check'].includes(name)) {
    directives.open = false;
    return null;
  }
  if (directives.seen.has(name)) {
    return buildError('DirectiveTwice', number, `only one ${name} parser directive can be used`, { name });
  }
  const value = (match[2] ?? '').trimEnd();
  directives.seen.set(name, { value, line: number });
  if (name === 'escape' && value !== '\\' && value !== '`') {
    return buildError(
      'InvalidEscapeDirective',
      number,
      `invalid escape token '${value}' does not match \` or \\`,
      { value },
    );
  }
  return null;
}

const isComment = (line: string): boolean => trimStart(line).startsWith('#');
const isBlank = (line: string): boolean => trimStart(line) === '';

/** The line without its continuation mark, or null where it has none. */
function continued(line: string, mark: string): string | null {
  let end = line.length;
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end -= 1;
  if (line[end - 1] !== mark) return null;
  if (end > 1 && line[end - 2] === mark) return null;
  return line.slice(0, end - 1);
}

function heredocsOf(text: string): readonly Heredoc[] {
  const found: Heredoc[] = [];
  for (const word of wordsOf(text)) {
    const heredoc = parseHeredocWord(word);
    if (heredoc !== null) found.push({ ...heredoc, content: '' });
  }
  return found;
}

/**
 * Joins a Dockerfile's physical lines into instructions, as BuildKit does: blank lines and comments inside a
 * continuation are skipped (so an instruction after a stray backslash is swallowed), heredocs belong to their line.
 */
export function readLines(source: string): Lines {
  const byteOrderMark = source.startsWith('\ufeff');
  const raw = (byteOrderMark ? source.slice(1) : source).split('\n');
  if (raw.at(-1) === '') raw.pop();
  const directives: Directives = { open: true, seen: new Map() };
  const lines: LogicalLine[] = [];
  const errors: BuildError[] = [];
  const emptyContinuations: number[] = [];
  let escapeMark: '\\' | '`' = '\\';
  let at = 0;
  let comment: string | null = null;

  const physical = (index: number): string => {
    const line = (raw[index] ?? '').replace(/(?<!\r)\r+$/, '');
    if (line.length >= longestLine) {
      errors.push(
        buildError(
          'LineTooLong',
          index + 1,
          `dockerfile line greater than max allowed size of ${longestLine}`,
          {},
        ),
      );
    }
    return line;
  };

  while (at < raw.length) {
    const first = trimStart(physical(at));
    const directivesBefore = directives.seen.size;
    const problem = readDirective(first, at + 1, directives);
    if (problem !== null) errors.push(problem);
    if (directives.seen.get('escape')?.value === '`') escapeMark = '`';
    at += 1;
    const start = at;
    if (first.startsWith('#') && directives.seen.size === directivesBefore) comment = first.slice(1).trim();
    if (first === '' || first.startsWith('#')) continue;

    const parts: string[] = [];
    let rest = continued(first, escapeMark);
    parts.push(rest ?? first);
    let empty = false;
    while (rest !== null && at < raw.length) {
      const line = physical(at);
      at += 1;
      if (isComment(line)) continue;
      if (isBlank(line)) {
        empty = true;
        continue;
      }
      rest = continued(line, escapeMark);
      parts.push(rest ?? line);
    }
    const text = parts.join('');
    if (empty) emptyContinuations.push(at);

    const heredocs: Heredoc[] = [];
    if (text.includes('<<') && mayHoldHeredoc(text, escapeMark)) {
      for (const heredoc of heredocsOf(text)) {
        const content: string[] = [];
        let closed = false;
        while (at < raw.length) {
          const line = raw[at] ?? '';
          at += 1;
          const candidate = line.replace(/(?<!\r)\r+$/, '');
          if ((heredoc.chomp ? candidate.replace(/^\t+/, '') : candidate) === heredoc.name) {
            closed = true;
            break;
          }
          content.push(`${line}\n`);
        }
        if (!closed) {
          errors.push(
            buildError('UnterminatedHeredoc', start, 'unterminated heredoc', { name: heredoc.name }),
          );
        }
        const whole = content.join('');
        heredocs.push({ ...heredoc, content: heredoc.chomp ? whole.replace(/^\t+/gm, '') : whole });
      }
    }
    lines.push({ text, start, end: at, heredocs, comment });
    comment = null;
  }

  return {
    lines,
    errors,
    escape: escapeMark,
    syntax: directives.seen.get('syntax') ?? null,
    checkOptions: directives.seen.get('check')?.value ?? null,
    checkLine: directives.seen.get('check')?.line ?? 1,
    emptyContinuations,
    byteOrderMark,
  };
}
