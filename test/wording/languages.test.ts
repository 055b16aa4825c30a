import { describe, expect, test } from '@jest/globals';
import { acceptedLocale, localeOf, locales, terminalLocale } from '../../src/wording/wording.ts';

describe('the language of a reader', () => {
  test('a reader’s language is found for the tags that Discord, browsers and terminals use', () => {
    expect(locales).toEqual(expect.arrayContaining(['en', 'fr']));
    for (const tag of ['fr', 'fr-FR', 'FR-ca', 'fr_BE.UTF-8', 'fr.UTF-8']) expect(localeOf(tag)).toBe('fr');
    for (const tag of ['en-GB', 'C', 'POSIX', 'C.UTF-8', '', null, undefined, 'xx', 'frr', '../fr'])
      expect(localeOf(tag)).toBe('en');
  });

  test('a browser’s language is the one that it likes most of those that there are', () => {
    expect(acceptedLocale('fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5')).toBe('fr');
    expect(acceptedLocale('de, fr;q=0.4, en;q=0.6')).toBe('en');
    expect(acceptedLocale('de;q=1, fr;q=0.3')).toBe('fr');
    expect(acceptedLocale('fr;q=0, de')).toBe('en');
    expect(acceptedLocale('en-US,en;q=0.9,fr;q=0.8')).toBe('en');
    expect(acceptedLocale(undefined)).toBe('en');
    expect(acceptedLocale(`${'x,'.repeat(9_000)}fr`)).toBe('en');
  });

  test('LC_ALL decides a terminal’s language, then LC_MESSAGES, then LANG', () => {
    expect(terminalLocale({ LANG: 'fr_FR.UTF-8' })).toBe('fr');
    expect(terminalLocale({ LANG: 'fr_FR.UTF-8', LC_ALL: 'C' })).toBe('en');
    expect(terminalLocale({ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'fr_CA', LC_ALL: '' })).toBe('fr');
    expect(terminalLocale({})).toBe('en');
  });
});
