import type { Lesson } from '../../lesson/lesson.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { button, container, cut, divider, type Message, primary, row, text } from './message.ts';

const say = words('help', {
  en: {
    title: '### Hello, I am Dockhand',
    intro: 'I help you with **{{lesson}}**.',
    introNoLesson: 'I help a class that learns Docker.',
    commands: [
      '- `/lesson`: read it here; `/checklist`: what of it is done',
      '- `/hint`: a hint for a TODO',
      '- `/check`: what is wrong in your files',
      '- `/verify`: build and run them for real',
      '- `/status`: where you stand',
      '- `/explain`: an error message, or a word',
      '- `/ask`: a human helps you',
      '- **Apps › Check this Dockerfile**: right click (or hold) a message',
      '- Or send me your files in a DM.',
      '-# Also: `/xray`, `/layers`, `/predict`, `/compare`, `/quiz`, `/bug-hunt`, `/cancel`, `/link`, `/my-data`.',
    ].join('\n'),
    forStaff: [
      '**For you as a teaching assistant**',
      '- `/queue` shows what waits and runs, with levers: pause, cancel, promote, retry, drain.',
      '- `/class` draws how far everyone is, and where the class is stuck. `/student` looks one up.',
      '- `/grades`, `/roster` and `/export` keep the gradebook.',
      '- `/announce-lesson` and `/deadline` start a lesson and say when it ends.',
    ].join('\n'),
    privacy:
      '-# **What I keep:** your latest files and those before them, your results, and which hints you opened. The teaching assistants of your class can see where you stand; your classmates cannot. {{until}} `/my-data` shows it all, and deletes it.',
    days: 'Files and details go after {{days}} days, results stay for your grade.',
    forEver: 'I keep it until you have it deleted.',
    hint: 'First hint',
    check: 'Check my files',
    status: 'Where do I stand?',
  },
});

/** What Dockhand can do for the caller, depending on their role. */
export function helpMessage(
  locale: Locale,
  who: { readonly guild: string; readonly lesson: Lesson | null } | null,
  isTa: boolean,
  /** Days for which files are kept; null: forever. */
  keepsDays: number | null,
): Message {
  const until = keepsDays === null ? say(locale, 'forEver') : say(locale, 'days', { days: keepsDays });
  const lesson = who?.lesson ?? null;
  const first = lesson?.todos[0];
  const ways =
    who === null
      ? []
      : [
          primary({ kind: 'check-form' }, say(locale, 'check')),
          ...(first === undefined
            ? []
            : [button({ kind: 'hint', todo: first.n, guild: who.guild }, say(locale, 'hint'))]),
          button({ kind: 'status', guild: who.guild, how: 'new' }, say(locale, 'status')),
        ];
  return {
    components: [
      container('calm', [
        text(say(locale, 'title')),
        text(
          lesson === null
            ? say(locale, 'introNoLesson')
            : say(locale, 'intro', { lesson: cut(lesson.title, 100) }),
        ),
        text(isTa ? `${say(locale, 'commands')}\n${say(locale, 'forStaff')}` : say(locale, 'commands')),
        divider(),
        text(say(locale, 'privacy', { until })),
      ]),
      ...(ways.length === 0 ? [] : [row(ways)]),
    ],
  };
}
