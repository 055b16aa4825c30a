import { expect, test } from '@jest/globals';
import { alertMessage } from '../../../src/discord/render/staff/alert.ts';
import { classMessage } from '../../../src/discord/render/staff/class.ts';
import { whyOf } from '../../../src/discord/render/staff/why.ts';
import { alertsOf, quietSignals } from '../../../src/grading/alerts.ts';
import { viewClass } from '../../../src/grading/class-view.ts';
import { reasons } from '../../../src/submission/verdict.ts';
import { nameReason } from '../../../src/submission/wording/reason-names.ts';
import { sayReason } from '../../../src/submission/wording/reasons.ts';
import { locales } from '../../../src/wording/wording.ts';
import { verdictOf } from '../../support/verdicts.ts';

const now = 1_000_000_000;
const ids = reasons.filter((reason) => reason.includes('-'));
const failure = { todo: 5, reason: 'not-executable' } as const;

test.each(locales)('Staff read in words why students fail, in an alert and of a class: %s', (locale) => {
  const failures = Array.from({ length: 6 }, (_, i) => ({ user: `u${i}`, at: now, ...failure }));
  const [alert] = alertsOf({ ...quietSignals, now, workers: 1, failures });
  if (alert === undefined) throw new Error('nothing was raised');
  const view = viewClass({
    guild: 'g',
    lesson: { slug: 'l', title: 'L', todos: [{ n: 5, title: 'Start it' }] },
    facts: failures.map(({ user }) => ({
      ...{ user, name: user, number: null, section: null, todos: {}, attempts: 1, passedAt: null },
      ...{ latest: { at: now, outcome: 'failed' as const, failure }, lastAt: now },
    })),
    now,
  });
  for (const message of [alertMessage(locale, alert), classMessage(locale, view, 'light', null)]) {
    const shown = JSON.stringify(message);
    expect(shown).toContain(nameReason(locale, 'not-executable'));
    expect(ids.filter((id) => shown.includes(id))).toEqual([]);
  }
});

test.each(locales)('Each reason has a name of its own in a table: %s', (locale) => {
  const names = reasons.map((reason) => nameReason(locale, reason));
  expect(new Set(names).size).toBe(reasons.length);
  expect(names.filter((name) => name.length > 60)).toEqual([]);
});

test.each([
  ['a run that passed', null, null, null],
  ['a run that broke down without a sentence', 'no-box', null, 'no box was free'],
  [
    'a run with a sentence',
    'not-executable',
    sayReason.later('not-executable', { file: '/go.sh' }),
    'The container cannot start because `/go.sh` is not executable. `chmod +x` makes it so.',
  ],
] as const)('Staff read why of %s', (_, reason, explanation, said) => {
  expect(whyOf('en', { ...verdictOf('passed'), reason, explanation }, 300)).toBe(said);
});
