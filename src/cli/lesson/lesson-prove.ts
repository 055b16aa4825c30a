import type { Command } from 'commander';
import colors from 'picocolors';
import { inspectBoxes } from '../../../workers/sandbox/box/boxes.ts';
import { JobCancelled } from '../../../workers/sandbox/failures.ts';
import { readLimits } from '../../../workers/sandbox/limits.ts';
import { readSettings } from '../../config/settings.ts';
import type { InstalledLesson } from '../../library/library.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { borrowBox, ownBoxes } from '../borrow-box.ts';
import { chosenLesson } from '../chosen-lesson.ts';
import { CommandError } from '../command-error.ts';
import { folderOwner, withReading } from '../local-reading.ts';
import { printJson, printNote, printText } from '../output.ts';
import { type Catch, isSeen, type Proof, type ProvedAnswer, type ProvedMutation } from './proof.ts';
import { type ProvableLesson, type ProvingBoxes, proveLesson } from './prove-lesson.ts';

const say = words('cli-lesson-prove', {
  en: {
    about: 'Prove a lesson: its own answer passes, and each mistake that its shape gives is caught',
    path: 'A folder with a manifest, or the name of a lesson in LESSONS_DIR',
    checkOnly: 'Let the check judge alone; nothing is built and run',
    sample: 'Build and run only so many of the mistakes; the check judges all of them',
    exit: 'Exit code: 0 the lesson holds, 1 it does not, 2 it cannot be proved.',
    notProvable: '{{path}} has no manifest or no answer of its own, so there is nothing to prove.',
    badSample: '--sample takes a whole number, such as 4.',
    answers: 'Right answers',
    mutations: 'Mistakes',
    answer: '{{name}}  {{check}}, {{verify}}',
    'check-true': 'the check takes it',
    'check-false': 'the check refuses it',
    'check-null': 'the check cannot tell',
    'verify-passed': 'the verification passed',
    'verify-failed': 'the verification failed',
    'verify-error': 'the verification broke down',
    'verify-cancelled': 'the verification was cancelled',
    'verify-not-run': 'no verification was run',
    check: 'check',
    verify: 'verify',
    untested: 'No mistake is known against these',
    uncovered: 'No aim covers TODO {{numbers}}',
    holds: 'The lesson holds: {{mutations}} mistakes.',
    fails: 'The lesson does not hold.',
    unnamedMeans:
      'no TODO: it is seen, but no TODO is named. That is enough where the mistake belongs to none.',
    caught: 'caught',
    'other-todo': 'other TODO',
    unnamed: 'no TODO',
    unknown: 'unknown',
    missed: 'missed',
    'not-run': '–',
    error: 'our error',
    disagree: 'they disagree',
  },
});

interface ProveOptions {
  readonly lesson?: string;
  readonly json?: boolean;
  readonly checkOnly?: boolean;
  readonly sample?: string;
}

/** Adds `dockhand lesson prove`. */
export function addLessonProve(lesson: Command): void {
  lesson
    .command('prove')
    .description(say(operatorLocale, 'about'))
    .argument('[path]', say(operatorLocale, 'path'))
    .option('--check-only', say(operatorLocale, 'checkOnly'))
    .option('--sample <n>', say(operatorLocale, 'sample'))
    .addHelpText('after', `\n${say(operatorLocale, 'exit')}`)
    .action(async (given: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ProveOptions>();
      const proof = await prove(given ?? options.lesson, options);
      if (options.json) printJson(proof);
      else printText(proofText(proof));
      process.exitCode = proof.holds ? 0 : 1;
    });
}

