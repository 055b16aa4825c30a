// What checks found out comes as data from another process; these pages word it.
import { translate } from '../../check/wording.ts';
import type { Locale, TranslatableText } from '../../wording/wording.ts';
import { cut } from './message.ts';

/**
 * What students write is shown, never obeyed: no fence ends early, no mark of Markdown takes effect, no link hides
 * behind other words, and what is shown can be copied as it was written. Nobody is pinged: `allowed_mentions` sees to
 * that; here a mention does not even look like one.
 */

/** Control characters, line separators and marks that turn the direction of text. */
const unprintable = /[\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

const oneLine = (words: string): string => words.replace(unprintable, ' ').trim();

/** Inside a code span nothing is read as Markdown, but a backtick ends it. */
const inCode = (words: string): string => oneLine(words).replaceAll('`', 'ˋ');

/**
 * Discord shows any sign behind a backslash as it is. A colon matters only in emoji and links, a sign of a heading, a
 * list or a quote only at the start of a line.
 */
const inSentence = (words: string): string =>
  oneLine(words)
    .replace(/[\\`*_~|<>[\]]|@(?!everyone|here)/g, '\\$&')
    // These two look like a mention behind a backslash too, to people who read the text elsewhere.
    .replace(/@(?=everyone|here)/g, '@\u200b')
    .replace(/:(?=\/\/|[\w+-]{1,40}:)/g, '\\:')
    .replace(/^[#+-]/, '\\$&')
    .replace(/^(\d{1,9})(?=\.)/, '$1\\');

/** Words of a student inside a sentence of ours; line ends become blanks. */
export const quote = (words: string, limit = 160): string => inSentence(cut(oneLine(words), limit));

/** Words of a student where Discord reads no Markdown: labels, options of a menu, titles of a form. */
export const plainly = (words: string, limit = 100): string => cut(oneLine(words), limit);

/** A short piece of code within a line. */
export const code = (words: string, limit = 100): string => {
  const safe = cut(inCode(words), limit);
  return safe === '' ? '` `' : `\`${safe}\``;
};

/** Lines in a code block; a fence inside cannot end it. */
export function codeBlock(lines: readonly string[], language = '', limit = 1200): string {
  const apart = '\u200b';
  const safe = lines
    .join('\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/`(?=`)/g, `\`${apart}`)
    .replace(/`$/, `\`${apart}`);
  return `\`\`\`${language}\n${cut(safe, limit)}\n\`\`\``;
}

/** Stands for a value until it is known whether it is inside a code span; students cannot write it into a template. */
const slot = /\ue000(\d+)\ue001/g;

/**
 * Translates a text whose values may come from a student: the one place where they are made safe for Discord's Markdown.
 * A sentence keeps the marks of its own.
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

/** The first sentence of a text, made as safe; one that is longer than that ends with a whole word. */
export function firstSentence(locale: Locale, text: TranslatableText, limit: number): string {
  const words = translateSafely(locale, text);
  // A sentence ends where a blank and a capital follow; what a code span holds is no end.
  const end = words.search(/[.!?] [\p{Lu}“«`]/u);
  const first = end < 0 ? words : words.slice(0, end + 1);
  if (first.length <= limit) return first;
  return translateSafely(locale, text, limit).replace(/(?<=\S)\s[^\s`]*…$/, ' …');
}

/** Cuts without leaving half of an escaped sign or an open code span. */
function cutSentence(sentence: string, limit: number): string {
  if (sentence.length <= limit) return sentence;
  const kept = cut(sentence, limit - 1).slice(0, -1);
  const whole = /(?:^|[^\\])(?:\\\\)*\\$/.test(kept) ? kept.slice(0, -1) : kept;
  const open = whole.replace(/\\[\s\S]/g, '').split('`').length % 2 === 0;
  return `${whole}…${open ? '`' : ''}`;
}
