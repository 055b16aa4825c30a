import { type Locale, words } from '../../wording/wording.ts';
import { button, container, type Message, row, text } from './message.ts';

const say = words('insights-menu', {
  en: {
    title: '### Look closer at your own files',
    list: '- **X-ray**: what `docker build` sends, and what `.dockerignore` keeps back',
    more: 'Look closer',
    xray: 'X-ray',
  },
});

/** The button that leads to all ways to look closer at one's own files. */
export const insightsButton = (locale: Locale, guild: string) =>
  button({ kind: 'insights', guild }, say(locale, 'more'));

export const xrayButton = (locale: Locale, guild: string) =>
  button({ kind: 'xray', guild }, say(locale, 'xray'));

/** The ways to look closer at one's own files. */
export const insightsMenu = (locale: Locale, guild: string): Message => ({
  components: [
    container('calm', [text(`${say(locale, 'title')}\n${say(locale, 'list')}`)]),
    row([xrayButton(locale, guild)]),
  ],
});
