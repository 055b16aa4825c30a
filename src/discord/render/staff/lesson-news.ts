import type { Lesson } from '../../../lesson/lesson.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { customId, customIdOfLesson } from '../custom-id.ts';
import { button, container, type Message, row, text } from '../message.ts';
import { quote } from '../quote.ts';

const say = words('lesson-news', {
  en: {
    arrived:
      '📘 There is a new lesson: **{{lesson}}** (`{{slug}}`). `/lesson` with `choose` puts the class on it.',
    notReady:
      '-# Its images and its build cache are made by the set-up, which has not run since. Until it has, each verification fetches and builds them for itself, which takes minutes. On the machines that verify, type `{{app}}`, or `{{worker}}` where there is only a worker.',
    gone: '📘 **{{lesson}}** (`{{slug}}`) is not in the lessons’ folder any more, and this class is at it. Put it back, or choose another one with `/lesson`.',
    corrected:
      '📘 **{{lesson}}** (`{{slug}}`) was changed. From now on I answer and verify by the new version.',
    results_one:
      '1 student has a result from before. It stays as it is. To see whether it would change, try it out.',
    results_other:
      '{{count}} students have results from before. They stay as they are. To see whose would change, try it out.',
    results:
      '{{count}} students have results from before. They stay as they are. To see whose would change, try it out.',
    tryOut: 'Try it out',
  },
});

/** Commands that prepare a machine for the current lessons. */
const setUp = { app: 'node setup/main.js app', worker: 'node setup/main.js worker' };

type Named = Pick<Lesson, 'slug' | 'title'>;

const names = ({ slug, title }: Named) => ({ slug, lesson: quote(title, 120) });

export const lessonArrived = (locale: Locale, lesson: Named): Message => ({
  components: [text(`${say(locale, 'arrived', names(lesson))}\n${say(locale, 'notReady', setUp)}`)],
});

export const lessonGone = (locale: Locale, lesson: Named): Message => ({
  components: [container('waiting', [text(say(locale, 'gone', names(lesson)))])],
});

/** `students`: how many have a result from an earlier version. */
export function lessonCorrected(locale: Locale, lesson: Named, students: number): Message {
  const news = say(locale, 'corrected', names(lesson));
  if (students === 0) return { components: [text(news)] };
  const start = button({ kind: 'regrade', act: 'start' }, say(locale, 'tryOut'));
  const id = customIdOfLesson(customId({ kind: 'regrade', act: 'start' }), lesson.slug);
  return {
    components: [
      container('calm', [text(`${news}\n${say(locale, 'results', { count: students })}`)]),
      row([{ ...start, custom_id: id } as typeof start]),
    ],
  };
}
