import { describe, expect, test } from '@jest/globals';
import { meansNoDate, parseDateInput } from '../../src/grading/date-input.ts';
import { localeOf } from '../../src/wording/wording.ts';

const french = { zone: 'Europe/Paris', locale: localeOf('fr') };
const english = { zone: 'America/New_York', locale: localeOf('en') };

/** Tuesday, 24 November 2026, 19:00 in Paris, 13:00 in New York. */
const now = Date.UTC(2026, 10, 24, 18, 0);

describe('a date in French', () => {
  test.each([
    ['demain 18h', '2026-11-25T17:00Z'],
    ['demain à 18h30', '2026-11-25T17:30Z'],
    ['Demain, 18 h 30', '2026-11-25T17:30Z'],
    ['après-demain 9h', '2026-11-26T08:00Z'],
    ['apres-demain midi', '2026-11-26T11:00Z'],
    ['demain', '2026-11-25T22:59Z'],
    ['aujourd’hui', '2026-11-24T22:59Z'],
    ["aujourd'hui 23h15", '2026-11-24T22:15Z'],
    ['vendredi', '2026-11-27T22:59Z'],
    ['vendredi prochain à 8h', '2026-11-27T07:00Z'],
    // Today is a Tuesday, and it is past noon.
    ['mardi 20h', '2026-11-24T19:00Z'],
    ['mardi midi', '2026-12-01T11:00Z'],
    ['ven. 18:00', '2026-11-27T17:00Z'],
    ['01/12/2026', '2026-12-01T22:59Z'],
    ['1/12', '2026-12-01T22:59Z'],
    ['01.12.26 18h', '2026-12-01T17:00Z'],
    ['1er décembre à 18h', '2026-12-01T17:00Z'],
    ['mardi 1 décembre 2026', '2026-12-01T22:59Z'],
    ['le 24 novembre', '2026-11-24T22:59Z'],
    ['3 janvier', '2027-01-03T22:59Z'],
    ['2026-12-01 18:00', '2026-12-01T17:00Z'],
    ['2026-12-01 18:00 +00:00', '2026-12-01T18:00Z'],
    ['dans 3 jours', '2026-11-27T18:00Z'],
    ['dans une semaine', '2026-12-01T18:00Z'],
    ['2 h', '2026-11-25T01:00Z'],
    ['dans 2 h', '2026-11-24T20:00Z'],
    ['18h', '2026-11-25T17:00Z'],
    ['20h', '2026-11-24T19:00Z'],
    ['vendredi minuit', '2026-11-27T22:59Z'],
    // The clocks go forward on 28 March 2027: the evening has the summer's offset.
    ['28/03/2027 18:00', '2027-03-28T16:00Z'],
    ['28/03/2027 02:30', '2027-03-28T01:30Z'],
    ['25/10/2026', null],
    ['25/10/2027 02:30', '2027-10-25T00:30Z'],
    ['tomorrow 6pm', '2026-11-25T17:00Z'],
  ])('%j is understood', (written, moment) => {
    const at = parseDateInput(written, now, french);
    // A day that is over is a day all the same; the command refuses it.
    const expected = moment === null ? Date.UTC(2026, 9, 25, 22, 59) : Date.parse(moment);
    expect(at === null ? null : new Date(at).toISOString()).toBe(new Date(expected).toISOString());
  });

  test.each([
    'bientôt',
    '31/02/2027',
    '32 décembre',
    'demain 25h',
    'vendredi vendredi',
    '',
    'à',
    '1 2 3',
    'lundi 18h 19h',
  ])('%j is none', (written) => {
    expect(parseDateInput(written, now, french)).toBeNull();
  });
});

describe('a date in English', () => {
  test.each([
    ['tomorrow 18:00', '2026-11-25T23:00Z'],
    ['friday 6 pm', '2026-11-27T23:00Z'],
    ['next Friday at noon', '2026-11-27T17:00Z'],
    ['December 1', '2026-12-02T04:59Z'],
    ['1st dec 2026 at 9:30am', '2026-12-01T14:30Z'],
    ['13/12/2026', '2026-12-14T04:59Z'],
    ['12/13/2026', '2026-12-14T04:59Z'],
    ['12h', '2026-11-25T06:00Z'],
    ['in a week', '2026-12-01T18:00Z'],
    ['demain 18h', '2026-11-25T23:00Z'],
  ])('%j is understood', (written, moment) => {
    expect(new Date(parseDateInput(written, now, english) ?? 0).toISOString()).toBe(
      new Date(moment).toISOString(),
    );
  });

  test('01/12/2026 could be two days, so it is none', () => {
    expect(parseDateInput('01/12/2026', now, english)).toBeNull();
  });
});

test('“none” and “aucune” mean that there is no date', () => {
  expect([meansNoDate('None', english.locale), meansNoDate(' aucune ', french.locale)]).toEqual([true, true]);
  expect(meansNoDate('friday', english.locale)).toBe(false);
});

test('a long text is read in no time and is none', () => {
  expect(parseDateInput('demain '.repeat(100_000), now, french)).toBeNull();
});
