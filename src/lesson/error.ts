import { withCode } from '../errors/error-codes.ts';
import { OperatorError } from '../errors/operator-error.ts';
import { operatorLocale, words } from '../wording/wording.ts';

/** The possible problems of a lesson, each with its remedy. */
const say = words('lesson-errors', {
  en: {
    empty: 'The lesson is empty. Write at least a title: `# My lesson`.',
    binary: 'This is not text. A lesson is a Markdown file in UTF-8.',
    tooLarge:
      'The lesson has {{kilobytes}} kB; at most {{limit}} kB are read. Split it into several lessons.',
    noTitle: 'The lesson has no title. Start it with a heading: `# My lesson`.',
    tooManyTodos:
      'The lesson sets more than {{limit}} tasks, which nobody can find a way through. Split it into several lessons.',
    duplicateTodo:
      'TODO {{n}} is there twice: here and on line {{other}}. Give each TODO of the template its own number.',
    unclosedDetails:
      'This <details> is never closed. Add </details> after the hint, and leave an empty line after </summary> and before </details>.',
    unclosedSummary: 'This <summary> is never closed. Add </summary> after its text.',
    manifestYaml: 'The manifest is not valid YAML: {{problem}}.',
    manifestKey: 'The manifest has a key that Dockhand does not know: {{key}}. Known here: {{known}}.',
    manifestKeyMeant:
      'The manifest has a key that Dockhand does not know: {{key}}. Did you mean {{meant}}? Known here: {{known}}.',
    manifestValue: 'In the manifest, {{path}} is not right: {{problem}}.',
    manifestChoice:
      'In the manifest, {{path}} is “{{found}}”, which Dockhand does not know. Did you mean {{meant}}? Known here: {{known}}.',
    manifestSize:
      'In the manifest, imageSize.min ({{min}}) is larger than imageSize.max ({{max}}). Swap them.',
    manifestServices:
      'This lesson has a Compose file, and its services are there. Take `services` out of the manifest, or the Compose file out of `studentFiles`.',
    manifestServicesTwice:
      'This lesson has `services` and `postgres`. Make the PostgreSQL one of the services, or take them out.',
    manifestNeedsPort:
      'Nothing asks for `{{assert}}` in a lesson without a port: its container does its work and ends. Give it a `port`, or take this out.',
    manifestHasPort:
      'Nothing waits for `exits` in a lesson with a port: its container serves. Take the `port` out, or this.',
    manifestTodoTwice: 'The manifest names TODO {{n}} twice. Put its aims into one entry.',
    manifestTodoUnknown:
      'The manifest names TODO {{n}}, but the template in {{lesson}} has no such TODO. It has: {{known}}.',
    missing: 'There is nothing at this path. Give a lesson folder with a manifest.yaml, or a Markdown file.',
    unreadable:
      'This cannot be read ({{problem}}). Give a lesson folder with a manifest.yaml, or a Markdown file.',
    noManifest:
      'This folder has no manifest.yaml. Give the path of a lesson folder, or of the Markdown file itself.',
    notMarkdown: 'This is not a Markdown file. A lesson ends in .md or .markdown.',
    noLessonFile: 'The manifest says that the lesson is in {{lesson}}, but there is no such file.',
    noTreeFolder: 'The manifest says that {{what}} is the folder {{folder}}, but there is no such folder.',
    solutionRefused:
      'This lesson has its students hand in a whole project, and its own answer could not be handed in. {{problem}}',
    treeMissing: 'There is no folder at this path. Give the folder that the student files go on top of.',
    treeTooLarge:
      'This folder has more than {{limit}} files. Give the backend folder alone, without environments and builds.',
    slugTwice: 'The lesson {{slug}} is there twice: {{other}} has the same slug. Change one of them.',
    libraryMissing: 'There is no lessons folder here. Set LESSONS_DIR to the folder that holds the lessons.',
  },
});

export type LessonProblem = Parameters<typeof say>[1];

/** A position in a file, from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** A lesson that cannot be used: the problem, its location and the remedy. */
export class LessonError extends OperatorError {
  override readonly name = 'LessonError';
  /** Path of the affected file or folder, as the caller named it. */
  readonly file: string;
  /** Line in that file, from 1; null for the file as a whole. */
  readonly line: number | null;
  /** Column in that line, from 1; null for the line as a whole. */
  readonly column: number | null;
  readonly problem: LessonProblem;

