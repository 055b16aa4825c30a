import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Locales } from '../../../src/discord/notifications/locales.ts';
import type { Records } from '../../../src/records/records.ts';
import { openRecords } from '../../../src/records/storage/open-records.ts';
import { localeOf } from '../../../src/wording/wording.ts';
import { silent } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

let records: Records;
let written: [string, string][];
const watched = () => ({
  people: {
    ...records.people,
    setLocale: async (user: string, locale: string) => {
      written.push([user, locale]);
      await records.people.setLocale(user, locale);
    },
  },
});
const recordedAs = (locale: string) =>
  until(
    () => records.people.locale('1'),
    (found) => found === locale,
  );

beforeEach(async () => {
  records = await openRecords(':memory:');
  written = [];
});
afterEach(() => records.close());

test('records a language only when it is new or has changed', async () => {
  const locales = new Locales(watched(), silent);
  for (let i = 0; i < 20; i += 1) locales.note('1', 'en-GB');
  await recordedAs('en-GB');
  locales.note('1', 'de');
  await recordedAs('de');
  expect(written).toEqual([
    ['1', 'en-GB'],
    ['1', 'de'],
  ]);
});

test('records the language with the next interaction when the records were away', async () => {
  let away = true;
  const locales = new Locales(
    {
      people: {
        ...records.people,
        setLocale: async (user, locale) => {
          if (away) throw new Error('away');
          await records.people.setLocale(user, locale);
        },
      },
    },
    silent,
  );
  locales.note('1', 'fr');
  await new Promise((resolve) => setTimeout(resolve, 20));
  away = false;
  locales.note('1', 'fr');
  await recordedAs('fr');
});

test('falls back to English for unknown and unsupported languages', async () => {
  const locales = new Locales(watched(), silent);
  expect(await locales.of('7')).toBe('en');
  locales.note('7', 'xx');
  expect(await locales.of('7')).toBe('en');
  const broken = new Locales(
    {
      people: {
        ...records.people,
        locale: () => Promise.reject(new Error('away')),
        setLocale: async () => {},
      },
    },
    silent,
  );
  expect(await broken.of('7')).toBe('en');
});

test('The language of a class is what it has chosen, else the one that is usual where it is asked', () => {
  const chosen: Readonly<Record<string, string>> = { '1': 'fr', '2': 'de', '3': 'en-GB' };
  const locales = new Locales(records, silent, (guild) => chosen[guild] ?? null);
  const fr = localeOf('fr');
  expect(['1', '2', '3', '4'].map((guild) => locales.ofClass(guild))).toEqual([fr, 'en', 'en', 'en']);
  expect(['1', '3', '4'].map((guild) => locales.ofClass(guild, fr))).toEqual([fr, 'en', fr]);
});
