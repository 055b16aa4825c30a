import { ShellGrammar } from './grammar.ts';
import { type Dialect, type Span, SyntaxProblem } from './tokens.ts';

/** A syntax error at which a shell stops. What comes before has run. */
export interface SyntaxRefusal {
  /** Start of the first line that does not run. */
  readonly at: number;
  /** The shell's error message. */
  readonly phrase: string;
}

export interface SyntaxCheck {
  readonly refusal: SyntaxRefusal | null;
  /** Delimiters of heredocs that are never closed: the shell takes all remaining text as their content. */
  readonly unclosed: readonly string[];
  /** bash's keyword `time` and its options, which the parser takes for a command. */
  readonly timing: readonly Span[];
}

/**
 * Checks a script line by line as dash or bash does: a line with a syntax error ends the shell after the lines before it have run. (The
 * tree that is simulated comes from the parser; this only tells what the shell does with a broken script.)
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
