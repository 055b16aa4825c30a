import type { Code, Heading, Nodes, Paragraph } from 'mdast';
import { type TaskLabel, taskLabel, withoutCount } from '../labels/task-labels.ts';
import { oneOrSeveral } from '../labels/task-words.ts';
import { everyNode, type MarkdownText, readableText, spanOf } from '../markup/markdown.ts';
import { headingsIn } from '../markup/sections.ts';
import { codeTodos } from './code-todos.ts';
import { rankOf } from './counted-places.ts';
import { headedLists, listedTasks } from './listed-todos.ts';
import { placesInHtml, placesInText } from './text-todos.ts';
import { type FoundPlaces, type TodoPlace, todoLimit, type UnusedPlace } from './todo-place.ts';

/** Finds the tasks of a lesson: in code, in headings, and at the beginning of paragraphs, items or cells. */
export function todoPlaces(markdown: MarkdownText, outside: (offset: number) => boolean): FoundPlaces {
  const todos: TodoPlace[] = [];
  const unused: UnusedPlace[] = [];
  const headings = headingsIn(markdown);
  const ends = sectionEnds(headings);
  const headers = new Set<Nodes>();
  for (const node of everyNode(markdown.root)) {
    // The first row of a table holds its column headings.
    if (node.type === 'table' && node.children[0] !== undefined) headers.add(node.children[0]);
    if (todos.length > todoLimit) break;
    if (!outside(spanOf(node).start)) continue;
    if (node.type === 'code') inCode(markdown, node, todos, unused);
    else if (node.type === 'heading') todos.push(...inHeading(markdown, node, headings, ends));
    else if (node.type === 'paragraph' || (node.type === 'tableRow' && !headers.has(node))) {
      const above = node.type === 'paragraph' ? aboveTask(markdown, node, headings) : null;
      if (above !== null) todos.push(above);
      const found = above === null ? placesInText(markdown, node) : { todos: [], unused: [] };
      todos.push(...found.todos);
      unused.push(...found.unused);
    } else if (node.type === 'html') unused.push(...placesInHtml(markdown, node));
  }
  const listed = listedTasks(markdown, outside);
  if (listed.length > 0 && isForList(todos, listed, headings))
    return { todos: listed, unused: [...unused, ...firstStep(todos)] };
  return { todos, unused: [...unused, ...otherLists(headedLists(markdown, outside), todos)] };
}

/** Whether the list items are the lesson's tasks, rather than the other places that look like tasks. */
function isForList(
  todos: readonly TodoPlace[],
  listed: readonly TodoPlace[],
  headings: readonly Heading[],
): boolean {
  if (todos.length === 0 || isTitleAlone(todos, headings)) return true;
  const best = Math.min(...todos.map(rankOf));
  const [first, second] = todos.filter((place) => rankOf(place) === best);
  if (first?.origin === 'heading' && oneOrSeveral.test(first.label.written) && first.label.title === '')
    return second === undefined && listed.length > 1;
  // Steps show how something is done; exercises say what to do.
  const isSet = listed.every(({ label }) => ['todo', 'task', 'exercise'].includes(label.word));
  return isSet && best > 1;
}

/** The first of the steps that set no task: one remark covers the others too. */
function firstStep(places: readonly TodoPlace[]): readonly UnusedPlace[] {
  const step = places.find(({ label, origin }) => label.word === 'step' && origin === 'heading');
  return step === undefined
    ? []
    : [{ kind: 'step', label: step.label, line: step.line, column: step.column }];
}

/** Lists below a heading that announces tasks, in a lesson whose tasks are elsewhere: the first item of each. */
function otherLists(
  lists: readonly (readonly TodoPlace[])[],
  todos: readonly TodoPlace[],
): readonly UnusedPlace[] {
  return lists.flatMap((items): readonly UnusedPlace[] => {
    const [first] = items;
    const holds = (place: TodoPlace): boolean =>
      items.some(({ line }) => line === place.line) ||
      (first !== undefined && place.offset < first.offset && first.offset < place.end);
    if (first === undefined || todos.length === 0 || todos.some(holds)) return [];
    return [{ kind: 'otherList', label: null, line: first.line, column: first.column }];
  });
}

