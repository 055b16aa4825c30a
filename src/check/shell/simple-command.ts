import { isRedirection, type TokenCursor } from './token-cursor.ts';

/**
 * Reads a simple command: assignments, words and redirections. If it turns out to be the beginning of a function (`name() …`), returns the
 * function's name, otherwise null.
 */
export function readSimpleCommand(cursor: TokenCursor): string | null {
  let words = 0;
  let others = 0;
  let declares = false;
  for (;;) {
    const { token } = cursor;
    if (token.kind !== 'word') {
      if (!readRedirection(cursor)) break;
      others += 1;
      continue;
    }
    cursor.take();
    // bash also accepts an array after `declare` and the like.
    if (words === 0 && cursor.dialect === 'bash')
      declares = /^(?:declare|typeset|local|export|readonly)$/.test(token.text);
    const isAssignment = (words === 0 || declares) && /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(token.text);
    if (isAssignment) others += 1;
    else words += 1;
    if (!cursor.is('(')) continue;
    if (isAssignment && cursor.dialect === 'bash' && cursor.token.at === token.end) readArray(cursor);
    else if (words === 1 && others === 0) return token.text;
  }
  if (words + others === 0) throw cursor.unexpected();
  return null;
}

function readArray(cursor: TokenCursor): void {
  cursor.take();
  while (cursor.token.kind === 'word' || cursor.is('\n')) cursor.take();
  if (!cursor.is(')')) throw cursor.unexpected();
  cursor.take();
}

/** Reads a redirection. Returns false if there is none. */
export function readRedirection(cursor: TokenCursor): boolean {
  const { token } = cursor;
  if (token.kind !== 'operator' || !isRedirection(token)) return false;
  cursor.take();
  const target = cursor.token;
  if (target.kind !== 'word') throw cursor.unexpected();
  if (/^<<-?$/.test(token.text)) cursor.tokens.expectHeredoc(target.text, token.text === '<<-');
  cursor.take();
  return true;
}
