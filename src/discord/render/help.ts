import type { Lesson } from '../../lesson/lesson.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { button, container, cut, line, type Message, primary, row, text } from './message.ts';

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
      '- `/status` shows how you stand.',
      '- Or just send me your files in a DM. Edit the message, and I look again.',
    ].join('\n'),
    queue:
      '- `/queue` shows what waits, what runs and what is done. You see it because you are a teaching assistant.',
    privacy:
      '-# **What I keep:** your latest files for the lesson, your verifications with their results, and which hints you opened, under your Discord id. Teaching assistants of your class can see how you stand; your classmates cannot. Your files are built in a sandbox that is thrown away afterwards.',
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
): Message {
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
        text(isTa ? `${say(locale, 'commands')}\n${say(locale, 'queue')}` : say(locale, 'commands')),
        line(),
        text(say(locale, 'privacy')),
      ]),
      ...(ways.length === 0 ? [] : [row(ways)]),
    ],
  };
}
