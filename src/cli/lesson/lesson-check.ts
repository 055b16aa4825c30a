import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import colors from 'picocolors';
import { readSettings } from '../../config/settings.ts';
import type { LessonError, LessonRemark } from '../../lesson/error.ts';
import { handsInProject } from '../../lesson/manifest/requested-files.ts';
import { inspectLesson, type LessonInspection } from '../../library/library.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { CommandError } from '../command-error.ts';
import { printJson, printText } from '../output.ts';
import { lessonPath } from './lesson-path.ts';

const say = words('cli-lesson-check', {
  en: {
    about: 'List everything that is wrong with a lesson or odd about it, with file, line and column',
    path: 'A folder with a manifest, a Markdown file, or the name of a lesson in LESSONS_DIR',
    exit: 'Exit code: 0 the lesson can be used, 1 it cannot, 2 there is nothing at this path.',
    missing:
      '{{path}}: there is nothing at this path. Give a lesson folder with a manifest.yaml, or a Markdown file.',
    error: 'error',
    remark: 'remark',
    todo: '{{n}}  {{title}}  (line {{line}}, {{hint}})',
    hint: 'with a hint',
    noHint: 'no hint',
    ownProject: '  The build context is the project that each student hands in.',
    holds: 'The lesson can be used. Remarks: {{remarks}}.',
    broken: 'The lesson cannot be used. Errors: {{errors}}, remarks: {{remarks}}.',
  },
});

interface LessonCheckOptions {
  readonly lesson?: string;
  readonly json?: boolean;
}

/** Adds `dockhand lesson check`. */
export function addLessonCheck(lesson: Command): void {
  lesson
    .command('check')
    .description(say(operatorLocale, 'about'))
    .argument('[path]', say(operatorLocale, 'path'))
    .addHelpText('after', `\n${say(operatorLocale, 'exit')}`)
    .action(async (given: string | undefined, _: unknown, command: Command) => {
      // `--json` and `--lesson` are also options of `dockhand lesson`, which consumes them first.
      const options = command.optsWithGlobals<LessonCheckOptions>();
      const path = lessonPlace(given ?? options.lesson);
      const inspection = await inspectLesson(path);
      if (options.json) printJson(inspectionJson(inspection));
      else printText(inspectionText(inspection));
      process.exitCode = holds(inspection) ? 0 : 1;
    });
}

/**
 * The path of a lesson, given as a path or as the name of a lesson in LESSONS_DIR.
 * @throws CommandError if nothing is found
 */
export function lessonPlace(given: string | undefined): string {
  const { LESSONS_DIR, DOCKHAND_LESSON } = process.env;
  const settings = readSettings({ LESSONS_DIR, DOCKHAND_LESSON });
  if (given !== undefined && existsSync(given)) return given;
  const path = lessonPath(
    undefined,
    given === undefined ? settings : { ...settings, DOCKHAND_LESSON: given },
  );
  if (!existsSync(path))
    throw new CommandError(say(operatorLocale, 'missing', { path: given ?? path }), 'DOCKHAND_USAGE');
  return path;
}

const holds = ({ loaded, errors }: LessonInspection): boolean => loaded !== null && errors.length === 0;

/** An inspection in the command's JSON format, which must stay stable because other tools read it. */
function inspectionJson(inspection: LessonInspection): unknown {
  const { loaded, errors, remarks, markdownFile } = inspection;
  return {
    lesson: loaded?.lesson.slug ?? null,
    title: loaded?.lesson.title ?? null,
    holds: holds(inspection),
    errors: errors.map(({ file, line, column, problem, message }) => ({
      file,
      line,
      column,
      problem,
      message,
    })),
    remarks: remarks.map(({ line, column, kind, message }) => ({
      file: markdownFile,
      line,
      column,
      kind,
      message,
    })),
    todos: (loaded?.lesson.todos ?? []).map(({ n, title, line, hint }) => ({
      n,
      title,
      line,
      hint: hint !== null,
    })),
  };
}

export function inspectionText(inspection: LessonInspection): string {
  const { loaded, errors, remarks, markdownFile } = inspection;
  const counts = { errors: errors.length, remarks: remarks.length };
  const todos = loaded?.lesson.todos ?? [];
  return [
    ...errors.map(errorRow),
    ...remarks.map((remark) => remarkRow(markdownFile, remark)),
    ...(loaded === null ? [] : [colors.bold(loaded.lesson.title)]),
    ...todos.map(({ n, title, line, hint }) => {
      const has = say(operatorLocale, hint === null ? 'noHint' : 'hint');
      return `  ${say(operatorLocale, 'todo', { n, title, line, hint: has })}`;
    }),
    ...(handsInProject(loaded?.lesson.manifest ?? null) ? [say(operatorLocale, 'ownProject')] : []),
    say(operatorLocale, holds(inspection) ? 'holds' : 'broken', counts),
  ].join('\n');
}

/** `lesson.md:12:3: error: …`, the format of compilers, which editors turn into links. */
function errorRow({ file, line, column, message }: LessonError): string {
  const place = [file, line, line === null ? null : column].filter((part) => part !== null).join(':');
  return `${place}: ${colors.red(say(operatorLocale, 'error'))}: ${message}`;
}

function remarkRow(file: string, { line, column, message }: LessonRemark): string {
  return `${file}:${line}:${column}: ${colors.yellow(say(operatorLocale, 'remark'))}: ${message}`;
}