  constructor(
    problem: LessonProblem,
    where: { readonly file: string; readonly line?: number | null; readonly column?: number | null },
    values: Readonly<Record<string, string | number>> = {},
  ) {
    super('DOCKHAND_LESSON', say(operatorLocale, problem, values));
    this.problem = problem;
    this.file = where.file;
    this.line = where.line ?? null;
    this.column = where.column ?? null;
  }

  /** `lesson.md:12: The lesson …`, in the format of compiler messages. */
  get located(): string {
    return `${this.file}${this.line === null ? '' : `:${this.line}`}: ${this.message}`;
  }

  override get report(): string {
    return withCode(this.located, this.code);
  }
}

const remark = words('lesson-remarks', {
  en: {
    orphanHint:
      'This hint is for TODO {{n}}, but the template has no such TODO. It is kept as a hint without a number.',
    emptyHint: 'The hint for TODO {{n}} is empty.',
    strayClose: 'This </details> closes nothing.',
    guessedHint:
      'This hint names no TODO. It is given for TODO {{n}}, the one before it. Put the number into its title to say so.',
    unplacedHint:
      'This hint names no TODO and does not stand below one. It is kept as a hint without a number. Put a number into its title: `Hint for TODO 1`.',
    renumbered:
      '{{label}} is TODO {{n}} for students, because the one on line {{other}} has its number. Give each task of the lesson a number of its own.',
    namedNumber: '{{label}} is TODO {{n}} for students, who ask for whole numbers.',
    sameTodo:
      'This is taken for the TODO on line {{other}}, which has the same title. If it is another one, give it a number.',
    todoNotInComment:
      'This TODO is none for students: it does not begin a comment. Write it as one, such as `# TODO 1: …`, or behind the line.',
    todoInHtmlComment:
      'This TODO stands in an HTML comment, which no student sees. Move it into the text or the template, or take it out.',
    todoInHint:
      'This TODO stands in a hint, and the lesson sets no such task. If it is one, move it out of the hint.',
    questionIsNoTask:
      '{{label}} sets no task, because the lesson has others. If it is one, call it `Task` or `Exercise`.',
    listIsNoTask:
      'This list stands below a heading that speaks of tasks, and sets none, because the lesson has others. If its items are tasks, begin each with a name of its own: `**Task 4:** …`.',
    todoNotRead:
      'This looks like a TODO and is none for students. Write `TODO 1: …` in bold, as a heading, or in a comment of the template.',
    hintNotRead:
      'This looks like a hint and is none for students. Write it under `**Hint 1:** …` or in a `<details>` block, on lines of their own.',
    unknownTodo: 'TODO {{n}} is spoken of here, but the lesson has no such TODO.',
    solutionLacks:
      'The folder {{folder}} has no {{name}}, which students have to hand in: without it nothing shows that the lesson can be solved.',
    translationLacks:
      'The translation {{file}} has no TODO {{list}}: students read these in the lesson’s own language.',
    translationUnusable:
      'The translation {{file}} cannot be used, so students read the lesson in its own language. {{problem}}',
    markdownNotRead:
      '{{file}} lies beside the lesson, and nothing reads it. If it is a translation, name it {{names}}; if not, put it into a folder.',
    moreRemarks: 'There are {{count}} more remarks from here on. Fix those above, and check again.',
    unclosedContainer:
      'This block is never closed, so it goes on to the end of the lesson. Close it with {{end}}.',
  },
});

export type RemarkKind = Parameters<typeof remark>[1];

/** An oddity in a lesson that is usable nonetheless. */
export interface LessonRemark {
  readonly kind: RemarkKind;
  readonly message: string;
  readonly line: number;
  /** Column in that line, from 1. */
  readonly column: number;
}

export function remarkOn(
  kind: RemarkKind,
  { line, column }: { readonly line: number; readonly column: number },
  values: Readonly<Record<string, string | number>> = {},
): LessonRemark {
  return { kind, line, column, message: remark(operatorLocale, kind, values) };
}
