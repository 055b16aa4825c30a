import type { Code, Heading, Nodes, Paragraph, TableCell } from 'mdast';
import { codeTodos } from './code-todos.ts';
import { everyNode, type MarkdownText, readableText, spanOf } from './markdown.ts';
import { type TaskLabel, taskLabel } from './task-labels.ts';

/** A place of the lesson that sets a task. */
export interface TodoPlace {
  readonly label: TaskLabel;
  readonly title: string;
  readonly nudges: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly origin: 'code' | 'heading' | 'text';
  /** The block of code that it stands in; null for one in the text. */
  readonly block: Code | null;
  /** Where the section under it ends, for a heading. */
  readonly end: number;
}

/** Somewhere that looks like a task and sets none. */
export interface UnusedPlace {
  readonly kind: 'notComment' | 'htmlComment' | 'mention';
  readonly label: TaskLabel | null;
  readonly line: number;
  readonly column: number;
}

export interface FoundPlaces {
  /** In the order of the text. */
  readonly todos: readonly TodoPlace[];
  readonly unused: readonly UnusedPlace[];
}

/** Finds the tasks of a lesson: in its code, in its headings, and where a paragraph, an item or a cell begins with one. */
export function todoPlaces(markdown: MarkdownText, outside: (offset: number) => boolean): FoundPlaces {
  const todos: TodoPlace[] = [];
  const unused: UnusedPlace[] = [];
  const headings = markdown.root.children.filter((node): node is Heading => node.type === 'heading');
  for (const node of everyNode(markdown.root)) {
    if (!outside(spanOf(node).start)) continue;
    if (node.type === 'code') inCode(markdown, node, todos, unused);
    else if (node.type === 'heading') todos.push(...inHeading(markdown, node, headings));
    else if (node.type === 'paragraph' || node.type === 'tableCell') inText(markdown, node, todos, unused);
    else if (node.type === 'html') unused.push(...inHtml(markdown, node));
  }
  return { todos, unused };
}

/** The tasks in one block of code, as places of the lesson. */
export function placesInCode(markdown: MarkdownText, code: Code): readonly TodoPlace[] {
  const todos: TodoPlace[] = [];
  inCode(markdown, code, todos, []);
  return todos;
}

