import { closesFence, type Fence, fenceIn } from './fences.ts';

/** Converts code blocks of other tools to fenced code, keeping line numbers. */

interface ForeignCode {
  readonly begins: RegExp;
  readonly end: RegExp;
}

/** The start and end of code blocks; the first group is the language. */
const foreign: readonly ForeignCode[] = [
  {
    begins: /^[ \t]*\{%-?[ \t]*highlight[ \t]+([\w+#-]{1,30})[^%\n]*%\}[ \t]*$/,
    end: /^[ \t]*\{%-?[ \t]*endhighlight[ \t]*-?%\}[ \t]*$/,
  },
  {
    begins:
      /^[ \t]*\{\{[<%][ \t]*(?:highlight|code)\b(?:[ \t]+(?:lang(?:uage)?=)?"?([\w+#-]{1,30}))?[^>%\n]*[>%]\}\}[ \t]*$/,
    end: /^[ \t]*\{\{[<%][ \t]*\/[ \t]*(?:highlight|code)[ \t]*[>%]\}\}[ \t]*$/,
  },
  {
    begins:
      /^[ \t]*:{3,}[ \t]?\{?code(?:-block)?\}?(?:\{[^}\n]*?lang(?:uage)?=["']?([\w+#-]{1,30})[^}\n]*\}|[ \t]+([\w+#-]{1,30}))?[ \t]*$/,
    end: /^[ \t]*:{3,}[ \t]*$/,
  },
  {
    begins: /^[ \t]*\{(?:code|noformat)(?::(?:language=)?([\w+#-]{1,30})[^}\n]*)?\}[ \t]*$/,
    end: /^[ \t]*\{(?:code|noformat)\}[ \t]*$/,
  },
  {
    begins:
      /^[ \t]*<(?:CodeBlock|Code|Highlight)\b[^<>\n]*?\blang(?:uage)?=["'{]{1,2}([\w+#-]{1,30})[^<>\n]*>[ \t]*$/,
    end: /^[ \t]*<\/(?:CodeBlock|Code|Highlight)>[ \t]*$/,
  },
];
const asciiDoc = /^\[(?:source|listing)(?:,[ \t]*([\w+#-]{1,30})[^\]\n]*)?\][ \t]*$/;
const preformatted = /^[ \t]*<pre\b[^<>\n]*>(?:<code\b([^<>\n]*)>)?([^\n]*)$/;
const structured =
  /^([ \t]{0,40})\.\. (?:code-block|code|sourcecode|highlight)::[ \t]{0,4}([\w+#-]{0,30})[ \t]*$/;
/** Longer than any fence inside the code. */
const ticks = '``````';
/** A longer block is not treated as code. */
const rowLimit = 400;

export function codeAsFences(rows: readonly string[]): readonly string[] {
  const made = [...rows];
  let fence: Fence | null = null;
  for (let at = 0; at < made.length; at++) {
    const row = made[at] ?? '';
    if (fence !== null) {
      // Some processors accept attributes after the end of the code.
      const bare = row.replace(/[ \t]{0,4}\{\{?[\w ]{1,40}\}?\}[ \t]{0,4}$/, '');
      if (!closesFence(bare, fence)) continue;
      made[at] = bare;
      fence = null;
    } else {
      const end = fencedFrom(made, at);
      if (end === null) fence = fenceIn(row);
      else at = end;
    }
  }
  return made;
}

/** Fences the code block that begins on a row and returns the row on which it ends; null if none begins. */
function fencedFrom(rows: string[], at: number): number | null {
  const row = rows[at] ?? '';
  if (row.length > rowLimit) return null;
  if (/^[ \t]*<pre\b/.test(row)) return fencedHtml(rows, at);
  if (asciiDoc.test(row)) return fencedListing(rows, at);
  if (row.includes('.. ') && structured.test(row)) return fencedDirective(rows, at);
  if (!/^[ \t]*[{:<]/.test(row)) return null;
  for (const { begins, end } of foreign) {
    const found = begins.exec(row);
    if (found === null) continue;
    const to = endAfter(rows, at, end);
    if (to === null) return null;
    const indent = /^[ \t]*/.exec(row)?.[0] ?? '';
    rows[at] = `${indent}${ticks}${found[1] ?? found[2] ?? ''}`;
    rows[to] = `${indent}${ticks}`;
    for (let line = at + 1; line < to; line++)
      if (/^[ \t]*<\w/.test(row)) rows[line] = withoutTemplate(rows[line] ?? '');
    return to;
  }
  return null;
}

function endAfter(rows: readonly string[], at: number, end: RegExp): number | null {
  for (let line = at + 1; line < Math.min(rows.length, at + rowLimit); line++)
    if (end.test(rows[line] ?? '')) return line;
  return null;
}

/** A JavaScript template literal without its delimiters. */
const withoutTemplate = (row: string): string =>
  row.replace(/^[ \t]*\{[ \t]*`/, '').replace(/(?<!\\)`[ \t]*\}[ \t]*$/, '');

function fencedListing(rows: string[], at: number): number | null {
  const line = /^-{4,}[ \t]*$/.test(rows[at + 1] ?? '') ? at + 1 : at + 2;
  const rule = rows[line] ?? '';
  if (!/^-{4,}[ \t]*$/.test(rule)) return null;
  const to = endAfter(rows, line, new RegExp(`^${rule.trimEnd()}[ \\t]*$`));
  if (to === null) return null;
  const language = asciiDoc.exec(rows[at] ?? '')?.[1] ?? '';
  rows[at] = '';
  rows[line] = `${ticks}${language}`;
  rows[to] = ticks;
  return to;
}

function fencedDirective(rows: string[], at: number): number {
  const [, indent = '', language = ''] = structured.exec(rows[at] ?? '') ?? [];
  rows[at] = '';
  let begin = at;
  let to = at + 1;
  let last = at;
  let depth = 0;
  for (; to < rows.length; to++) {
    const row = rows[to] ?? '';
    if (row.trim() === '') continue;
    const blank = /^[ \t]*/.exec(row)?.[0] ?? '';
    if (blank.length <= indent.length) break;
    depth = depth === 0 ? blank.length : depth;
    const isOption = last === at && /^[ \t]*:[\w-]+:/.test(row);
    rows[to] = isOption ? '' : indent + row.slice(Math.min(depth, blank.length));
    if (isOption) continue;
    if (last === at) begin = to - 1;
    last = to;
  }
  rows[begin] = `${indent}${ticks}${language}`;
  // The empty line after the code takes the closing fence.
  if (last + 1 < to) rows[last + 1] = `${indent}${ticks}`;
  return last + 1 < to ? last + 1 : to - 1;
}

/** `<pre><code>`: its first code line often follows the tags on the same line, so the fence needs an empty line above. */
function fencedHtml(rows: string[], at: number): number | null {
  const [, given = '', first = ''] = preformatted.exec(rows[at] ?? '') ?? [];
  const to = /<\/pre>/i.test(rows[at] ?? '') ? null : endAfter(rows, at, /<\/pre>/i);
  if (to === null) return null;
  const isBare = first.trim() === '' || /^<\/?\w[^<>]*>$/.test(first.trim());
  if (!isBare && (rows[at - 1] ?? 'x').trim() !== '') return null;
  const language = /\b(?:language|lang)-([\w+#-]{1,30})/.exec(given)?.[1] ?? '';
  const isTag = (line: number): boolean => /^[ \t]*<\/?code\b[^<>]*>[ \t]*$/.test(rows[line] ?? '');
  const begin = isBare && isTag(at + 1) ? at + 1 : at - Number(!isBare);
  if (isBare) rows[at] = '';
  else rows[at] = htmlText(first);
  rows[begin] = `${ticks}${language}`;
  for (let line = Math.max(at, begin) + 1; line < to; line++) {
    if (isTag(line) && line === to - 1) {
      rows[to] = '';
      rows[line] = ticks;
      return to;
    }
    rows[line] = htmlText(rows[line] ?? '');
  }
  const rest = htmlText((rows[to] ?? '').replace(/<\/(?:pre|code)>/gi, ''));
  const hasRoom = rest.trim() === '' || (rows[to + 1] ?? '').trim() === '';
  rows[to] = rest.trim() === '' ? ticks : rest;
  if (rest.trim() !== '' && hasRoom && to + 1 < rows.length) rows[to + 1] = ticks;
  return rest.trim() !== '' && hasRoom ? to + 1 : to;
}

const htmlText = (row: string): string =>
  row
    .replace(/<\/?(?:code|span|b|i|em|strong|mark)\b[^<>]*>/gi, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
