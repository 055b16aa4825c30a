import { inFences } from './fences.ts';

/** Converts lists and paragraphs that a tool wrote as HTML, one per line, to equivalent Markdown. */

const listTag = /^[ \t]*<(\/?)(ol|ul)\b[^<>]*>[ \t]*$/i;
const item = /^[ \t]*<li\b[^<>]*>(.*)$/i;
const paragraph = /^[ \t]{0,3}<p\b[^<>]*>(.+)<\/p>[ \t]*$/i;
/** A longer line was not written by hand. */
const rowLimit = 2000;
/** Deeper nesting than any real page has. */
const depthLimit = 6;

export function htmlAsMarkdown(given: readonly string[]): readonly string[] {
  const inCode = inFences(given);
  const lists: string[] = [];
  return given.map((row, line) => {
    if (inCode[line] === true || row.length > rowLimit || !/^[ \t]*<\/?(?:[ou]l|li|p)\b/i.test(row))
      return row;
    const tag = listTag.exec(row);
    if (tag !== null) {
      if (tag[1] === '/') lists.pop();
      else if (lists.length < depthLimit) lists.push((tag[2] ?? 'ul').toLowerCase());
      return '';
    }
    const said = paragraph.exec(row)?.[1];
    if (said !== undefined) return inline(said);
    if (lists.length === 0) return row;
    if (/^[ \t]*<\/li>[ \t]*$/i.test(row)) return '';
    const text = item
      .exec(row)?.[1]
      ?.trimEnd()
      .replace(/<\/li>$/i, '');
    if (text === undefined) return row;
    return `${'   '.repeat(lists.length - 1)}${lists.at(-1) === 'ol' ? '1.' : '-'} ${inline(text)}`;
  });
}

const inline = (html: string): string =>
  html
    .trim()
    .replace(/<\/?(?:strong|b)>/gi, '**')
    .replace(/<\/?(?:em|i)>/gi, '*')
    .replace(/<\/?code>/gi, '`');
