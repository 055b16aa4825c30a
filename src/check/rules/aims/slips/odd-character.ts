import { saidOf } from '../../queries.ts';
import type { Slip } from './failed-line.ts';
import { say } from './sentences.ts';

/** Whitespace other than a plain space, zero-width characters, long dashes, curly quotes, full-width letters. */
const odd =
  /[\u00a0\u00ad\u1680\u2000-\u200f\u2010-\u201f\u202f\u205f\u2060\u2212\u00ab\u00bb\u3000\ufeff\uff01-\uff5e]/;

/** The code point of the first such character in a text (`U+00A0`); null if there is none. */
export function oddSign(text: string): string | null {
  const found = odd.exec(text)?.[0];
  return found === undefined ? null : `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** If the line contains a character that only looks like a plain one, that is the cause, whatever the program's message says. */
export const oddCharacter: Slip = ({ failure, text }) => {
  const isOfWords = failure.kind !== 'copy-not-found' && (saidOf(failure) !== null || 'path' in failure);
  const sign = isOfWords ? oddSign(text) : null;
  return sign === null ? null : say.later('odd', { sign });
};
