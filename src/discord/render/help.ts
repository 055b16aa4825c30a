import type { Lesson } from '../../lesson/lesson.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { button, container, cut, divider, type Message, primary, row, text } from './message.ts';

const say = words('help', {
  en: {
    title: '### Hello, I am Dockhand',
    intro:
      'I help you with **{{lesson}}**: hints, a quick look at your files, and a real build and run of them.',
    introNoLesson:
      'I help a class that learns Docker: hints, a quick look at your files, and a real build and run of them.',
    commands: [
      '- `/hint` gives you the hint for a TODO: a nudge first, the answer when you open it.',
      '- `/check` looks at your files at once: paste them into a form, or attach them.',
      '- **Apps › Check this Dockerfile**: right click (or hold) a message that has one.',
      '- `/verify` builds and runs your files for real, in a sandbox, and tells you what happened.',
      '- `/cancel` stops a verification that waits or runs.',
      '- `/status` shows how you stand.',
      '- `/explain` says what an error message means, or a word like *layer*.',
      '- `/ask` brings your question, with your files, to a teaching assistant.',
      '- `/link` tells the class list who you are.',
      '- `/my-data` shows what I keep of you, and deletes it when you want.',
      '- Or just send me your files in a DM. Edit the message, and I look again.',
    ].join('\n'),
    forStaff: [
      '**For you as a teaching assistant**',
      '- `/queue` shows what waits and runs, with levers: pause, cancel, promote, retry, drain.',
      '- `/class` draws how far everyone is, and where the class is stuck. `/student` looks one up.',
      '- `/grades`, `/roster` and `/export` keep the gradebook.',
      '- `/announce-lesson` and `/deadline` start a lesson and say when it ends.',
    ].join('\n'),
    privacy:
      '-# **What I keep:** your latest files for the lesson and the versions right before them, your verifications with their results, and which hints you opened, under your Discord id. Teaching assistants of your class can see how you stand; your classmates cannot. Your files are built in a sandbox that is thrown away afterwards. {{until}} With `/my-data` you see it all and can have it deleted.',
    days: 'Files and details go after {{days}} days, results stay for your grade.',
    forEver: 'I keep it until you have it deleted.',
    hint: 'First hint',
    check: 'Check my files',
    status: 'How do I stand?',
  },
});

/** What Dockhand can do, as far as the caller may. */
export function helpMessage(
  locale: Locale,
  who: { readonly guild: string; readonly lesson: Lesson | null } | null,
  isTa: boolean,
  /** Days that files are kept; null: for ever. */
  keepsDays: number | null,
): Message {
  const until = keepsDays === null ? say(locale, 'forEver') : say(locale, 'days', { days: keepsDays });
  const lesson = who?.lesson ?? null;
  const first = lesson?.todos[0];
  const ways =
    who === null
      ? []
      : [
          ...(first === undefined
            ? []
            : [button({ kind: 'hint', todo: first.n, guild: who.guild }, say(locale, 'hint'))]),
          primary({ kind: 'check-form' }, say(locale, 'check')),
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