async function prove(path: string | undefined, options: ProveOptions): Promise<Proof> {
  const installed = provable(await chosenLesson(path), path ?? '');
  const control = new AbortController();
  const stop = (): void => control.abort(new JobCancelled('stopped'));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await withBoxes(options.checkOnly === true, (boxes) =>
      withReading((reading) =>
        proveLesson(installed, {
          check: (input) => reading.check(input, folderOwner(installed.folder)),
          boxes,
          sample: sampleOf(options.sample),
          signal: control.signal,
          locale: options.json === true ? 'en' : operatorLocale,
          onProgress: (done, of, name) => printNote(colors.dim(`${done}/${of} ${name}`)),
        }),
      ),
    );
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function provable(installed: InstalledLesson, path: string): ProvableLesson {
  const { lesson, folder, solution } = installed;
  const { manifest } = lesson;
  if (manifest === null || folder === null || solution === null)
    throw new CommandError(
      say(operatorLocale, 'notProvable', { path: path || lesson.slug }),
      'DOCKHAND_USAGE',
    );
  return { ...installed, lesson: { ...lesson, manifest }, folder, solution };
}

function sampleOf(given: string | undefined): number {
  if (given === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d{1,6}$/.test(given)) throw new CommandError(say(operatorLocale, 'badSample'), 'DOCKHAND_USAGE');
  return Number(given);
}

/** Uses the running boxes, or starts one and stops it afterwards. */
async function withBoxes<T>(none: boolean, work: (boxes: ProvingBoxes | null) => Promise<T>): Promise<T> {
  if (none) return work(null);
  const { SANDBOX_BOXES = (await ownBoxes()) ?? undefined } = process.env;
  const settings = readSettings({ SANDBOX_BOXES });
  const limits = readLimits(process.env);
  // A box that is restarting counts too.
  const running = async (folder: string): Promise<number> => {
    const boxes = await inspectBoxes(folder, limits);
    return boxes.some(({ status }) => status !== null) ? boxes.length : 0;
  };
  const count = await running(settings.SANDBOX_BOXES);
  if (count > 0) return work({ folder: settings.SANDBOX_BOXES, count, limits });
  const borrowed = await borrowBox(printNote);
  try {
    return await work({ folder: borrowed.boxes, count: await running(borrowed.boxes), limits });
  } finally {
    await borrowed.giveBack();
  }
}

function proofText(proof: Proof): string {
  const { solution, also, mutations, untested, uncovered, holds } = proof;
  const width = Math.max(...mutations.map(({ name }) => name.length), 10) + 2;
  return [
    colors.bold(say(operatorLocale, 'answers')),
    ...[solution, ...also].map(answerRow),
    '',
    `${colors.bold(say(operatorLocale, 'mutations').padEnd(width + 2))}${say(operatorLocale, 'check').padEnd(14)}${say(operatorLocale, 'verify')}`,
    ...mutations.map((each) => mutationRow(each, width)),
    ...(mutations.some(({ check, verify }) => check === 'unnamed' || verify === 'unnamed')
      ? ['', colors.dim(say(operatorLocale, 'unnamedMeans'))]
      : []),
    ...(untested.length === 0
      ? []
      : ['', colors.bold(say(operatorLocale, 'untested')), ...untested.map((each) => `  ${each}`)]),
    ...(uncovered.length === 0
      ? []
      : ['', colors.yellow(say(operatorLocale, 'uncovered', { numbers: uncovered.join(', ') }))]),
    '',
    holds
      ? colors.green(say(operatorLocale, 'holds', { mutations: mutations.length }))
      : colors.red(say(operatorLocale, 'fails')),
  ].join('\n');
}

function answerRow({ name, ready, outcome, holds }: ProvedAnswer): string {
  const check = say(operatorLocale, `check-${ready}`);
  const verify = say(operatorLocale, `verify-${outcome}`);
  return `  ${holds ? colors.green('✓') : colors.red('✗')} ${say(operatorLocale, 'answer', { name, check, verify })}`;
}

function mutationRow({ name, todo, check, verify, agree }: ProvedMutation, width: number): string {
  const cell = (caught: Catch): string => {
    const text = say(operatorLocale, caught).padEnd(14);
    if (isSeen(caught, todo)) return colors.green(text);
    return caught === 'unknown' || caught === 'not-run' ? colors.dim(text) : colors.red(text);
  };
  const both = agree ? '' : colors.red(say(operatorLocale, 'disagree'));
  return `  ${name.padEnd(width)}${cell(check)}${cell(verify)}${both}`.trimEnd();
}
