import { basename, join } from 'node:path';
import { LessonError } from '../lesson/error.ts';
import type { Lesson, TranslatedLesson } from '../lesson/lesson.ts';
import { type NamedText, readLesson } from '../lesson/parse-lesson.ts';
import { type Locale, locales } from '../wording/wording.ts';

/** A problem in a translation. The lesson remains usable, and students read it in its original language. */
export interface TranslationProblem {
  readonly file: string;
  readonly kind: 'unusable' | 'lacks';
  readonly what: string;
}

export interface Translations {
  readonly translations: Readonly<Record<string, TranslatedLesson>>;
  readonly problems: readonly TranslationProblem[];
}

/** `lesson.md` → `lesson.fr.md`. */
const fileIn = (markdownFile: string, locale: Locale): string =>
  markdownFile.replace(/(\.\w+)$/, `.${locale}$1`);

/** A folder's own description, which does not belong to the lesson's text. */
const describesFolder = /^(readme|changelog|license|contributing)\b/i;

/**
 * Markdown files beside a lesson that are not read, such as a translation with a wrong name (`lesson.french.md`).
 *
 * @param names names of all files in the lesson's folder
 */
export function unreadMarkdown(markdownFile: string, names: readonly string[]): readonly string[] {
  const own = basename(markdownFile);
  const read = new Set([own, ...translationNames(own)]);
  return names.filter(
    (name) => /\.(md|markdown|mdx)$/i.test(name) && !read.has(name) && !describesFolder.test(name),
  );
}

/** The names that translations of a lesson may have. */
export const translationNames = (markdownFile: string): readonly string[] =>
  locales.map((locale) => fileIn(basename(markdownFile), locale));

/** Reads the translations beside a lesson. `read` returns null for a file that does not exist. */
export async function readTranslations(
  lesson: Lesson,
  markdownFile: string,
  languages: readonly Locale[],
  read: (file: string) => Promise<NamedText | null>,
): Promise<Translations> {
  const found = await Promise.all(
    languages.map((locale) => readOne(lesson, locale, fileIn(join(markdownFile), locale), read)),
  );
  return {
    translations: Object.fromEntries(found.flatMap(({ words }) => (words === null ? [] : [words]))),
    problems: found.flatMap(({ problems }) => problems),
  };
}

interface OneTranslation {
  readonly words: readonly [Locale, TranslatedLesson] | null;
  readonly problems: readonly TranslationProblem[];
}

async function readOne(
  lesson: Lesson,
  locale: Locale,
  file: string,
  read: (file: string) => Promise<NamedText | null>,
): Promise<OneTranslation> {
  const unusable = (error: LessonError | undefined): OneTranslation => ({
    words: null,
    problems: [{ file, kind: 'unusable', what: error?.message ?? '' }],
  });
  try {
    const text = await read(file);
    if (text === null) return { words: null, problems: [] };
    const { lesson: told, errors } = readLesson(text);
    if (told === null) return unusable(errors[0]);
    const absent = lesson.todos.filter(({ n }) => !told.todos.some((todo) => todo.n === n)).map(({ n }) => n);
    const { slug: _slug, manifest: _manifest, digest: _digest, ...words } = told;
    return {
      words: [locale, words],
      problems: absent.length === 0 ? [] : [{ file, kind: 'lacks', what: absent.join(', ') }],
    };
  } catch (error) {
    if (error instanceof LessonError) return unusable(error);
    throw error;
  }
}
