import { isBlank } from './line-kind.ts';

/*
 * Removes what web pages and chats add to the lines of a file. Each function looks at every line a fixed number of times, and
 * returns its lines unchanged if they have no such marks.
 */

/** Date and time, in either order, and a name. */
const chatHeader =
  /^\u200E?\[?(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d\d(?::\d\d)?(?:[ \u202F][AP]M)?|\d{1,2}:\d\d(?::\d\d)?(?:[ \u202F][AP]M)?,? \d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})(?:\]| -) [^:]{1,60}: (?=\S)/;

/** When a message was sent and by whom, before its first line: `[29/11/2026, 10:32] Ada: `, `[10:32, 29/11/2026] Ada: `, `29.11.26, 10:32 - Ada: `. */
export const stripChatHeaders = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (/\d\d?:\d\d/.test(line.slice(0, 40)) ? line.replace(chatHeader, '') : line));

/** Line breaks of HTML: on nearly every line, or in place of all of them. */
export function partBreakTags(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => !isBlank(line));
  const broken = full.filter((line) => /<br ?\/?>/i.test(line));
  if (broken.length * 2 < full.length || broken.length === 0) return lines;
  return lines.flatMap((line) => line.replace(/<br ?\/?>\s*$/i, '').split(/<br ?\/?>/i));
}

/** What opens a block of code elsewhere: tags of HTML and of forums, and quotes in place of backticks. */
const opening =
  /^\s{0,8}(?:(?:<(?:pre|code|div|span)\b[^>]{0,100}>){1,4}|\[code[^\]]{0,40}\]|\{code[^}]{0,40}\}|(?:(?:(?:const |let |var )?[\w.-]{1,40} ?[:=] ?)?[frbu]?(?:'''|"""|‘‘‘|’’’|“““|”””|´´´))(?:\\$|[\w.-]{0,40}$)?)/i;
const closingTag =
  /(?:(?:<\/(?:pre|code|div|span)>){1,4}|\[\/code\]|\{code\}|'''|"""|‘‘‘|’’’|“““|”””|´´´)\s{0,8}$/i;

/** A block of code in other marks than Discord's. The tags have to be closed: a heredoc may hold one of them. */
export function stripCodeTags(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => opening.test(line.slice(0, 500)));
  if (first < 0) return lines;
  const last = lines.findLastIndex((line, at) => at > first && closingTag.test(line.slice(-60)));
  if (last < 0) return lines;
  const isHtml = /^\s{0,8}</.test(lines[first] ?? '');
  const inner = lines.slice(first, last + 1).map((line, at, all) => {
    const opened = at === 0 ? line.replace(opening, '') : line;
    const closed = at === all.length - 1 ? opened.replace(closingTag, '') : opened;
    return isHtml ? unescapeHtml(closed) : closed;
  });
  return [...lines.slice(0, first), ...inner, ...lines.slice(last + 1)];
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
  amp: '&',
};
const unescapeHtml = (line: string): string =>
  line.replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name: string) => entities[name] ?? '');

/** A text in which every sign of HTML is escaped, as a page's source has it: `CMD [&quot;sh&quot;]`, `a &amp;&amp; b`. */
export function unescapeAll(lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  if (!/&(?:lt|gt|quot|#39|amp);/.test(text) || /["<>]|&(?!(?:lt|gt|quot|#39|nbsp|amp);)/.test(text))
    return lines;
  return lines.map(unescapeHtml);
}

/** A file as one string of JSON, as a program or an answer of an API has it: `"FROM …\\nRUN …"`, by itself or as the only value of an object. */
export function openJsonString(lines: readonly string[]): readonly string[] {
  const [line, ...others] = lines.filter((each) => !isBlank(each));
  const written = line?.trim().replace(/(?<!,),$/, '') ?? '';
  if (others.length > 0 || !/^(?:\{ {0,4})?"/.test(written) || !written.includes('\\n')) return lines;
  const text = onlyString(written) ?? onlyString(`{${written}}`);
  return text === null || !text.includes('\n') ? lines : text.trimEnd().split('\n');
}

/** A file on one line whose line breaks are written as `\\n`, as a log or a variable shows it, without quotes around it. */
export function openEscaped(lines: readonly string[]): readonly string[] {
  const [line, ...others] = lines.filter((each) => !isBlank(each));
  const written = line?.trim() ?? '';
  const begins = /^(?:(?:FROM|ARG) \S|# ?\S|#!\/)/.test(written);
  if (others.length > 0 || !begins || written.split('\\n').length < 4) return lines;
  return written
    .replace(/(?:\\r)?\\n/g, '\n')
    .replace(/\\(?=")/g, '')
    .trimEnd()
    .split('\n');
}

/** The string that a JSON text is, or the only value of an object that it is; null for any other text. */
function onlyString(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    const [only, ...others] = typeof value === 'object' && value !== null ? Object.values(value) : [value];
    return typeof only === 'string' && others.length === 0 ? only : null;
  } catch {
    return null;
  }
}

/** What nobody sees, before the first line or around every one: chats and web pages put it there, a file has none. */
export function stripInvisible(text: string): string {
  const invisible = /^[\u200B-\u200F\u2060\u202A-\u202E\u2066-\u2069\uFEFF]{1,4}/;
  const first = invisible.exec(text)?.[0];
  if (first === undefined) return text;
  const lines = text.split('\n');
  const onEach = lines.every((line) => isBlank(line) || invisible.test(line));
  if (!onEach) return text.slice(first.length);
  // Whoever writes from right to left has each line set apart, and closed again at its end.
  return lines.map((line) => line.replace(invisible, '').replace(/[\u202C\u2069]{1,4}$/, '')).join('\n');
}
