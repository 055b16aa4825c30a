import { join } from 'node:path';
import type { Command } from 'commander';
import type { CheckReport } from '../check/model/report.ts';
import { translate } from '../check/wording.ts';
import { UnreadableText } from '../checker/failures.ts';
import { fileNamesOf } from '../lesson/manifest/requested-files.ts';
import { readStudentFiles, StudentFilesError } from '../library/student-files.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { checkText } from './check/check-text.ts';
import { type ClassRow, classTable } from './check/class-table.ts';
import { sarif } from './check/sarif.ts';
import { folderInRepository, studentFolders } from './check/student-folders.ts';
import { columns, tableColumns } from './check/text-width.ts';
import { chosenLesson, lessonOption } from './chosen-lesson.ts';
import { folderOwner, withReading } from './local-reading.ts';
import { printJson, printText } from './output.ts';

const say = words('cli-check', {
  en: {
    about: 'Check a Dockerfile and what belongs to it, without building anything',
    path: 'A folder with Dockerfile, .dockerignore and entrypoint.sh, or one of these files',
    json: 'Print JSON',
    sarif: 'Print SARIF, which GitHub shows at the lines of a pull request',
    class: 'Given a folder of students’ folders, it prints a table of the class.',
    exit: 'Exit code: 0 ready, 1 not ready or not known, 2 unreadable.',
    unreadable:
      '{{path}}: reading this took more than a second or too much memory, so it was stopped. Look for values that repeat, or a line that goes on and on.',
  },
});

interface CheckOptions {
  readonly lesson?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
}

/** Adds `dockhand check`. */
export function register(program: Command): void {
  program
    .command('check')
    .description(say(operatorLocale, 'about'))
    .argument('<path>', say(operatorLocale, 'path'))
    .option(...lessonOption)
    .option('--json', say(operatorLocale, 'json'))
    .option('--sarif', say(operatorLocale, 'sarif'))
    .addHelpText('after', `\n${say(operatorLocale, 'class')}\n${say(operatorLocale, 'exit')}`)
    .action(async (path: string, options: CheckOptions) => {
      const { lesson, tree } = await chosenLesson(options.lesson);
      process.exitCode = await withReading(async (reading) => {
        const checkFolder = async (folder: string) => {
          const owner = folderOwner(folder);
          try {
            const roleOf = (text: string) => reading.roleOf(text, owner);
            const student = await readStudentFiles(folder, fileNamesOf(lesson.manifest), roleOf);
            return { student, report: await reading.check({ student, lesson, tree }, owner) };
          } catch (error) {
            if (!(error instanceof UnreadableText)) throw error;
            throw new StudentFilesError(say(operatorLocale, 'unreadable', { path: folder }));
          }
        };
        const folders = await studentFolders(path, fileNamesOf(lesson.manifest));
        if (folders !== null) return checkClass(path, folders, checkFolder, options);
        const { student, report } = await checkFolder(path);
        if (options.sarif) printJson(sarif([{ folder: await folderInRepository(path), report }]));
        else if (options.json) printJson(checkJson(report));
        else printText(checkText(report, lesson, student.files, columns()));
        return report.ready === true ? 0 : 1;
      });
    });
}

/** A report in the command line's JSON format, which is stable because other tools parse it. */
export function checkJson({ todos, findings, ready, wanted }: CheckReport): unknown {
  return {
    todos: todos.map(({ n, title, status, required, rule, message, file, line }) => ({
      n,
      title,
      status,
      required,
      rule,
      message: translate(operatorLocale, message),
      file,
      line,
    })),
    findings: findings.map(({ rule, severity, file, line, message, url }) => ({
      rule,
      severity,
      file,
      line,
      message: translate(operatorLocale, message),
      url,
    })),
    ready,
    wanted,
  };
}

type CheckFolder = (folder: string) => Promise<{ readonly report: CheckReport }>;

/** Checks every student's folder; errors of one are reported in its place, and the others continue. */
async function checkClass(
  path: string,
  folders: readonly string[],
  checkFolder: CheckFolder,
  options: CheckOptions,
): Promise<number> {
  const rows: ClassRow[] = [];
  for (const name of folders) {
    try {
      rows.push({ name, report: (await checkFolder(join(path, name))).report, problem: null });
    } catch (error) {
      if (!(error instanceof StudentFilesError)) throw error;
      rows.push({ name, report: null, problem: error.message });
    }
  }
  if (options.sarif) {
    const base = await folderInRepository(path);
    printJson(
      sarif(
        rows.flatMap(({ name, report }) => (report === null ? [] : [{ folder: `${base}/${name}`, report }])),
      ),
    );
  } else if (options.json) {
    printJson({
      students: rows.map(({ name, report, problem }) => ({
        folder: name,
        problem,
        report: report === null ? null : checkJson(report),
      })),
    });
  } else printText(classTable(rows, tableColumns()));
  return rows.every(({ report }) => report?.ready === true) ? 0 : 1;
}
