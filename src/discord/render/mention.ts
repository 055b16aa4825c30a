import { type Locale, words } from '../../wording/wording.ts';
import { askPress } from './ask.ts';
import { button, container, type Message, primary, row, text } from './message.ts';

const say = words('mention', {
  en: {
    there: '-# I answered you in a DM, so that it is yours alone.',
    closed:
      'I answer in DMs, and yours are closed to me. These buttons answer here, and only you see it. Or open your DMs for this server: Privacy Settings › Direct Messages.',
    status: 'Where do I stand?',
    check: 'Check my files',
    ask: 'Ask a human',
  },
});

/** Posted in the channel: the answer is in a DM. */
export const answeredInDm = (locale: Locale): Message => ({ components: [text(say(locale, 'there'))] });

/** Posted in the channel, visible to all: buttons whose answers only the asker sees. */
export const dmsAreClosed = (locale: Locale, guild: string): Message => ({
  components: [
    container('waiting', [text(say(locale, 'closed'))]),
    row([
      primary({ kind: 'check-form' }, say(locale, 'check')),
      button({ kind: 'status', guild, how: 'new' }, say(locale, 'status')),
      button(askPress(guild), say(locale, 'ask')),
    ]),
  ],
});
