import { leadingHint } from '../labels/hint-labels.ts';
import { helpKinds, taskKinds } from './admonition-openers.ts';
import { inFences } from './fences.ts';

/** Converts headings, boxes and attributes of other tools to the supported Markdown, keeping line numbers. */
export function blocksAsMarkdown(given: readonly string[]): readonly string[] {
  const rows = [...given];
  const inCode = inFences(rows);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? '';
    if (inCode[at] === true || row.trim() === '' || row.length > 400) continue;
    if (/\{:/.test(row) && attributesOf(row) !== null) withAttributes(rows, at);
    else if (/^[ \t]*\.\. [a-z]/.test(row)) boxOfDirective(rows, at);
    else if (/^[.[]/.test(row)) boxOfAsciiDoc(rows, at);
    else if (/^[ \t]*<[A-Za-z][^<>]*$/.test(row)) tagOnOneLine(rows, at);
    else rows[at] = lineAlone(row, (rows[at - 1] ?? '').trim() === '');
  }
  return rows;
}

const htmlHeading = /^[ \t]*<h([1-6])\b[^<>]*>(.*)<\/h\1>[ \t]*$/i;
const equalsHeading = /^(={1,6})[ \t]+(?!")(?=\S)(.*)$/;
const headingWithAttributes = /^(#{1,6}[ \t][^\n{]*)\{[:#.][^{}\n]*\}[ \t]*$/;
const elementOnLine = /^[ \t]{0,3}<(hint|tip|spoiler|solution|answer)\b[^<>]*>(.+)<\/\1>[ \t]*$/i;
const leafDirective = /^[ \t]*::([\w-]+)\[(.*)\](?:\{[^{}\n]*\})?[ \t]*$/;

function lineAlone(row: string, isApart: boolean): string {
  const html = isApart ? htmlHeading.exec(row) : null;
  if (html !== null)
    return `${'#'.repeat(Number(html[1]))} ${(html[2] ?? '').replace(/<[^<>]*>/g, '').trim()}`;
  const equals = isApart ? equalsHeading.exec(row) : null;
  if (equals !== null) return `${'#'.repeat((equals[1] ?? '').length)} ${equals[2] ?? ''}`;
  const attributed = headingWithAttributes.exec(row)?.[1];
  if (attributed !== undefined) return attributed.trimEnd();
  const leaf = leafDirective.exec(row);
  if (leaf !== null) return spokenHelp(leaf[2] ?? '', helpKinds.has(leaf[1] ?? ''));
  const spoken = elementOnLine.exec(row)?.[2];
  if (spoken !== undefined) return spokenHelp(spoken.trim(), true, 'Hint');
  const covered = /^[ \t]{0,3}\|\|(?=[^|\s])(.*[^|\s])\|\|[ \t]*$/.exec(row)?.[1];
  if (covered !== undefined && isApart && !covered.includes('|')) return spokenHelp(covered, true, 'Spoiler');
  if (/^[ \t]*[?!]>[ \t]/.test(row))
    return spokenHelp(row.trim().slice(2).trim(), row.trim().startsWith('?'));
  if (/^[ \t]*>!/.test(row)) {
    const spoken = row.trim().slice(2).replace(/!<$/, '').trim();
    return isApart ? spokenHelp(spoken, true, 'Spoiler') : spoken;
  }
  return /^[ \t]*(?:\{%-?[ \t]*(?:end)?raw[ \t]*-?%\}|\{::.*\}|\{:\/\w*\})[ \t]*$/.test(row) ? '' : row;
}

/** A paragraph that its tool renders as help. */
const spokenHelp = (text: string, isHelp: boolean, word = 'Tip'): string =>
  !isHelp || text === '' || leadingHint(text.replace(/[*_]/g, '')) !== null || /^[*_]/.test(text)
    ? text
    : `**${word}:** ${text}`;

/** Joins an opening tag that spans several lines on its first line. */
function tagOnOneLine(rows: string[], at: number): void {
  const parts = [rows[at] ?? ''];
  for (let line = at + 1; line < Math.min(rows.length, at + 12); line++) {
    const row = (rows[line] ?? '').trim();
    if (row === '' || row.startsWith('<')) return;
    parts.push(row);
    if (!row.endsWith('>')) continue;
    const joined = parts.join(' ').replace(/ >$/, '>');
    if (joined.length > 400 || joined.slice(joined.indexOf('<') + 1, -1).includes('<')) return;
    rows[at] = joined.replace(/=\{("[^"]*")\}/g, '=$1');
    for (let other = at + 1; other <= line; other++) rows[other] = '';
    return;
  }
}

/** `{: .solution}` of kramdown. */
function attributesOf(row: string): { readonly quotes: string; readonly classes: readonly string[] } | null {
  const found = /^([> \t]*)\{:([^{}\n]*)\}[ \t]*$/.exec(row);
  if (found === null) return null;
  const classes = [...(found[2] ?? '').matchAll(/\.([\w-]+)/g)].map(([, name = '']) => name.toLowerCase());
  return { quotes: (found[1] ?? '').trimEnd(), classes };
}

const depthOf = (row: string): number => (/^[> \t]*/.exec(row)?.[0].match(/>/g) ?? []).length;
const withoutQuotes = (row: string): string => row.replace(/^[> \t]*/, '');

/** The element with such a class is a box: the quote above the attribute, or the content below it. */
function withAttributes(rows: string[], at: number): void {
  const { quotes, classes } = attributesOf(rows[at] ?? '') ?? { quotes: '', classes: [] };
  rows[at] = quotes;
  const named = classes.find((name) => isBox(name.replace(/-title$/, '')));
  if (named === undefined) return;
  const kind = named.replace(/-title$/, '');
  const depth = depthOf(quotes) + 1;
  const opens = `${quotes === '' ? '' : `${quotes} `}> [!${kind}]`;
  let first = at;
  while (depthOf(rows[first - 1] ?? '') >= depth) first -= 1;
  const next = rows[at + 1] ?? '';
  if (first < at) {
    const heading = /^#{1,6}[ \t](.*)$/.exec(withoutQuotes(rows[first] ?? ''))?.[1];
    if (heading !== undefined) rows[first] = `${opens} ${heading.trim()}`;
    else if (withoutQuotes(rows[first - 1] ?? 'x').trim() === '') rows[first - 1] = opens;
  } else if (depthOf(next) >= depth) {
    rows[at] = named === kind ? opens : `${opens} ${withoutQuotes(next)}`;
    if (named !== kind) rows[at + 1] = `${quotes}>`;
  } else if (/^[\p{L}\p{N}`*_]/u.test(next) && helpKinds.has(kind) && (rows[at - 1] ?? '').trim() === '')
    rows[at + 1] = spokenHelp(next, true, kind.charAt(0).toUpperCase() + kind.slice(1));
}

const isBox = (kind: string): boolean => helpKinds.has(kind) || taskKinds.has(kind);

const directive = /^([ \t]{0,40})\.\. ([a-z][\w-]{0,40})::(.*)$/;

/** `.. hint::` of reStructuredText, whose content is indented. */
function boxOfDirective(rows: string[], at: number): void {
  const [, indent = '', kind = '', given = ''] = directive.exec(rows[at] ?? '') ?? [];
  const rest = given.trim();
  if (!isBox(kind) && !/^(?:note|admonition|important)$/.test(kind)) return;
  const isTitle = /^(?:dropdown|admonition|details|collapse|accordion)$/.test(kind) || taskKinds.has(kind);
  let inner = 0;
  let to = at + 1;
  for (; to < rows.length; to++) {
    const row = rows[to] ?? '';
    const blank = row.search(/\S/);
    if (blank === -1) continue;
    if (blank <= indent.length) break;
    inner = inner === 0 ? blank : inner;
    rows[to] = /^[ \t]*:[\w-]+:/.test(row) ? '' : `${indent}    ${row.slice(Math.min(inner, blank))}`;
  }
  if (rest !== '' && !isTitle)
    rows[at] = `${indent}${spokenHelp(rest, true, kind.charAt(0).toUpperCase() + kind.slice(1))}`;
  else rows[at] = `${indent}??? ${kind}${rest === '' ? '' : ` "${rest.replaceAll('"', '')}"`}`;
}

/** `[TIP]` or a title above `====`. */
function boxOfAsciiDoc(rows: string[], at: number): void {
  let title = '';
  let kind = '';
  let line = at;
  for (; line < at + 3 && line < rows.length; line++) {
    const row = rows[line] ?? '';
    const titled = /^\.(?![.\s])(.*)$/.exec(row)?.[1];
    const attribute = /^\[([^\]\n]*)\][ \t]*$/.exec(row)?.[1];
    if (titled !== undefined) title = titled;
    else if (attribute !== undefined) kind = attribute.replace(/^%collapsible.*$/i, 'details').toLowerCase();
    else break;
  }
  const rule = rows[line] ?? '';
  if (line === at || !/^(?:={4,}|\*{4,}|--)[ \t]*$/.test(rule)) return;
  let end = line + 1;
  while (end < rows.length && rows[end]?.trimEnd() !== rule.trimEnd()) end += 1;
  if (end === rows.length) return;
  for (let other = at; other < line; other++) rows[other] = '';
  rows[line] = `::: ${/^[a-z]+$/.test(kind) ? kind : 'note'} ${title}`.trimEnd();
  rows[end] = ':::';
}
