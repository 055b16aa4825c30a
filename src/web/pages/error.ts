import { type Locale, words } from '../../wording/wording.ts';
import { plainDocument } from '../components/document.ts';
import { html } from '../components/html.ts';

const say = words('web.problem', {
  en: {
    404: 'There is nothing here',
    '404-about': 'Or it belongs to a server in which you are not a teaching assistant.',
    403: 'That was not accepted',
    '403-about':
      'The form was too old, or it did not come from these pages. Go back, load the page again and repeat it.',
    429: 'Too many tries',
    '429-about': 'Wait a minute, then try it again.',
    503: 'Not possible at the moment',
    '503-about':
      'Something that Dockhand needs does not answer. What students send is recorded all the same.',
    500: 'That went wrong',
    '500-about': 'The fault is on our side, and it is in Dockhand’s log.',
    home: 'To the start',
  },
});

export const errorStatuses = [403, 404, 429, 500, 503] as const;
export type ErrorStatus = (typeof errorStatuses)[number];

export const errorPage = (locale: Locale, problem: ErrorStatus): string =>
  plainDocument(
    locale,
    say(locale, `${problem}`),
    html`
      <h1>${say(locale, `${problem}`)}</h1>
      <p>${say(locale, `${problem}-about`)}</p>
      <p><a href="/">${say(locale, 'home')}</a></p>
    `,
  );
