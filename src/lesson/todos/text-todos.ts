import type { Nodes, Paragraph, TableRow } from 'mdast';
import { type TaskLabel, taskLabel } from '../labels/task-labels.ts';
import { type MarkdownText, readableText, spanOf } from '../markup/markdown.ts';
import type { FoundPlaces, TodoPlace, UnusedPlace } from './todo-place.ts';

/** The longest title taken from a paragraph; the rest becomes a nudge. */
const titleLimit = 120;

/** The tasks at the beginnings of a paragraph's lines or of a row's cells. */
export function placesInText(markdown: MarkdownText, node: Paragraph | TableRow): FoundPlaces {
  const todos: TodoPlace[] = [];
  const unused: UnusedPlace[] = [];
  for (const { text, bold, line, offset, column, beside } of linesOf(markdown, node)) {
    const label = taskLabel(text);
    const here = { line, column, offset };
    if (label === null || label.plural || !startsText(label, bold || beside !== null)) {
      unused.push(...mentionsIn(text, here));
      continue;
    }
    const { title, rest } = sentenceOf(label.title || (beside ?? ''));
    const nudges = rest === '' ? [] : [rest];
    todos.push({ label, title, nudges, ...here, origin: 'text', block: null, end: offset });
  }
  return { todos, unused };
}

interface TextLine {
  readonly text: string;
  readonly bold: boolean;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  /** The text of the next cell in its row; null outside of a table. */
  readonly beside: string | null;
}

/** The lines of a paragraph as readers see them, or the first cell of a row. */
function linesOf({ source }: MarkdownText, node: Paragraph | TableRow): readonly TextLine[] {
  const { start, line } = spanOf(node);
  if (node.type === 'tableRow') {
    const [first, second] = node.children.map(readableText);
    const beside = /\p{L}/u.test(second ?? '') ? (second ?? '') : '';
    return [
      {
        text: first ?? '',
        bold: false,
        line,
        column: start - source.lastIndexOf('\n', start - 1),
        offset: start,
        beside,
      },
    ];
  }
  const lines: { text: string; bold: boolean }[] = [{ text: '', bold: false }];
  for (const child of node.children as readonly Nodes[]) {
    const current = lines.at(-1);
    if (current === undefined) break;
    if (
      /^\s*(?:\(?[a-z\d]{1,2}[.)]\s+)?$/.test(current.text) &&
      (child.type === 'strong' || child.type === 'emphasis')
    )
      current.bold = true;
    const [first = '', ...others] = child.type === 'text' ? child.value.split('\n') : [readable(child)];
    current.text += first;
    for (const text of others) lines.push({ text, bold: false });
    if (child.type === 'break') lines.push({ text: '', bold: false });
  }
  let rowStart = source.lastIndexOf('\n', start - 1) + 1;
  return lines.map(({ text, bold }, index) => {
    const offset =
      index === 0
        ? start
        : rowStart + (/^[\s>]*/.exec(source.slice(rowStart, rowStart + 200))?.[0].length ?? 0);
    const column = offset - rowStart + 1;
    const next = source.indexOf('\n', rowStart);
    rowStart = next === -1 ? source.length : next + 1;
    return { text, bold, line: line + index, column, offset, beside: null };
  });
}

const readable = (node: Nodes): string =>
  node.type === 'html' ? '' : readableText({ type: 'paragraph', children: [node] } as Nodes);

function startsText(label: TaskLabel, bold: boolean): boolean {
  if (label.word === 'part') return false;
  if (label.word === 'todo' && label.capitals) return label.number !== null || label.mark || bold;
  if (bold) return label.number !== null || label.mark;
  return label.mark && label.capital && label.number !== null;
}

/** Mentions such as `TODO 9` in the middle of a sentence. */
function mentionsIn(
  text: string,
  here: { readonly line: number; readonly column: number },
): readonly UnusedPlace[] {
  const at = /(?<![\p{L}\p{N}])TODO(?=[\s#(]{0,2}\d)/u.exec(text)?.index;
  if (at === undefined) return [];
  return [{ kind: 'mention', label: taskLabel(text.slice(at)), line: here.line, column: here.column + at }];
}

/** Splits a text into a title and the rest. */
export function sentenceOf(text: string): { readonly title: string; readonly rest: string } {
  const end = /[.!?](?=\s+\p{Lu})/u.exec(text)?.index ?? -1;
  if (text.length <= titleLimit && end === -1) return { title: text.replace(/(?<!\.)\.$/, ''), rest: '' };
  const cut = end !== -1 && end < titleLimit ? end : text.lastIndexOf(' ', titleLimit);
  if (cut <= 0) return { title: text.slice(0, titleLimit), rest: text.slice(titleLimit) };
  return { title: text.slice(0, cut), rest: text.slice(cut + (cut === end ? 1 : 0)).trim() };
}

/** TODOs and hints in HTML comments, which readers of the page do not see. */
export function placesInHtml({ source }: MarkdownText, node: Nodes): readonly UnusedPlace[] {
  const { start, end, line: first } = spanOf(node);
  const found: UnusedPlace[] = [];
  let commented = false;
  let line = first;
  let rowStart = source.lastIndexOf('\n', start - 1) + 1;
  for (const { 0: sign, index } of source
    .slice(start, end)
    .matchAll(
      /\n|<!--|-->|(?<!\p{L})(?:TODO|À FAIRE)(?!\p{L})|(?<!\p{L})(?:HINT|Hint|INDICE|Indice|ASTUCE|Astuce|SOLUTION|Solution)(?=[ \t]{0,3}(?:[:#]|\d))/gu,
    )) {
    if (sign === '\n') {
      line += 1;
      rowStart = start + index + 1;
    } else if (sign === '<!--' || sign === '-->') commented = sign === '<!--';
    else if (commented)
      found.push({
        kind: /^(?:TODO|À)/.test(sign) ? 'htmlComment' : 'hintComment',
        label: null,
        line,
        column: start + index - rowStart + 1,
      });
  }
  return found;
}
