import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, type Message, row, text } from '../message.ts';

const say = words('cancel', {
  en: {
    off: 'Stopped. I still have your files.',
    nothing: 'You have no verification that waits or runs.',
    verify: 'Verify my files',
  },
});

const withVerifyButton = (locale: Locale, words: string, guild: string): Message => ({
  components: [
    container('waiting', [text(words)]),
    row([button({ kind: 'verify', guild }, say(locale, 'verify'))]),
  ],
});

/** The student's verification was cancelled. */
export const verificationCancelled = (locale: Locale, guild: string): Message =>
  withVerifyButton(locale, say(locale, 'off'), guild);
/** There is nothing to cancel. */
export const nothingToCancel = (locale: Locale, guild: string): Message =>
  withVerifyButton(locale, say(locale, 'nothing'), guild);
