import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { APIMessage } from 'discord-api-types/v10';
import { inspectLesson, type LessonInspection } from '../../library/library.ts';
import { operatorLocale, words } from '../../wording/wording.ts';
import { CommandError } from '../command-error.ts';
import { printNote, printText } from '../output.ts';
import { portNumber } from '../port-option.ts';
import { DemoClass } from '../try/demo-class.ts';
import { inspectionText, lessonPlace } from './lesson-check.ts';
import { WatchedLesson } from './watched-lesson.ts';

const say = words('cli-lesson-preview', {
  en: {
    about: 'Show a lesson as a class sees it, in a local Discord in your browser, and again after each save',
    path: 'The lesson’s folder, or the name of a lesson in LESSONS_DIR',
    port: 'port of the classroom page; 0 takes any',
    noFolder: '{{path}} is no folder with a manifest. `dockhand lesson new` makes one.',
    starting: 'Starting a class with this lesson …',
    page: 'The class is open at {{url}}. Ada sees the lesson there; Grace is a teaching assistant.',
    until:
      'Save a file of the lesson, and Ada sees the new version. Verifying needs what `npm run setup` starts. Ctrl-C ends it.',
    saved: 'Saved: {{time}}',
    kept: 'The class goes on with the last version that could be used.',
    renamed:
      'The lesson’s slug is “{{slug}}” now, and the class is at “{{before}}”. Start the preview again to see it.',
  },
});

/** How long the bot may take to read a saved lesson. Milliseconds. */
const reloadMs = 20_000;

/** Adds `dockhand lesson preview`. */
export function addLessonPreview(lesson: Command): void {
  lesson
    .command('preview')
    .description(say(operatorLocale, 'about'))
    .argument('[path]', say(operatorLocale, 'path'))
    .option('--port <port>', say(operatorLocale, 'port'), portNumber, 8_787)
    .action(async (given: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ readonly lesson?: string; readonly port: number }>();
      const stopped = new Promise<void>((done) => {
        process.once('SIGINT', () => done());
        process.once('SIGTERM', () => done());
      });
      await preview(lessonPlace(given ?? options.lesson), options.port, stopped);
    });
}

async function preview(path: string, port: number, stopped: Promise<void>): Promise<void> {
  const first = await inspectLesson(path);
  printText(inspectionText(first));
  const { loaded } = first;
  if (!(await stat(path)).isDirectory())
    throw new CommandError(say(operatorLocale, 'noFolder', { path }), 'DOCKHAND_USAGE');
  if (loaded === null) {
    process.exitCode = 1;
    return;
  }
  const watched = await WatchedLesson.open(resolve(path));
  printNote(say(operatorLocale, 'starting'));
  const { slug } = loaded.lesson;
  const demo = await DemoClass.start({ port, lesson: slug, lessonsDir: watched.dir, name: 'preview' });
  try {
    const ready = await Promise.race([demo.ready().then(() => true), stopped]);
    if (ready !== true) return;
    let page = await show(demo);
    printNote(say(operatorLocale, 'page', { url: demo.classroom.url }));
    printNote(say(operatorLocale, 'until'));
    let shown = loaded.lesson.digest;
    watched.onSave(async (inspection) => {
      const digest = await afterSave(demo, inspection, { slug, digest: shown });
      if (digest === shown) return;
      shown = digest;
      if (page !== null) demo.ada.dismiss(page);
      page = await show(demo);
    });
    await stopped;
  } finally {
    await watched.close();
    await demo.close();
  }
}

/** Ada opens the lesson. */
async function show({ ada }: DemoClass): Promise<APIMessage | null> {
  const answer = await ada.slash('/lesson');
  await answer.untilFilled();
  return answer.message;
}

/** Reports the effect of a save, and waits until the class uses the new version; returns its digest. */
async function afterSave(
  demo: DemoClass,
  inspection: LessonInspection,
  before: { readonly slug: string; readonly digest: string },
): Promise<string> {
  const { loaded } = inspection;
  printNote(say(operatorLocale, 'saved', { time: new Date().toLocaleTimeString() }));
  printText(inspectionText(inspection));
  if (loaded === null) {
    printNote(say(operatorLocale, 'kept'));
    return before.digest;
  }
  const { slug, digest } = loaded.lesson;
  if (slug !== before.slug) {
    printNote(say(operatorLocale, 'renamed', { slug, before: before.slug }));
    return before.digest;
  }
  if (digest === before.digest) return digest;
  const last = demo.grace.sees(demo.staffChannel).at(-1);
  // The bot tells the staff channel that it has read the new version.
  await demo.grace
    .waitFor((message) => JSON.stringify(message).includes('📘'), {
      where: demo.staffChannel,
      ms: reloadMs,
      ...(last === undefined ? {} : { after: last }),
    })
    .catch(() => undefined);
  return digest;
}
