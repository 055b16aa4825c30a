import { describe, expect, test } from '@jest/globals';
import { filesOfLanguage, translatedLocales } from '../../src/wording/languages.ts';
import { typeset } from '../../src/wording/typeset.ts';
import { catalogued, translate } from '../../src/wording/wording.ts';
import { productTexts } from './product-texts.ts';

const english = productTexts();

const placeholders = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort();

/** Texts without plural forms: `days_one` and `days_other` are forms of `days`. */
function grouped(texts: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const counted = Object.keys(texts).flatMap((key) => {
    const [, base = '', form] = /^(.*)_(one|other)$/.exec(key) ?? [];
    return form === 'other' || base in texts ? [base] : [];
  });
  const groups = new Map<string, Map<string, string>>();
  for (const [key, text] of Object.entries(texts)) {
    const [, base = key, form = ''] = /^(.*)_(zero|one|two|few|many|other)$/.exec(key) ?? [];
    const group = counted.includes(base) ? base : key;
    const forms = groups.get(group) ?? new Map<string, string>();
    groups.set(group, forms.set(group === key ? '' : form, text));
  }
  return groups;
}

/** The plural forms that a language needs for the numbers that occur. */
function formsOf(locale: string): readonly string[] {
  const rules = new Intl.PluralRules(locale);
  return [...new Set(Array.from({ length: 1_000 }, (_, n) => rules.select(n)))].sort();
}

/** Commands that the reader types are the same in every language. */
const isTyped = (page: string, key: string): boolean =>
  (page.startsWith('failure-') && key === 'next') || (page === 'explained' && key.startsWith('next'));

test('knows the pages of the whole product', () => {
  expect(english.size).toBeGreaterThan(400);
  expect([...english.keys()]).toEqual(
    expect.arrayContaining(['hint', 'rule-ManagePyFound', 'failure-uv-missing', 'cli-check', 'web.board']),
  );
});

describe.each(translatedLocales)('the language %s', (locale) => {
  const files = [...filesOfLanguage(locale)];
  const pages = files
    .flatMap(([, texts]) => Object.entries(texts))
    .filter(([page]) => page !== 'command-names');
  const both = pages.flatMap(([page, texts]) => {
    const original = english.get(page);
    return original === undefined ? [] : [{ page, texts: grouped(texts), original: grouped(original) }];
  });

  test('has each page once', () => {
    const names = pages.map(([page]) => page);
    expect(names.filter((page, at) => names.indexOf(page) !== at)).toEqual([]);
  });

  test('lacks no page', () => {
    const own = new Set(pages.map(([page]) => page));
    expect([...english.keys()].filter((page) => !own.has(page))).toEqual([]);
  });

  test('has no page and no text that the product has not', () => {
    expect(pages.map(([page]) => page).filter((page) => !english.has(page))).toEqual([]);
    expect(
      both.flatMap(({ page, texts, original }) =>
        [...texts.keys()].filter((key) => !original.has(key)).map((key) => `${page}: ${key}`),
      ),
    ).toEqual([]);
  });

  test('lacks no text of its pages', () => {
    expect(
      both.flatMap(({ page, texts, original }) =>
        [...original.keys()]
          .filter((key) => !texts.has(key) && !isTyped(page, key))
          .map((key) => `${page}: ${key}`),
      ),
    ).toEqual([]);
  });

  test('has the plural forms that it needs, and no others', () => {
    const wrong = both.flatMap(({ page, texts, original }) =>
      [...texts].flatMap(([key, forms]) => {
        // If there is a plain text beside "one", it is the form for all other numbers.
        const plain = forms.has('') && forms.size > 1 ? ['other'] : [];
        const counted = [...new Set([...forms.keys(), ...plain])].filter((form) => form !== '').sort();
        const wanted = formsOf(locale);
        const english = original.get(key);
        // A language may need forms that English does not: "3 passed".
        const mayDoWithout = english?.has('other') !== true && english?.has('one') !== true;
        const may = !mayDoWithout || english?.get('')?.includes('{{count}}') === true;
        const right = (mayDoWithout && counted.length === 0) || (may && counted.join() === wanted.join());
        return right ? [] : [`${page}: ${key} (${wanted.join(', ')})`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('has the placeholders of the English text in each of its texts', () => {
    const wrong = both.flatMap(({ page, texts, original }) =>
      [...texts].flatMap(([key, forms]) => {
        const wanted = placeholders([...(original.get(key)?.values() ?? [])].join('\n')).join(', ');
        // "1 minute" may do without the number.
        const odd = [...forms].filter(([form, text]) => {
          const found = placeholders(text);
          return form === 'one' || form === 'zero'
            ? found.some((name) => !wanted.split(', ').includes(name))
            : found.join(', ') !== wanted;
        });
        return odd.length === 0 ? [] : [`${page}: ${key} (${wanted})`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('keeps code as it is typed', () => {
    // Commands and files in backticks are the same in every language; Dockhand's own are recognised by their slash.
    const code = (text: string): readonly string[] =>
      (text.match(/`[^`]+`/g) ?? [])
        .filter((each) => /^`[\w.$-]+(?: [^{}]*)?`$/.test(each) && !/[<…]/.test(each))
        .sort();
    const wrong = both.flatMap(({ page, texts, original }) =>
      [...texts].flatMap(([key, forms]) => {
        const wanted = new Set([...(original.get(key)?.values() ?? [])].flatMap(code));
        const odd = [...forms.values()].flatMap(code).filter((each) => !wanted.has(each));
        return odd.map((each) => `${page}: ${key}: ${each}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('readers get what its files say', () => {
    const [page, texts] = pages[0] ?? ['', {}];
    const [key = '', text = ''] = Object.entries(texts)[0] ?? [];
    expect(catalogued(locale).get(page)?.[key]).toBe(typeset(locale, text));
    expect(translate(locale, { page, key, values: {} })).toBe(typeset(locale, text));
  });
});
