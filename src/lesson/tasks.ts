import { LessonError, type LessonRemark, remarkOn } from './error.ts';
import type { HintSurroundings } from './hints/hint-surroundings.ts';
import { type Hint, hintsIn } from './hints/hints.ts';
import { matchHints } from './hints/match-hints.ts';
import { hintLabel } from './labels/hint-labels.ts';
import type { Lesson, Todo } from './lesson.ts';
import type { HelpBlock } from './markup/help-block.ts';
import { type MarkdownText, spanOf } from './markup/markdown.ts';
import type { Outside } from './markup/outline.ts';
import { headingsIn, sectionsOf } from './markup/sections.ts';
import { codeTodos } from './todos/code-todos.ts';
import { type NumberedTodo, numbered } from './todos/numbering.ts';
import { codeOutside, rankOfTemplates, templateOf } from './todos/template.ts';
import { type TodoPlace, todoLimit, type UnusedPlace } from './todos/todo-place.ts';
import { placesInCode, todoPlaces } from './todos/todo-places.ts';

/** A lesson's tasks, and the help for each. */
export interface Tasks extends Pick<Lesson, 'todos' | 'otherHints' | 'template'> {
  /** Lines, from 1, of everything that looks like a task. */
  readonly lines: readonly number[];
  readonly errors: readonly LessonError[];
  readonly remarks: readonly LessonRemark[];
}

export function tasksOf(
  text: MarkdownText,
  { blocks, outside }: { readonly blocks: readonly HelpBlock[]; readonly outside: Outside },
  boxes: ReadonlyMap<number, number>,
  file: string,
): Tasks {
  const { todos: found, unused } = todoPlaces(text, outside);
  // The section of a box extends to its end, like that of a heading.
  const places = found.map((place) =>
    place.origin === 'text' ? { ...place, end: boxes.get(place.line) ?? place.end } : place,
  );
  const hints = hintsIn(text.source, blocks);
  const excess = places[todoLimit] ?? hints[todoLimit];
  if (excess !== undefined) {
    const where = { file, line: excess.line, column: excess.column };
    return {
      todos: [],
      otherHints: [],
      template: null,
      lines: [],
      errors: [new LessonError('tooManyTodos', where, { limit: todoLimit })],
      remarks: [],
    };
  }
  const sections = sectionsOf(headingsIn(text));
  const numbering = numbered(places, file, rankOfTemplates(places), sections.of);
  const known = numbering.todos.length === 0 ? namedByHints(hints) : numbering.todos;
  const around: HintSurroundings = {
    groups: numbering.groups,
    leftOut: numbering.leftOut,
    sameSection: sections.same,
    inHelp: (offset) => hintLabel(sections.titleAt(offset)).says === 'hint',
    surroundingsOf: ({ offset, block }) => `${sections.titleAt(offset)} ${block?.lang ?? ''}`,
  };
  const matched = matchHints(hints, known, around);
  return {
    todos: known.map((todo) => withHints(todo, matched.byTodo.get(todo.n) ?? [])),
    otherHints: matched.others
      .filter(({ markdown }) => markdown !== '')
      .map(({ title, markdown }) => ({ title: title || 'Hint', hint: markdown })),
    template: templateOf(text, numbering.todos),
    lines: [...places, ...unused].map(({ line }) => line),
    errors: numbering.errors,
    remarks: [
      ...numbering.remarks,
      ...numbering.leftOut.map((place) =>
        remarkOn('questionIsNoTask', place, { label: place.label.written }),
      ),
      ...matched.remarks,
      ...unusedRemarks(unused, known),
      ...inHints(text, outside, known),
    ],
  };
}

/** Returns whether a block of help contains the template of a task. */
export function taskSetters(text: MarkdownText): (block: HelpBlock) => boolean {
  const starts = codeOutside(text, () => true)
    .filter((code) => codeTodos(code.value).todos.length > 0)
    .map((code) => spanOf(code).start);
  return ({ start, end }) => starts.some((offset) => start <= offset && offset < end);
}

/** In a lesson without a template, the TODOs are those that its hints name. */
function namedByHints(hints: readonly Hint[]): readonly NumberedTodo[] {
  const numbers = new Set(
    hints
      .flatMap(({ names }) => names.map(({ number }) => number))
      .filter((number) => /^\d{1,4}$/.test(number)),
  );
  return [...numbers]
    .map(Number)
    .sort((a, b) => a - b)
    .map((n) => {
      const first = hints.find(({ names }) => names.some(({ number }) => Number(number) === n));
      return {
        n,
        title: first?.about || `TODO ${n}`,
        nudges: [],
        line: first?.line ?? 1,
        names: [],
        places: [],
      };
    });
}

function withHints({ n, title, nudges, line }: NumberedTodo, hints: readonly Hint[]): Todo {
  const hint = hints
    .map(({ markdown }) => markdown)
    .filter(Boolean)
    .join('\n\n');
  return { n, title, nudges, hint: hint === '' ? null : hint, line };
}

function unusedRemarks(
  unused: readonly UnusedPlace[],
  todos: readonly NumberedTodo[],
): readonly LessonRemark[] {
  return unused.flatMap((place): readonly LessonRemark[] => {
    if (place.kind === 'hintComment') return [remarkOn('hintNotRead', place)];
    if (place.kind === 'otherList') return [remarkOn('listIsNoTask', place)];
    if (place.kind === 'htmlComment') return [remarkOn('todoInHtmlComment', place)];
    if (place.kind === 'step')
      return [remarkOn('questionIsNoTask', place, { label: place.label?.written ?? '' })];
    const number = place.label?.number ?? null;
    if (number === null) return place.kind === 'notComment' ? [remarkOn('todoNotInComment', place)] : [];
    return isKnown(number, todos) ? [] : [remarkOn('unknownTodo', place, { n: number })];
  });
}

const isKnown = (number: string, todos: readonly NumberedTodo[]): boolean =>
  todos.some(({ n, names }) => String(n) === number || names.some((name) => name.number === number));

/** A TODO in a hint either repeats one of the template or belongs to none. */
function inHints(
  text: MarkdownText,
  outside: (offset: number) => boolean,
  todos: readonly NumberedTodo[],
): readonly LessonRemark[] {
  const titles = new Set(todos.map(({ title }) => title.toLowerCase()));
  return codeOutside(text, (offset) => !outside(offset))
    .flatMap((code): readonly TodoPlace[] => placesInCode(text, code))
    .filter(
      ({ label, title }) =>
        !(label.number !== null && isKnown(label.number, todos)) && !titles.has(title.toLowerCase()),
    )
    .map((place) => remarkOn('todoInHint', place));
}