/** `# Assignment 4: Docker` is the lesson's title; its tasks may be listed below. */
const isTitleAlone = ([first, second]: readonly TodoPlace[], [title]: readonly Heading[]): boolean =>
  first !== undefined &&
  second === undefined &&
  title !== undefined &&
  first.origin === 'heading' &&
  first.offset === spanOf(title).start;

/** The tasks in one code block, as places in the lesson. */
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
  for (const { row, column } of found.hints)
    unused.push({ kind: 'hintComment', label: null, line: firstLine + row, column: column + 1 });
}

/** The source offsets of a block's rows. */
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

/** The column of a label in the file, from 1: a quote or list shifts a block to the right. */
function columnOf(source: string, rowStart: number, { written }: TaskLabel, column: number): number {
  const end = source.indexOf('\n', rowStart);
  const word = written.split(' ')[0] ?? written;
  const found = source.slice(rowStart, end === -1 ? undefined : end).indexOf(word, column);
  return (found === -1 ? column : found) + 1;
}

/** The ends of those heading sections that do not extend to the end of the text. */
function sectionEnds(headings: readonly Heading[]): ReadonlyMap<Heading, number> {
  const ends = new Map<Heading, number>();
  const open: Heading[] = [];
  for (const heading of headings) {
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) {
      const closed = open.pop();
      if (closed !== undefined) ends.set(closed, spanOf(heading).start);
    }
    open.push(heading);
  }
  return ends;
}

function inHeading(
  { source }: MarkdownText,
  heading: Heading,
  headings: readonly Heading[],
  ends: ReadonlyMap<Heading, number>,
): readonly TodoPlace[] {
  const text = readableText(heading);
  const label = taskLabel(text);
  if (label === null || label.plural) return [];
  const bare = label.title === '' && label.number === null;
  // `## TODO` above a list announces the tasks; inside a section it is that section's task.
  const above = bare ? sectionAbove(heading, headings) : null;
  // In a task's section it introduces that task's text.
  if (
    bare &&
    isTaskNamed(headings.slice(0, headings.indexOf(heading)).findLast(({ depth }) => depth < heading.depth))
  )
    return [];
  const whole = label.title === '' && (!bare || label.word !== 'todo' || above !== null);
  if (!(label.number !== null || label.mark || (label.capitals && label.title !== '') || whole)) return [];
  const { start, line } = spanOf(heading);
  return [
    {
      label,
      title: label.title || (above ?? ''),
      nudges: [],
      line,
      column: start - source.lastIndexOf('\n', start - 1),
      offset: start,
      origin: 'heading',
      block: null,
      end: ends.get(heading) ?? source.length,
    },
  ];
}

/** `**To do**` alone on a line introduces the work of its section. */
function aboveTask(
  { source }: MarkdownText,
  node: Paragraph,
  headings: readonly Heading[],
): TodoPlace | null {
  const [bold] = node.children;
  const label = bold?.type === 'strong' && node.children.length === 1 ? taskLabel(readableText(bold)) : null;
  if (label === null || label.word !== 'todo' || label.number !== null || label.title !== '') return null;
  const { start, line } = spanOf(node);
  const own = headings.findLast((heading) => spanOf(heading).start < start);
  if (own === undefined || own === headings[0] || isTaskNamed(own)) return null;
  const title = withoutCount(readableText(own));
  const column = start - source.lastIndexOf('\n', start - 1);
  return { label, title, nudges: [], line, column, offset: start, origin: 'text', block: null, end: start };
}

const isTaskNamed = (heading: Heading | undefined): boolean =>
  heading !== undefined && taskLabel(readableText(heading))?.number != null;

/** The title of the section that contains a heading, without its number; null directly below the lesson's title. */
function sectionAbove(heading: Heading, headings: readonly Heading[]): string | null {
  const before = headings.slice(0, headings.indexOf(heading));
  const above = before.findLast(({ depth }) => depth < heading.depth);
  if (above === undefined || !before.some(({ depth }) => depth < above.depth)) return null;
  return withoutCount(readableText(above));
}
