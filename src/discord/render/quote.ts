// Check results are data from another process; the rendering modules word them.
import { translate } from '../../check/wording.ts';
import type { Locale, TranslatableText } from '../../wording/wording.ts';
import { cut } from './message.ts';

/**
 * Students' text is shown as data: it cannot close a code fence, take effect as Markdown, or hide a link behind other words, and
 * it can be copied as written. Pings are already prevented by `allowed_mentions`; here a mention does not even look like one.
 */

/** Control characters, line separators and bidirectional formatting characters. */
const unprintable = /[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

const oneLine = (words: string): string => words.replace(unprintable, ' ').trim();

/** Inside a code span only a backtick has a meaning: it ends the span. */
const inCode = (words: string): string => oneLine(words).replaceAll('`', 'ˋ');

/**
 * Discord shows any character after a backslash literally. Colons matter only in emoji and links; heading, list and quote markers
 * only at the start of a line.
 */
const inSentence = (words: string): string =>
  oneLine(words)
    .replace(/[\\`*_~|<>[\]]|@(?!everyone|here)/g, '\\$&')
    // Even escaped, these two look like mentions to people who read the text elsewhere.
    .replace(/@(?=everyone|here)/g, '@\u200b')
    .replace(/:(?=\/\/|[\w+-]{1,40}:)/g, '\\:')
    .replace(/^[#+-]/, '\\$&')
    .replace(/^(\d{1,9})(?=\.)/, '$1\\');

/** A student's words inside one of our sentences; line breaks become spaces. */
export const quote = (words: string, limit = 160): string => inSentence(cut(oneLine(words), limit));

/** A student's words where Discord renders no Markdown: labels, menu options, form titles. */
export const plainly = (words: string, limit = 100): string => cut(oneLine(words), limit);

/** A short piece of inline code. */
export const code = (words: string, limit = 100): string => {
  const safe = cut(inCode(words), limit);
  return safe === '' ? '` `' : `\`${safe}\``;
};

/** Lines in a code block; a fence inside cannot close it. */
export function codeBlock(lines: readonly string[], language = '', limit = 1200): string {
  const apart = '\u200b';
  const safe = lines
    .join('\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/`(?=`)/g, `\`${apart}`)
    .replace(/`$/, `\`${apart}`);
  return `\`\`\`${language}\n${cut(safe, limit)}\n\`\`\``;
}

/** Placeholder for a value until it is known whether it is inside a code span; students cannot write it into a template. */
const slot = /\ue000(\d+)\ue001/g;

/**
 * Translates a text whose values may come from a student. This is the only place where such values are escaped for Discord's
 * Markdown; the sentence's own Markdown stays.
 */
export function translateSafely(locale: Locale, text: TranslatableText, limit = 500): string {
  const texts: string[] = [];
  const values = Object.fromEntries(
    Object.entries(text.values).map(([name, value]) =>
      typeof value === 'string' ? [name, `\ue000${texts.push(value) - 1}\ue001`] : [name, value],
    ),
  );
  const sentence = translate(locale, { ...text, values })
    .split('`')
    .map((part, index) => {
      const filled = part.replace(slot, (_, at) =>
        index % 2 === 1 ? inCode(shortened(texts[Number(at)])) : inSentence(shortened(texts[Number(at)])),
      );
      return index % 2 === 1 && filled === '' ? ' ' : filled;
    })
    .join('`');
  return cutSentence(sentence, limit);
}

const shortened = (text = ''): string => cut(oneLine(text), 160);

/** The first sentence of a text, equally escaped; a longer one is cut after a whole word. */
export function firstSentence(locale: Locale, text: TranslatableText, limit: number): string {
  const words = translateSafely(locale, text);
  // A sentence ends before a space and a capital letter, outside of code spans.
  const end = words.search(/[.!?] [\p{Lu}“«`]/u);
  const first = end < 0 ? words : words.slice(0, end + 1);
  if (first.length <= limit) return first;
  return translateSafely(locale, text, limit).replace(/(?<=\S)\s[^\s`]*…$/, ' …');
}

/** Truncates without leaving half an escape sequence or an open code span. */
function cutSentence(sentence: string, limit: number): string {
  if (sentence.length <= limit) return sentence;
  const kept = cut(sentence, limit - 1).slice(0, -1);
  const whole = /(?:^|[^\\])(?:\\\\)*\\$/.test(kept) ? kept.slice(0, -1) : kept;
  const open = whole.replace(/\\[\s\S]/g, '').split('`').length % 2 === 0;
  return `${whole}…${open ? '`' : ''}`;
}
