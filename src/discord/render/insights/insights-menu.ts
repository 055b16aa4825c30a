import { type Locale, words } from '../../../wording/wording.ts';
import { button, container, type Message, primary, row, text } from '../message.ts';

const say = words('insights-menu', {
  en: {
    title: '### Look closer at your own files',
    list: [
      '- **X-ray**: what `docker build` sends, and what `.dockerignore` keeps back',
      '- **Step by step**: what each line makes of your image',
      '- **Predict a rebuild**: you edit a file; which steps run again?',
      '- **Compare**: your Dockerfile on slim, full and alpine',
    ].join('\n'),
    more: 'Look closer',
    xray: 'X-ray',
    layers: 'Step by step',
    rebuild: 'Predict a rebuild',
    compare: 'Compare',
    passedTitle: '### More about your files that passed',
    passedList: [
      '- **Three questions** about your own image',
      '- **Bug hunt**: I hide one mistake in a copy of your files, and you find it',
    ].join('\n'),
    quiz: 'Three questions',
    hunt: 'Bug hunt',
    passedMore: 'More about my files',
  },
});

/** The button that opens the menu of insights into one's own files. */
export const insightsButton = (locale: Locale, guild: string) =>
  button({ kind: 'insights', guild }, say(locale, 'more'));

export const xrayButton = (locale: Locale, guild: string) =>
  button({ kind: 'xray', guild }, say(locale, 'xray'));

/** The same for a submission that passed, with the entries available only then. */
export const passedButton = (locale: Locale, submission: string) =>
  button({ kind: 'more', submission }, say(locale, 'passedMore'));

/** The menu of insights into files that passed. */
export const passedMenu = (locale: Locale, guild: string, submission: string): Message => ({
  components: [
    container('calm', [
      text([say(locale, 'passedTitle'), say(locale, 'passedList'), say(locale, 'list')].join('\n')),
    ]),
    row([
      primary({ kind: 'quiz', submission, n: 0, right: 0 }, say(locale, 'quiz')),
      button({ kind: 'hunt', submission, round: 0 }, say(locale, 'hunt')),
    ]),
    waysRow(locale, guild),
  ],
});

const waysRow = (locale: Locale, guild: string) =>
  row([
    xrayButton(locale, guild),
    ...(['layers', 'rebuild', 'compare'] as const).map((kind) => button({ kind, guild }, say(locale, kind))),
  ]);

/** The menu of insights into one's own files. */
export const insightsMenu = (locale: Locale, guild: string): Message => ({
  components: [
    container('calm', [text(`${say(locale, 'title')}\n${say(locale, 'list')}`)]),
    waysRow(locale, guild),
  ],
});
