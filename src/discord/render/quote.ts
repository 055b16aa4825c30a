import { type Locale, type Saying, word } from '../../wording/wording.ts';
import { cut } from './message.ts';

/**
 * What students write is shown, never obeyed: no fence ends early, nobody is pinged, no link hides behind other words.
 * `allowed_mentions` already keeps Discord from pinging; this keeps it from looking like a ping.
 */
const apart = '\u200b';

/** Words of a student inside a sentence of ours; line ends become blanks. */
export function quote(words: string, limit = 160): string {
  return cut(
    words
      .replace(/[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .trim()
      .replaceAll('`', 'ˋ')
      .replaceAll('@', `@${apart}`)
      .replace(/<(?=[@#&:/t\w])/g, `<${apart}`)
      .replaceAll('](', `]${apart}(`)
      .replace(/\|(?=\|)/g, `|${apart}`),
    limit,
  );
}

/** A short piece of code within a line. */
export const code = (words: string, limit = 100): string => {
  const safe = quote(words, limit);
  return safe === '' ? '` `' : `\`${safe}\``;
};

/** Lines in a code block; a fence inside cannot end it. */
export function codeBlock(lines: readonly string[], language = '', limit = 1200): string {
  const safe = lines
    .join('\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/`(?=`)/g, `\`${apart}`)
    .replace(/`$/, `\`${apart}`);
  return `\`\`\`${language}\n${cut(safe, limit)}\n\`\`\``;
}

/** Words a saying whose values may come from a student. */
export function wordSafely(locale: Locale, saying: Saying, limit = 500): string {
  const values = Object.fromEntries(
    Object.entries(saying.values).map(([name, value]) => [
      name,
      typeof value === 'string' ? quote(value) : value,
    ]),
  );
  return cut(word(locale, { ...saying, values }), limit);
}
