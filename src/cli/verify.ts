import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import color from 'picocolors';
import { inspectBoxes, leaseBox } from '../../workers/sandbox/box/boxes.ts';
import { ContextTooBig, readTree, type SubmittedContent } from '../../workers/sandbox/build/context.ts';
import { readProxy } from '../../workers/sandbox/build/proxy.ts';
import { InfrastructureError, JobCancelled } from '../../workers/sandbox/failures.ts';
import { type Limits, readLimits } from '../../workers/sandbox/limits.ts';
import { checkerDigest } from '../../workers/verdict/checker-digest.ts';
import { errorVerdict } from '../../workers/verdict/error-verdict.ts';
import { assembleVerification } from '../../workers/verification/assemble.ts';
import { type PhaseProgress, type Verification, verify } from '../../workers/verification/verification.ts';
import { translate } from '../check/wording.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import type { FileNames } from '../intake/intake-result.ts';
import { fileNamesOf } from '../lesson/manifest/requested-files.ts';
import { readStudentFiles } from '../library/student-files.ts';
import type { Verdict } from '../submission/verdict.ts';
import '../submission/wording/pages.ts';
import { sayPhase } from '../submission/wording/phases.ts';
import { decimal, operatorLocale, words } from '../wording/wording.ts';
import { borrowBox, ownBoxes } from './borrow-box.ts';
import { chosenLesson, lessonOption } from './chosen-lesson.ts';
import { CommandError } from './command-error.ts';
import { folderOwner, withReading } from './local-reading.ts';
import { printJson, printNote, printText } from './output.ts';

const say = words('cli-verify', {
  en: {
    about: 'Prove a Dockerfile: build it and run it in a sandbox',
    dir: 'The folder with the student’s files: Dockerfile, .dockerignore, entrypoint.sh …',
    backend: 'The project that the files go on top of, in place of the lesson’s own',
    json: 'Print JSON',
    exit: 'Exit code: 0 passed, 1 failed, 2 cannot be used, 3 an error of ours.',
    noBackend:
      '{{lesson}} has its students hand in the whole project, so no other one can lie below it: leave --backend out.',
    noFolder: '{{what}} {{path}} is not a folder.',
    passed: 'Passed: what the lesson promises holds.',
    place: '{{file}}, line {{line}}:',
    hintFor: 'Hint for TODO {{todo}}:',
  },
});

/** Adds `dockhand verify`. */
export function register(program: Command): void {
  program
    .command('verify')
    .description(say(operatorLocale, 'about'))
    .argument('<dir>', say(operatorLocale, 'dir'))
    .option(...lessonOption)
    .option('--backend <dir>', say(operatorLocale, 'backend'))
    .option('--json', say(operatorLocale, 'json'))
    .addHelpText('after', `\n${say(operatorLocale, 'exit')}`)
    .action(async (dir: string, options: VerifyOptions) => {
      process.exitCode = await run(dir, options);
    });
}

interface VerifyOptions {
  readonly lesson?: string;
  readonly backend?: string;
  readonly json?: boolean;
}

const exitCodes = { passed: 0, failed: 1, error: 3, cancelled: 130 } as const;

async function run(dir: string, options: VerifyOptions): Promise<number> {
  const { SANDBOX_BOXES = (await ownBoxes()) ?? undefined } = process.env;
  const settings = readSettings({ SANDBOX_BOXES });
  const { limits, verification } = await prepare(dir, options);
  const control = new AbortController();
  const stop = (): void => control.abort(new JobCancelled('stopped'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const verdict = await inSomeBox(settings, limits, verification, control.signal);
  process.off('SIGINT', stop).off('SIGTERM', stop);

  const hint = verification.lesson.todos.find(({ n }) => n === verdict.todo)?.hint ?? null;
  if (options.json === true) printJson(asJson(verdict, hint));
  else printText(asText(verdict, hint));
  return exitCodes[verdict.outcome];
}

/** Validates and reads all inputs. Invalid input is reported in one line, with exit code 2. */
async function prepare(
  dir: string,
  options: VerifyOptions,
): Promise<{ readonly limits: Limits; readonly verification: Verification }> {
  for (const [what, path] of [
    ['DIR', dir],
    ['--backend', options.backend],
  ] as const) {
    if (path !== undefined && !(await isFolder(path)))
      throw new CommandError(say(operatorLocale, 'noFolder', { what, path }), 'DOCKHAND_USAGE');
  }
  const limits = readLimits(process.env);
  const installed = await chosenLesson(options.lesson, { backend: options.backend });
  const names = fileNamesOf(installed.lesson.manifest);
  if (names.context === 'student' && options.backend !== undefined)
    throw new CommandError(
      say(operatorLocale, 'noBackend', { lesson: installed.lesson.slug }),
      'DOCKHAND_USAGE',
    );
  const files = await submittedFiles(dir, limits, names);
  const verification = await withReading(async (reading) =>
    assembleVerification(installed, files, {
      check: (input) => reading.check(input, folderOwner(dir)),
      checker: await checkerDigest(),
      proxy: readProxy(process.env),
      limits,
    }),
  );
  return { limits, verification };
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Reads the submission. Every file in the folder goes into the build context; files with a role are stored under the name of that role. */
async function submittedFiles(dir: string, limits: Limits, names: FileNames): Promise<SubmittedContent> {
  // The same files that a zip of the folder would contain.
  if (names.context === 'student') return (await readStudentFiles(dir, names)).files;
  try {
    const files = await readTree(dir, limits);
    const named = await readStudentFiles(dir, names);
    return { ...Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])), ...named.files };
  } catch (error) {
    if (error instanceof ContextTooBig)
      throw new CommandError(`${dir}: ${error.message}`, 'DOCKHAND_STUDENT_FILES');
    throw error;
  }
}

