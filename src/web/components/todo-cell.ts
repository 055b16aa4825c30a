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

/** A student's status of a TODO in one word. */
export const cellName = (locale: Locale, cell: TodoState): string => say(locale, cell);
