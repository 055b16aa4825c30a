import type { Heading, RootContent } from 'mdast';
import {
  type TaskLabel,
  taskLabel,
  taskWordAnywhere,
  withoutCount,
  withoutWorth,
} from '../labels/task-labels.ts';
import { oneOrSeveral } from '../labels/task-words.ts';
import { everyNode, type MarkdownText, readableText, spanOf } from '../markup/markdown.ts';
import { tabledTasks } from '../markup/task-tables.ts';
import { sentenceOf } from './text-todos.ts';
import type { TodoPlace } from './todo-place.ts';

/** The lists under `## Tasks` or `## À faire`, for lessons without other task labels. */
export function listedTasks(
  markdown: MarkdownText,
  outside: (offset: number) => boolean,
): readonly TodoPlace[] {
  const listed = headedLists(markdown, outside).flat();
  if (listed.length > 0) return listed;
  const tabled = tabledTasks(markdown, outside).map(({ label, text, number, row }) =>
    placeOf(markdown, row, text, { ...label, number }),
  );
  return tabled.length > 0 ? tabled : namedBehind(markdown, outside);
}

/** The list items under each heading, or bold line (`**Tasks:**`), that announces tasks. */
export function headedLists(
  markdown: MarkdownText,
  outside: (offset: number) => boolean,
): readonly (readonly TodoPlace[])[] {
  const { children } = markdown.root;
  return children.flatMap((node, index) => {
    if (!outside(spanOf(node).start)) return [];
    const text = listName(node);
    const label = text === null ? null : listLabel(text);
    if (label === null) return [];
    const rest = children.slice(index + 1);
    const stop = rest.findIndex((next) => next.type === 'thematicBreak' || listName(next) !== null);
    const below = rest.slice(0, stop === -1 ? undefined : stop);
    const items = below.flatMap((list) => itemsOf(markdown, list, label, outside));
    if (items.length > 0) return [items];
    const counted = node.type === 'heading' ? countedHeadings(markdown, node, rest, label, outside) : [];
    return counted.length > 0 ? [counted] : [];
  });
}

/** The text of a heading or of an entirely bold line. */
function listName(node: RootContent): string | null {
  if (node.type === 'heading') return readableText(node);
  if (node.type !== 'paragraph') return null;
  const [first, ...others] = node.children;
  const isBold =
    first?.type === 'strong' && others.every((each) => each.type === 'text' && /^[\s:：]*$/.test(each.value));
  return isBold ? readableText(node) : null;
}

/** Numbered headings (`### 1. Write it`, `### 2. Run it`) below `## Tasks`. */
function countedHeadings(
  markdown: MarkdownText,
  above: Heading,
  rest: readonly RootContent[],
  label: TaskLabel,
  outside: (offset: number) => boolean,
): readonly TodoPlace[] {
  const stop = rest.findIndex((node) => node.type === 'heading' && node.depth <= above.depth);
  const found = rest.slice(0, stop === -1 ? undefined : stop).flatMap((node): readonly TodoPlace[] => {
    if (node.type !== 'heading' || !outside(spanOf(node).start)) return [];
    const text = readableText(node);
    const number = /^(\d{1,3})(?:[.):]|[ \t]-)[ \t]/.exec(text)?.[1];
    if (number === undefined) return [];
    return [{ ...placeOf(markdown, node, withoutCount(text), { ...label, number }), origin: 'heading' }];
  });
  return found.length > 1 ? found : [];
}

/** An item or heading with the task's name at its end: `Fix the port (TODO 2)`. */
function namedBehind(markdown: MarkdownText, outside: (offset: number) => boolean): readonly TodoPlace[] {
  return [...everyNode(markdown.root)].flatMap((node): readonly TodoPlace[] => {
    const named = node.type === 'listItem' ? node.children[0] : node;
    if (named?.type !== 'paragraph' && named?.type !== 'heading') return [];
    if ((named === node && named.type === 'paragraph') || !outside(spanOf(named).start)) return [];
    const text = readableText(named);
    const [, title = '', name = ''] =
      /^([^()\n]{3,200}?)[ \t]{0,2}[([]([^()[\]\n]{3,30})[)\]]\P{L}{0,3}$/u.exec(text) ?? [];
    const label = taskLabel(name);
    if (label === null || label.title !== '' || label.plural || title === '') return [];
    if (named.type === 'heading' && named.depth === 1) return [];
    const place = placeOf(markdown, named, withoutCount(title), label);
    // Each is a task of its own, as headings are.
    return named.type === 'heading' || label.number !== null ? [{ ...place, origin: 'heading' }] : [];
  });
}

/** A task in a list item or table row: its first sentence is the title. */
function placeOf(
  { source }: MarkdownText,
  item: Parameters<typeof spanOf>[0],
  text: string,
  label: Omit<TaskLabel, 'written' | 'title'>,
): TodoPlace {
  const { title, rest } = sentenceOf(withoutWorth(text));
  const { start, line } = spanOf(item);
  return {
    label: { ...label, written: 'TODO', title },
    title,
    nudges: rest === '' ? [] : [rest],
    line,
    column: start - source.lastIndexOf('\n', start - 1),
    offset: start,
    origin: 'text',
    block: null,
    end: start,
  };
}

/** A heading that only announces tasks: `Your tasks`, `TODO`, `Exercises`. */
function listLabel(text: string): TaskLabel | null {
  // In scripts without spaces, words are matched only at the beginning.
  const label = taskLabel(text.slice(taskWordAnywhere.exec(text)?.index ?? 0));
  if (label === null || label.word === 'step' || label.number !== null || label.title.length > 3) return null;
  const several = label.plural || label.word === 'todo' || oneOrSeveral.test(label.written);
  return several && text.split(/\s+/).length <= 4 ? label : null;
}

function itemsOf(
  markdown: MarkdownText,
  list: RootContent,
  label: TaskLabel,
  outside: (offset: number) => boolean,
): readonly TodoPlace[] {
  if (list.type !== 'list') return [];
  return list.children.flatMap((item, index): readonly TodoPlace[] => {
    const [first] = item.children;
    if (first?.type !== 'paragraph' || !outside(spanOf(item).start)) return [];
    const number = list.ordered === true ? String((list.start ?? 1) + index) : null;
    return [placeOf(markdown, item, readableText(first), { ...label, number })];
  });
}