async function inSomeBox(
  settings: Settings,
  limits: Limits,
  verification: Verification,
  signal: AbortSignal,
): Promise<Verdict> {
  const digests = { lesson: verification.lesson.digest, checker: verification.checker, box: '' };
  let giveBack = async (): Promise<void> => undefined;
  try {
    let boxes = settings.SANDBOX_BOXES;
    const seen = await inspectBoxes(boxes, limits);
    if (!seen.some(({ status }) => status !== null)) {
      const borrowed = await borrowBox(printNote);
      giveBack = borrowed.giveBack;
      boxes = borrowed.boxes;
    }
    const box = await leaseBox(boxes, 'dockhand/verify', limits, signal);
    const progress = new ProgressPrinter();
    try {
      return await verify(verification, box, {
        limits,
        signal,
        onProgress: (each) => progress.print(each),
      });
    } finally {
      await box.release();
    }
  } catch (error) {
    if (signal.aborted && signal.reason instanceof JobCancelled) return errorVerdict(signal.reason, digests);
    if (error instanceof InfrastructureError) return errorVerdict(error, digests);
    throw error;
  } finally {
    await giveBack();
  }
}

/** Prints each phase and step once, as they start, on standard error. */
class ProgressPrinter {
  #phase: string | null = null;
  #step = '';

  print({ phase, step }: PhaseProgress): void {
    if (phase !== this.#phase) {
      this.#phase = phase;
      printNote(color.dim(`${sayPhase(operatorLocale, phase)} …`));
    }
    if (step === null) return;
    const line = `  ${step.n}/${step.of} ${step.instruction}`;
    if (line !== this.#step) printNote(color.dim(line));
    this.#step = line;
  }
}

function asJson(verdict: Verdict, hint: string | null) {
  return {
    outcome: verdict.outcome,
    reason: verdict.reason,
    message: verdict.explanation === null ? null : translate(operatorLocale, verdict.explanation),
    todo: verdict.todo,
    file: verdict.file,
    line: verdict.line,
    hint,
    phases: verdict.phases.map(({ name, status, ms, detail }) => ({
      name,
      status,
      ms,
      detail: translate(operatorLocale, detail),
    })),
    steps: verdict.steps ?? [],
    image: verdict.image,
    excerpt: verdict.excerpt,
    digests: verdict.digests,
  };
}

const marks = {
  ok: color.green('✓'),
  warned: color.yellow('!'),
  failed: color.red('✗'),
  skipped: color.dim('·'),
} as const;

function asText(verdict: Verdict, hint: string | null): string {
  const out: string[] = verdict.phases.map(({ name, status, ms, detail }) => {
    const time = status === 'skipped' ? '' : color.dim(` ${decimal(operatorLocale, ms / 1000, 1)} s`);
    return `${marks[status]} ${sayPhase(operatorLocale, name)}${time}${status === 'skipped' ? '' : `  ${translate(operatorLocale, detail)}`}`;
  });
  out.push('');
  if (verdict.outcome === 'passed') out.push(color.green(say(operatorLocale, 'passed')));
  else {
    const where =
      verdict.line === null
        ? ''
        : `${say(operatorLocale, 'place', { file: verdict.file ?? '', line: verdict.line })} `;
    const sentence = verdict.explanation === null ? '' : translate(operatorLocale, verdict.explanation);
    out.push(`${color.bold(`${verdict.outcome}: ${verdict.reason}`)}`, `${where}${sentence}`);
    if (verdict.excerpt.length > 0) out.push('', ...verdict.excerpt.map((line) => color.dim(`  ${line}`)));
    if (hint !== null) out.push('', say(operatorLocale, 'hintFor', { todo: verdict.todo ?? 0 }), hint);
  }
  return out.join('\n');
}
