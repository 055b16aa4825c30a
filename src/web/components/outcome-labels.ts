import type { Outcome, VerdictReason } from '../../submission/verdict.ts';
import { nameReason } from '../../submission/wording/reason-names.ts';
import { type Locale, words } from '../../wording/wording.ts';
import type { StudentRef } from '../views/board-view.ts';
import { type Html, html } from './html.ts';
import { visible } from './text.ts';

const say = words('web.signs', {
  en: {
    passed: 'passed',
    failed: 'not passed',
    error: 'our fault',
    cancelled: 'cancelled',
    todo: 'TODO {{n}}',
    stranger: 'another class',
    nameless: 'student {{tail}}',
  },
});

/** Color is never the only cue: every outcome has a mark and a word. */
const marks: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✕', error: '!', cancelled: '–' };

export const outcomeLabel = (locale: Locale, outcome: Outcome): Html => html`
  <span class=${`sign ${outcome}`}><span aria-hidden="true">${marks[outcome]}</span> ${say(locale, outcome)}</span>
`;

/** Why a verification failed, and at which TODO. */
export const reasonLabel = (locale: Locale, reason: VerdictReason | null, todo: number | null): Html => html`
  <span>
    ${reason === null ? null : html`<span>${nameReason(locale, reason)}</span>`}
    ${todo === null ? null : html` <span class="tag">${say(locale, 'todo', { n: todo })}</span>`}
  </span>
`;

/** A name, or else enough of the ID to tell two users apart. */
export const shownName = (locale: Locale, user: string, name: string | null): string =>
  (name === null ? null : visible(name)) ?? say(locale, 'nameless', { tail: user.slice(-5) });

/** A student's name, linked to the student's page. */
export const studentLink = (locale: Locale, guild: string, who: StudentRef): Html =>
  who === null
    ? html`<span class="quiet">${say(locale, 'stranger')}</span>`
    : html`<a href=${`/s/${guild}/student/${who.user}`}>${shownName(locale, who.user, who.name)}</a>`;
