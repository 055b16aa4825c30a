import type { SubmissionRefusal } from '../../../desk/submission-limits.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, type Message, row, text } from '../message.ts';
import { freeAgain } from '../time.ts';

const say = words('not-now', {
  en: {
    title: '### Not yet',
    cooldown:
      'You had a verification a moment ago. You can start the next one {{when}}. Until then `/check` answers at once, as often as you like.',
    'daily-cap-of-one':
      'Your class has one full verification in 24 hours for each student. You can start the next one {{when}}. `/check` has no such limit.',
    'daily-cap':
      'Your class has {{count}} full verifications in 24 hours for each student, and you have used them. You can start the next one {{when}}. `/check` has no such limit.',
    'queue-full':
      'The queue is full: {{count}} verifications wait already, so I cannot take another one now. Please try again in a few minutes. I remember your files until then.',
    again: 'Try again',
    check: 'Check my files',
  },
});

/** Says that no verification is accepted now, and when one will be. Discord renders the time in the reader's time zone. */
export const refusalMessage = (locale: Locale, refusal: SubmissionRefusal, guild: string): Message => ({
  components: [
    container('waiting', [text(`${say(locale, 'title')}\n${why(locale, refusal)}`)]),
    row([
      button({ kind: 'verify', guild }, say(locale, 'again')),
      button({ kind: 'check-form' }, say(locale, 'check')),
    ]),
  ],
});

function why(locale: Locale, refusal: SubmissionRefusal): string {
  switch (refusal.kind) {
    case 'cooldown':
      return say(locale, 'cooldown', { when: freeAgain(refusal.until) });
    case 'daily-cap':
      return say(locale, refusal.perDay === 1 ? 'daily-cap-of-one' : 'daily-cap', {
        count: refusal.perDay,
        when: freeAgain(refusal.until),
      });
    case 'queue-full':
      return say(locale, 'queue-full', { count: refusal.waiting });
  }
}
