import type { Command } from 'commander';
import { openChecker } from '../check/check.ts';
import type { CheckReport } from '../check/report.ts';
import { readStudentFiles } from '../library/student-files.ts';
import { word, words } from '../wording/wording.ts';
import { checkText } from './check-text.ts';
import { chosenLesson, lessonOption } from './chosen-lesson.ts';
import { printJson, printText } from './print.ts';

const say = words('cli-check', {
  en: {
    about: 'Check a Dockerfile and what belongs to it, without building anything',
    path: 'A folder with Dockerfile, .dockerignore and entrypoint.sh, or one of these files',
    json: 'Print JSON',
    exit: 'Exit code: 0 ready, 1 not ready or not known, 2 unreadable.',
  },
});

interface Options {
  readonly lesson?: string;
  readonly json?: boolean;
}

/** Adds `dockhand check`. */
export function register(program: Command): void {
  program
    .command('check')
    .description(say('en', 'about'))
    .argument('<path>', say('en', 'path'))
    .option(...lessonOption)
    .option('--json', say('en', 'json'))
    .addHelpText('after', `\n${say('en', 'exit')}`)
    .action(async (path: string, options: Options) => {
      const { lesson, tree } = await chosenLesson(options.lesson);
      const student = await readStudentFiles(path, lesson.manifest?.files);
      const check = await openChecker();
      const report = check({ student, lesson, tree });
      if (options.json) printJson(checkJson(report));
      else printText(checkText(report, lesson, student.files));
      process.exitCode = report.ready === true ? 0 : 1;
    });
}

/** A report as the command line's JSON has it: stable, other tools read it. */
export function checkJson({ todos, findings, ready, wanted }: CheckReport): unknown {
  return {
    todos: todos.map(({ n, title, status, required, rule, message, file, line }) => ({
      n,
      title,
      status,
      required,
      rule,
      message: word('en', message),
      file,
      line,
    })),
    findings: findings.map(({ rule, severity, file, line, message, url }) => ({
      rule,
      severity,
      file,
      line,
      message: word('en', message),
      url,
    })),
    ready,
    wanted,
  };
}
