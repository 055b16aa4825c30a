import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../config/settings.ts';
import { lessonIn } from '../lesson/lesson-in.ts';
import { type InstalledLesson, loadLesson, openLibrary } from '../library/library.ts';
import type { LoadOptions } from '../library/load-lesson.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { CommandError } from './command-error.ts';

const say = words('chosen-lesson', {
  en: {
    unknown:
      '{{from}} is "{{name}}", but there is neither a file or folder of that name nor such a lesson in {{dir}}. Lessons there: {{known}}.',
    option: 'A folder with a manifest.yaml, a Markdown file, or the name of a lesson in LESSONS_DIR',
    none: 'none',
  },
});

/** How `--lesson` is described in every command that has it. */
export const lessonOption = ['--lesson <path>', say(operatorLocale, 'option')] as const;

/**
 * The lesson that a command is about: `--lesson`, else what DOCKHAND_LESSON names, else the usual one.
 * Each may be a path, or a lesson's name in LESSONS_DIR.
 * @throws LessonError, CommandError
 */
export async function chosenLesson(
  option: string | undefined,
  options: LoadOptions = {},
): Promise<InstalledLesson> {
  const installed = await installedLesson(option, { ...options, languages: [operatorLocale] });
  return { ...installed, lesson: lessonIn(installed.lesson, operatorLocale) };
}

async function installedLesson(option: string | undefined, options: LoadOptions): Promise<InstalledLesson> {
  // Only these two: an invalid bot setting must not prevent a hint.
  const { LESSONS_DIR, DOCKHAND_LESSON } = process.env;
  const settings = readSettings({ LESSONS_DIR, DOCKHAND_LESSON });
  const dir = settings.LESSONS_DIR;
  const name = option ?? settings.DOCKHAND_LESSON;
  const isPath = /[\\/]|\.(md|markdown|ya?ml)$/i.test(name);
  if (isPath || (option !== undefined && existsSync(name))) return loadLesson(name, options);
  // Most lessons are in a folder of their own name; then the others need not be read.
  const likely = join(dir, name);
  if (/^[a-z0-9-]+$/.test(name) && existsSync(join(likely, 'manifest.yaml'))) {
    const lesson = await loadLesson(likely, options);
    if (lesson.lesson.slug === name) return lesson;
  }
  const library = existsSync(dir) ? await openLibrary(dir) : null;
  const found = library?.get(name);
  if (found !== undefined) {
    return options.backend === undefined || found.folder === null ? found : loadLesson(found.folder, options);
  }
  if (existsSync(name)) return loadLesson(name, options);
  const from = option === undefined ? 'DOCKHAND_LESSON' : '--lesson';
  const known = library?.all.map(({ lesson }) => lesson.slug).join(', ') || say(operatorLocale, 'none');
  throw new CommandError(say(operatorLocale, 'unknown', { from, name, dir, known }), 'DOCKHAND_USAGE');
}
