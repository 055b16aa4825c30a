import type { TodoState } from '../../grading/class-view.ts';
import { type Locale, words } from '../../wording/wording.ts';

const say = words('web.cells', {
  en: {
    done: 'done',
    wrong: 'wrong',
    missing: 'missing',
    unknown: 'not known',
    none: 'nothing yet',
  } satisfies Record<TodoState, string>,
});

/** The state of a student's TODO, in a word. */
export const cellName = (locale: Locale, cell: TodoState): string => say(locale, cell);
