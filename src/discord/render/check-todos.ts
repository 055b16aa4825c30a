import type { TodoResult, TodoStatus } from '../../check/report.ts';
import { type Locale, words } from '../../wording/wording.ts';
import type { MessagePart } from './budget.ts';
import type { CheckResult } from './check-result.ts';
import { button, cut, divider, section, text } from './message.ts';
import { code, quote, translateSafely } from './quote.ts';

const say = words('check-todos-shown', {
  en: {
    todo: '{{mark}} **TODO {{n}}** {{title}}',
    advice: '(advice)',
    place: '{{file}}, line {{line}}',
    placeFile: '{{file}}',
    hint: 'Hint {{n}}',
    notKnown: 'Not known until line {{line}} can be read:',
  },
});

const marks: Readonly<Record<TodoStatus, string>> = { done: '✅', missing: '⬜', wrong: '❌', unknown: '❔' };

/** At most this many TODOs get a button of their own; all others are lines of text. */
const mostButtons = 6;

export const hasHint = (result: CheckResult, n: number): boolean =>
  result.lesson.todos.some((todo) => todo.n === n);

/**
 * TODOs that are not done come with what is wrong and a hint; runs of done ones share one text. `first` has its hint
 * elsewhere. What the answer begins with is not said again, and of a file that Docker cannot read nothing is claimed.
 */
export function todoParts(locale: Locale, result: CheckResult, first: number | null): readonly MessagePart[] {
  const { blocker, todos } = result.report;
  if (blocker?.kind === 'unread') return unknownTodos(locale, todos, blocker.line);
  const pieces: MessagePart[] = [];
  // Two components may not have the same custom id.
  const offered = new Set(first === null ? [] : [first]);
  const most = mostButtons + offered.size;
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) pieces.push({ rank: 2, components: [text(plain.join('\n'))] });
    plain = [];
  };
  for (const todo of todos) {
    const isBlocker = todo.n === blocker?.todo;
    const words = isBlocker ? todoHead(locale, todo) : todoText(locale, todo);
    const open = todo.status !== 'done' && !isBlocker;
    if (open && !offered.has(todo.n) && offered.size < most && hasHint(result, todo.n)) {
      flush();
      offered.add(todo.n);
      const hint = button(
        { kind: 'hint', todo: todo.n, guild: result.guild },
        say(locale, 'hint', { n: todo.n }),
      );
      pieces.push({ rank: 1, components: [section(words, hint)] });
    } else if (open) {
      flush();
      pieces.push({ rank: 1, components: [text(words)] });
    } else {
      plain.push(words);
      if (plain.length >= 8) flush();
    }
  }
  flush();
  return pieces;
}

function unknownTodos(locale: Locale, todos: readonly TodoResult[], at: number): readonly MessagePart[] {
  if (todos.length === 0) return [];
  const lines = todos.map((todo) => todoHead(locale, { ...todo, status: 'unknown' }));
  const list = [say(locale, 'notKnown', { line: at }), ...lines].join('\n');
  return [{ rank: 1, components: [divider(), text(cut(list, 1500))] }];
}

const todoHead = (locale: Locale, { n, title, status }: TodoResult): string =>
  say(locale, 'todo', { mark: marks[status], n, title: quote(title, 80) });

function todoText(locale: Locale, todo: TodoResult): string {
  const head = todoHead(locale, todo);
  if (todo.status === 'done') return head;
  const at = placeText(locale, todo.file, todo.line);
  const note = [...(todo.required ? [] : [say(locale, 'advice')]), ...(at === '' ? [] : [at])].join(' · ');
  return [head, translateSafely(locale, todo.message, 320), ...(note === '' ? [] : [`-# ${note}`])].join(
    '\n',
  );
}

/** Where something is: the file, and the line where there is one. */
export function placeText(locale: Locale, file: string | null, at: number | null): string {
  if (file === null) return '';
  return at === null
    ? say(locale, 'placeFile', { file: code(file, 60) })
    : say(locale, 'place', { file: code(file, 60), line: at });
}
