import type { Locale } from '../wording/wording.ts';
import { itemKey } from './checklist.ts';
import type { Lesson, TranslatedLesson } from './lesson.ts';

/**
 * A lesson in a reader's language, as far as it is translated. TODOs keep their numbers and positions, parts their ids; lists
 * that are not translated completely stay in the original. For display only: checks use the lesson itself.
 */
export function lessonIn(lesson: Lesson, locale: Locale): Lesson {
  const words = lesson.translations?.[locale];
  if (words === undefined) return lesson;
  const known = translated.get(lesson) ?? new Map<Locale, Lesson>();
  translated.set(lesson, known);
  const made = known.get(locale) ?? worded(lesson, words);
  known.set(locale, made);
  return made;
}

/** The same object is returned for each lesson and language, so that caches keyed by it work. */
const translated = new WeakMap<Lesson, Map<Locale, Lesson>>();

function worded(lesson: Lesson, words: TranslatedLesson): Lesson {
  const todos = lesson.todos.map((todo) => {
    const told = words.todos.find(({ n }) => n === todo.n);
    if (told === undefined) return todo;
    return { ...told, hint: told.hint ?? todo.hint, line: todo.line };
  });
  const whole = <Part>(own: readonly Part[], other: readonly Part[]): readonly Part[] =>
    own.length === other.length ? other : own;
  return {
    ...lesson,
    title: words.title,
    objectives: whole(lesson.objectives, words.objectives),
    parts: whole(lesson.parts, words.parts).map((part, n) => ({
      ...part,
      id: lesson.parts[n]?.id ?? part.id,
    })),
    todos,
    otherHints: whole(lesson.otherHints, words.otherHints),
    // A tick is valid in every language.
    checklist: whole(lesson.checklist, words.checklist).map((item, n) => ({
      ...item,
      key: itemKey(lesson.checklist[n] ?? item),
    })),
    instructions: whole(lesson.instructions, words.instructions),
    commands: whole(lesson.commands, words.commands),
    template: words.template ?? lesson.template,
  };
}

/** A lesson in the reader's language if it is one of several; null if it is not among them, or the only one. */
export function lessonAmong(
  all: readonly { readonly lesson: Lesson }[],
  slug: string,
  locale: Locale,
): Lesson | null {
  const found = all.length < 2 ? undefined : all.find(({ lesson }) => lesson.slug === slug);
  return found === undefined ? null : lessonIn(found.lesson, locale);
}
