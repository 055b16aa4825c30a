import { ShellGrammar } from './grammar.ts';
import { type Dialect, type Span, SyntaxProblem } from './tokens.ts';

/** A place where a shell gives up: what stands before it has run. */
export interface SyntaxRefusal {
  /** Where the line begins that is not run any more. */
  readonly at: number;
  /** What the shell says. */
  readonly phrase: string;
}

export interface SyntaxCheck {
  readonly refusal: SyntaxRefusal | null;
  /** Words that end heredocs and never come: the shell takes all that is left for their text. */
  readonly unclosed: readonly string[];
  /** bash's key word `time` and its options: the parser takes them for a command. */
  readonly timing: readonly Span[];
}

/**
 * Reads a script as dash or bash does, line by line: a line that cannot be read ends the shell, after those before it have
 * run. (The tree that is run comes from the parser; this only says what the shell makes of a script that is broken.)
 */
export function checkSyntax(source: string, dialect: Dialect): SyntaxCheck {
  const grammar = new ShellGrammar(source, dialect);
  let at = 0;
  try {
    for (; !grammar.atEnd(); at = grammar.at) grammar.line();
    grammar.finish();
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { refusal: { at, phrase: problem.phrase }, unclosed: [], timing: grammar.timing };
  }
  return { refusal: null, unclosed: grammar.unclosed, timing: grammar.timing };
}
