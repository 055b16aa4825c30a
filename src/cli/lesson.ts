import type { Command } from 'commander';
import colors from 'picocolors';
import type { LessonRemark } from '../lesson/error.ts';
import type { Lesson } from '../lesson/lesson.ts';
import type { InstalledLesson } from '../library/library.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { chosenLesson, lessonOption } from './chosen-lesson.ts';
import { addLessonCheck } from './lesson/lesson-check.ts';
import { addLessonNew } from './lesson/lesson-new.ts';
import { addLessonPreview } from './lesson/lesson-preview.ts';
import { addLessonProve } from './lesson/lesson-prove.ts';
import { printJson, printNote, printText } from './output.ts';

const say = words('cli-lesson', {
  en: {
    about: 'Show what Dockhand reads in a lesson, or say why it cannot be used',
    json: 'Print JSON',
    objectives: 'Objectives',
    parts: 'Parts',
    todos: 'TODOs',
    otherHints: 'Hints without a number',
    checklist: 'Checklist',
    noHint: '(no hint)',
    counts: '{{instructions}} instructions explained, {{commands}} commands, {{files}} files in the backend',
    bare: 'No manifest: there are hints and Docker’s own findings, but no TODO states and no verification.',
    remark: 'line {{line}}: {{message}}',
  },
});

interface LessonOptions {
  readonly lesson?: string;
  readonly json?: boolean;
}

/** Adds `dockhand lesson`. */
export function register(program: Command): void {
  const lesson = program
    .command('lesson')
    .description(say(operatorLocale, 'about'))
    .option(...lessonOption)
    .option('--json', say(operatorLocale, 'json'))
    .action(async (options: LessonOptions) => {
      const installed = await chosenLesson(options.lesson);
      for (const { line, message } of remarksOf(installed))
        printNote(say(operatorLocale, 'remark', { line, message }));
      if (options.json) printJson(lessonJson(installed.lesson));
      else printText(lessonText(installed));
    });
  addLessonCheck(lesson);
  addLessonNew(lesson);
  addLessonPreview(lesson);
  addLessonProve(lesson);
}

function remarksOf(installed: InstalledLesson): readonly LessonRemark[] {
  return 'remarks' in installed ? (installed.remarks as readonly LessonRemark[]) : [];
}

/** A lesson in the command's JSON format, which must stay stable because other tools read it. */
export function lessonJson(lesson: Lesson): unknown {
  const { slug, title, objectives, instructions, commands, template, manifest, digest } = lesson;
  return {
    slug,
    title,
    objectives,
    parts: lesson.parts.map(({ id, title: name, markdown }) => ({ id, title: name, markdown })),
    todos: lesson.todos.map(({ n, title: name, nudges, hint, line }) => ({
      n,
      title: name,
      nudges,
      hint,
      line,
    })),
    otherHints: lesson.otherHints,
    checklist: lesson.checklist.map(({ text }) => text),
    instructions,
    commands,
    template,
    manifest,
    digest,
  };
}

function lessonText({ lesson, tree }: InstalledLesson): string {
  const heading = (key: 'objectives' | 'parts' | 'todos' | 'otherHints' | 'checklist'): string =>
    `\n${colors.bold(say(operatorLocale, key))}`;
  const listed = (key: Parameters<typeof heading>[0], rows: readonly string[]): readonly string[] =>
    rows.length === 0 ? [] : [heading(key), ...rows.map((row) => `  ${row}`)];
  return [
    `${colors.bold(lesson.title)} ${colors.dim(lesson.slug)}`,
    ...listed(
      'objectives',
      lesson.objectives.map((text) => `• ${text}`),
    ),
    ...listed(
      'parts',
      lesson.parts.map(({ title }) => title),
    ),
    ...listed(
      'todos',
      lesson.todos.map(
        ({ n, title, hint }) => `${n}  ${title}${hint === null ? ` ${say(operatorLocale, 'noHint')}` : ''}`,
      ),
    ),
    ...listed(
      'otherHints',
      lesson.otherHints.map(({ title }) => title),
    ),
    ...listed(
      'checklist',
      lesson.checklist.map(({ text }) => `☐ ${text}`),
    ),
    '',
    colors.dim(
      say(operatorLocale, 'counts', {
        instructions: lesson.instructions.length,
        commands: lesson.commands.length,
        files: tree.files.length,
      }),
    ),
    ...(lesson.manifest === null ? [colors.dim(say(operatorLocale, 'bare'))] : []),
  ].join('\n');
}
