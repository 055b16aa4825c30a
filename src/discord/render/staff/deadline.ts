import type { Lesson } from '../../../lesson/lesson.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, cut, type Message, primary, row, text } from '../message.ts';
import { quote } from '../quote.ts';
import { stamp } from '../time.ts';

const say = words('deadline', {
  en: {
    lesson: '## 📦 {{title}}',
    starts: 'It starts {{when}} ({{relative}}).',
    due: 'It is due {{when}} ({{relative}}).',
    how: 'Send me your files in a DM or with `/check`, ask for a hint with `/hint`, and let it be really built and run with `/verify`. Stuck? `/ask` brings a human.',
    reminder:
      '### ⏰ {{title}} is due {{relative}}\nThat is {{when}}. Your last verification has not passed yet, and there is still time. Shall I have a look?',
    hint: 'Check my files',
    status: 'Where do I stand?',
    stop: 'No more reminders',
    stopped: 'I will not remind you any more. With the button I start again.',
    again: 'Remind me again',
    started: 'I will remind you again.',
  },
});

/** Announces in the class channel that a lesson begins. */
export const announcement = (
  locale: Locale,
  lesson: Pick<Lesson, 'title' | 'objectives'>,
  when: { readonly startsAt: number | null; readonly dueAt: number | null },
  words: string | null,
): Message => ({
  components: [
    container('calm', [
      text(
        cut(
          [
            say(locale, 'lesson', { title: quote(lesson.title, 200) }),
            ...(words === null ? [] : [quote(words, 1000)]),
            ...lesson.objectives.slice(0, 8).map((objective) => `- ${quote(objective, 200)}`),
            ...(when.startsAt === null
              ? []
              : [say(locale, 'starts', { when: stamp(when.startsAt, 'F'), relative: stamp(when.startsAt) })]),
            ...(when.dueAt === null
              ? []
              : [say(locale, 'due', { when: stamp(when.dueAt, 'F'), relative: stamp(when.dueAt) })]),
            `-# ${say(locale, 'how')}`,
          ].join('\n'),
          3500,
        ),
      ),
    ]),
  ],
});

/** A friendly reminder for a student who has not passed, with a button to turn reminders off. */
export const reminderMessage = (
  locale: Locale,
  guild: string,
  lesson: Pick<Lesson, 'title'>,
  dueAt: number,
): Message => ({
  components: [
    container('waiting', [
      text(
        say(locale, 'reminder', {
          title: quote(lesson.title, 200),
          when: stamp(dueAt, 'F'),
          relative: stamp(dueAt),
        }),
      ),
    ]),
    row([
      primary({ kind: 'check-form' }, say(locale, 'hint')),
      button({ kind: 'status', guild, how: 'new' }, say(locale, 'status')),
      button({ kind: 'reminders', guild, how: 'off' }, say(locale, 'stop')),
    ]),
  ],
});

export const remindersSet = (locale: Locale, guild: string, on: boolean): Message => ({
  components: [
    container('calm', [text(say(locale, on ? 'started' : 'stopped'))]),
    ...(on ? [] : [row([button({ kind: 'reminders', guild, how: 'on' }, say(locale, 'again'))])]),
  ],
});
