import type { TokenCursor } from './token-cursor.ts';
import { type Span, SyntaxProblem } from './tokens.ts';

/** The parts of compound commands that consist of words only, without commands. */

/** Reads `(( … ; … ; … ))` after `for`, which is arithmetic. */
export function readArithmeticHead(cursor: TokenCursor): void {
  let depth = 0;
  do {
    if (cursor.is('(')) depth += 1;
    if (cursor.is(')')) depth -= 1;
    if (cursor.token.kind === 'end') throw cursor.unexpected();
    cursor.take();
  } while (depth > 0);
  if (cursor.is(';')) cursor.take();
}

/** Reads `name in a b c` after `for`. */
export function readLoopItems(cursor: TokenCursor): void {
  const { token, dialect } = cursor;
  if (token.kind !== 'word' || !/^[A-Za-z_]\w*$/.test(token.text)) {
    if (dialect === 'dash') throw new SyntaxProblem('Syntax error: Bad for loop variable');
    throw cursor.unexpected();
  }
  cursor.take();
  cursor.skipNewlines();
  if (cursor.keyword === 'in') {
    cursor.take();
    while (cursor.token.kind === 'word') cursor.take();
    if (!cursor.is(';') && !cursor.is('\n')) throw cursor.unexpected();
    cursor.take();
  } else if (cursor.is(';')) cursor.take();
}

/** Reads the patterns of a case branch: `a | b )`. */
export function readCasePatterns(cursor: TokenCursor): void {
  if (cursor.is('(')) cursor.take();
  for (;;) {
    if (cursor.token.kind !== 'word') throw cursor.unexpected();
    cursor.take();
    if (!cursor.is('|')) break;
    cursor.take();
  }
  cursor.expectOperator(')');
}

/** Reads `[[ … ]]`, which has its own operators. */
export function readDoubleBrackets(cursor: TokenCursor): void {
  while (!(cursor.token.kind === 'word' && cursor.token.text === ']]')) {
    if (cursor.token.kind === 'end' || cursor.is(';')) throw cursor.unexpected();
    cursor.take();
  }
  cursor.take();
}

/** Reads `time -p --`, which does not affect the command after it. Returns the positions of these words. */
export function readTime(cursor: TokenCursor): readonly Span[] {
  const spans: Span[] = [cursor.take()];
  for (const option of ['-p', '--']) {
    const { token } = cursor;
    if (token.kind === 'word' && token.text === option) spans.push(cursor.take());
  }
  return spans;
}