function inCode({ source }: MarkdownText, code: Code, todos: TodoPlace[], unused: UnusedPlace[]): void {
  const { start, line } = spanOf(code);
  const firstLine = /^[`~]/.test(source.slice(start, start + 1)) ? line + 1 : line;
  const found = codeTodos(code.value);
  const at = lineOffsets(source, start, code.value.split('\n').length + 1, firstLine - line);
  for (const { label, title, nudges, row, column } of found.todos) {
    const rowStart = at[row] ?? start;
    todos.push({
      label,
      title,
      nudges,
      block: code,
      origin: 'code',
      line: firstLine + row,
      column: columnOf(source, rowStart, label, column),
      offset: rowStart,
      end: rowStart,
    });
  }
  for (const { label, row, column } of found.others)
    unused.push({
      kind: label?.number == null ? 'notComment' : 'mention',
      label,
      line: firstLine + row,
      column: column + 1,
    });
}

/** Offsets at which the rows of a block begin. */
function lineOffsets(source: string, start: number, rows: number, skip: number): readonly number[] {
  const offsets: number[] = [];
  let at = source.lastIndexOf('\n', start - 1) + 1;
  for (let row = -skip; row < rows; row++) {
    if (row >= 0) offsets.push(at);
    const next = source.indexOf('\n', at);
    if (next === -1) break;
    at = next + 1;
  }
  return offsets;
}

/** The column of a label in the file, from 1: a quote or a list moves a block to the right. */
function columnOf(source: string, rowStart: number, { written }: TaskLabel, column: number): number {
  const end = source.indexOf('\n', rowStart);
  const word = written.split(' ')[0] ?? written;
  const found = source.slice(rowStart, end === -1 ? undefined : end).indexOf(word, column);
  return (found === -1 ? column : found) + 1;
}

function inHeading(
  { source }: MarkdownText,
  heading: Heading,
  headings: readonly Heading[],
): readonly TodoPlace[] {
  const text = readableText(heading);
  const label = taskLabel(text);
  if (label === null || label.plural) return [];
  const whole = label.title === '' && (label.number !== null || label.word !== 'todo');
  if (!(label.number !== null || label.mark || (label.capitals && label.title !== '') || whole)) return [];
  const { start, line } = spanOf(heading);
  const next = headings.find((other) => spanOf(other).start > start && other.depth <= heading.depth);
  return [
    {
      label,
      title: label.title,
      nudges: [],
      line,
      column: start - source.lastIndexOf('\n', start - 1),
      offset: start,
      origin: 'heading',
      block: null,
      end: next === undefined ? source.length : spanOf(next).start,
    },
  ];
}

/** Longest title that a paragraph gives; the rest of it is a nudge. */
const titleLimit = 120;

function inText(
  markdown: MarkdownText,
  node: Paragraph | TableCell,
  todos: TodoPlace[],
  unused: UnusedPlace[],
): void {
  const { source } = markdown;
  const { start, line } = spanOf(node);
  const pieces = linesOf(node);
  for (const [index, { text, bold, offset }] of pieces.entries()) {
    const label = taskLabel(text);
    const here = {
      line: line + index,
      column: (offset ?? start) - source.lastIndexOf('\n', (offset ?? start) - 1),
      offset: offset ?? start,
    };
    if (label === null || label.plural || !startsText(label, bold)) {
      unused.push(...mentionsIn(text, here));
      continue;
    }
    const { title, rest } = sentenceOf(label.title);
    todos.push({
      label,
      title,
      nudges: rest === '' ? [] : [rest],
      ...here,
      origin: 'text',
      block: null,
      end: here.offset,
    });
  }
}

interface TextLine {
  readonly text: string;
  readonly bold: boolean;
  readonly offset: number | null;
}

/** The lines of a paragraph as a reader sees them; a break inside of bold text ends none. */
function linesOf(node: Paragraph | TableCell): readonly TextLine[] {
  const lines: { text: string; bold: boolean; offset: number | null }[] = [
    { text: '', bold: false, offset: null },
  ];
  for (const child of node.children as readonly Nodes[]) {
    const current = lines.at(-1);
    if (current === undefined) break;
    current.offset ??= spanOf(child).start;
    if (current.text.trim() === '' && (child.type === 'strong' || child.type === 'emphasis'))
      current.bold = true;
    if (child.type === 'break') {
      lines.push({ text: '', bold: false, offset: null });
      continue;
    }
    const [first = '', ...others] = child.type === 'text' ? child.value.split('\n') : [readable(child)];
    current.text += first;
    for (const text of others) lines.push({ text, bold: false, offset: null });
  }
  return lines;
}

const readable = (node: Nodes): string =>
  node.type === 'html' ? '' : readableText({ type: 'paragraph', children: [node] } as Nodes);

function startsText(label: TaskLabel, bold: boolean): boolean {
  if (label.word === 'todo' && label.capitals) return label.number !== null || label.mark || bold;
  if (bold) return label.number !== null || label.mark;
  return label.mark && label.capital && label.number !== null;
}

/** `TODO 9` in the middle of a sentence. */
function mentionsIn(
  text: string,
  here: { readonly line: number; readonly column: number },
): readonly UnusedPlace[] {
  const at = /(?<![\p{L}\p{N}])TODO(?=[\s#(]{0,2}\d)/u.exec(text)?.index;
  if (at === undefined) return [];
  return [{ kind: 'mention', label: taskLabel(text.slice(at)), line: here.line, column: here.column + at }];
}

function sentenceOf(text: string): { readonly title: string; readonly rest: string } {
  const end = /[.!?](?=\s+\p{Lu})/u.exec(text)?.index ?? -1;
  if (text.length <= titleLimit && end === -1) return { title: text, rest: '' };
  const cut = end !== -1 && end < titleLimit ? end : text.lastIndexOf(' ', titleLimit);
  if (cut <= 0) return { title: text.slice(0, titleLimit), rest: '' };
  return { title: text.slice(0, cut), rest: text.slice(cut + (cut === end ? 1 : 0)).trim() };
}

function inHtml({ source }: MarkdownText, node: Nodes): readonly UnusedPlace[] {
  const { start, end } = spanOf(node);
  const html = source.slice(start, end);
  const found: UnusedPlace[] = [];
  for (const match of html.matchAll(/<!--(?:(?!-->)[\s\S]){0,2000}?\b(TODO|À FAIRE)\b/g)) {
    const at = start + match.index + match[0].length - (match[1]?.length ?? 0);
    const line = source.slice(0, at).split('\n').length;
    found.push({ kind: 'htmlComment', label: null, line, column: at - source.lastIndexOf('\n', at - 1) });
  }
  return found;
}
