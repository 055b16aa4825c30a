import { expect, test } from '@jest/globals';
import { productFiles, productTexts } from './product-texts.ts';

/** One word for each thing, and the field's terms: words that are not used, and what is used instead. */
const unsaid: Readonly<Record<string, readonly (readonly [pattern: RegExp, instead: string])[]>> = {
  en: [
    [/\bblanks?\b/i, 'space'],
    [/\banew\b/, 'again'],
    [/\bparted by\b/, 'separated by'],
    [/\bupon\b/i, 'on'],
    [/\bbelongs? into\b/, 'belong in'],
    [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
    [/\bline ends\b/, 'line endings'],
    [/\bhealth check/i, 'healthcheck'],
    [/\b(?:in|out)side of\b/i, 'inside, outside'],
    [/\bfor ever\b/, 'forever'],
    [/\bK(?:i)?B\b/, 'kB'],
    [/\bcontainers? (?:starts?|cannot start) by\b/, 'start with'],
    [/\bHow (?:do I|you) stand\b/, 'Where'],
    // A student may be anybody; the tour has named persons.
    [/\b(?:she|hers?)\b/i, 'they, their'],
  ],
  fr: [
    [/\b[KM]io\b|\bKo\b/, 'ko, Mo'],
    [/\bsoulignés?\b/, 'tiret bas'],
    [/\bcontrôle rapide\b/i, 'vérification rapide'],
    [/\bune espace\b/, 'un espace'],
    [/\bvérifications? (?:complètes?|réelles?)\b|\bvraies vérifications\b/i, 'test complet'],
    [/\baucune étape au-dessus ne s’appelle\b/, 'stage'],
    [/\bhealth check|vérification de santé\b/i, 'healthcheck'],
  ],
};

test.each(Object.keys(unsaid))('Texts in %s call each thing by its one word', (locale) => {
  const said = [...productTexts(locale)].flatMap(([page, texts]) =>
    page.startsWith('try.')
      ? []
      : Object.entries(texts).flatMap(([key, text]) =>
          (unsaid[locale] ?? []).flatMap(([pattern, instead]) => {
            const found = pattern.exec(text.replaceAll(/`[^`]*`/g, ''))?.[0];
            return found === undefined ? [] : [`${page}, ${key}: “${found}”, instead of “${instead}”`];
          }),
        ),
  );
  expect(said).toEqual([]);
});

test('No list is joined by a word of one language', () => {
  // A page of the documentation is in English.
  const joined = productFiles
    .filter(
      ({ path, code }) => !path.endsWith('docs.ts') && /\.join\(\s*['"`] *(?:and|or|et|ou) *['"`]/.test(code),
    )
    .map(({ path }) => path);
  expect(joined).toEqual([]);
});
