import type { Command } from 'commander';
import { readSettings } from '../config/settings.ts';
import { loadLesson } from '../library/library.ts';
import { operatorLocale, words } from '../wording/wording.ts';
import { lessonPath } from './lesson/lesson-path.ts';
import { portNumber } from './port-option.ts';
import { DemoClass } from './try/demo-class.ts';
import { narrator } from './try/narrator.ts';
import { pageTour } from './try/page-tour.ts';
import { playTour } from './try/tour.ts';

const say = words('try', {
  en: {
    about: 'see Dockhand at work: a class in a local Discord, played through, then open in your browser',
    once: 'end after the tour',
    noTour: 'do not play the tour',
    noBoxes: 'leave out the verifications, which need boxes',
    port: 'port of the classroom page; 0 takes any',
    startingWithoutWorker: 'Starting a class: a local Discord and Dockhand’s bot …',
    starting: 'Starting a class: a local Discord, Dockhand’s bot and a worker …',
    page: 'The class is open at {{url}}',
    until: 'Look around in your browser. Ctrl-C ends it and stops everything that was started.',
  },
});

/** Adds `dockhand try`. The setup scripts (`npm run try`) have already started Redis and the boxes. */
export function register(program: Command): void {
  program
    .command('try')
    .description(say(operatorLocale, 'about'))
    .option('--once', say(operatorLocale, 'once'))
    .option('--no-tour', say(operatorLocale, 'noTour'))
    .option('--no-boxes', say(operatorLocale, 'noBoxes'))
    .option('--port <port>', say(operatorLocale, 'port'), portNumber, 8_787)
    .action(
      async (options: {
        readonly once?: true;
        readonly tour: boolean;
        readonly boxes: boolean;
        readonly port: number;
      }) => {
        const narrate = narrator(process.stdout);
        const installed = await loadLesson(lessonPath(undefined, readSettings(process.env)));
        narrate.note(say(operatorLocale, options.boxes ? 'starting' : 'startingWithoutWorker'));
        const demo = await DemoClass.start({
          port: options.once ? 0 : options.port,
          lesson: installed.lesson.slug,
          name: 'try',
          boxes: options.boxes,
        });
        const interrupted = new Promise<'interrupted'>((resolve) => {
          process.once('SIGINT', () => resolve('interrupted'));
          process.once('SIGTERM', () => resolve('interrupted'));
        });
        try {
          demo.classroom.tour = await pageTour(demo, installed);
          await demo.ready();
          narrate.note(say(operatorLocale, 'page', { url: demo.classroom.url }));
          if (options.tour) await Promise.race([playTour(demo, installed, narrate), interrupted]);
          if (options.once) return;
          narrate.note(say(operatorLocale, 'page', { url: demo.classroom.url }));
          narrate.note(say(operatorLocale, 'until'));
          await interrupted;
        } finally {
          await demo.close();
        }
      },
    );
}
