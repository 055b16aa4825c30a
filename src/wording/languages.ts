import { readdirSync, readFileSync } from 'node:fs';

/**
 * The languages: English stands beside what it explains, every other language is one folder here. Its files hold pages
 * (`{ "hint": { "title": "…" } }`); how they are divided into files is for the reader's sake only.
 */
declare const folderOfTexts: unique symbol;

/** A language of which there are texts: English, or one that has a folder. */
export type Locale = 'en' | (string & { readonly [folderOfTexts]: true });

/** Texts by page and key. */
export type Pages = Readonly<Record<string, Readonly<Record<string, string>>>>;

const here = new URL('./', import.meta.url);

/** The languages that have a folder. */
export const translatedLocales: readonly Locale[] = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name as Locale);

export const locales: readonly Locale[] = ['en', ...translatedLocales];

/**
 * What a language's folder holds, file by file.
 * @throws SyntaxError for a file that is not JSON
 */
export function filesOfLanguage(locale: Locale): ReadonlyMap<string, Pages> {
  const folder = new URL(`${locale}/`, here);
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Pages]),
  );
}

/** The language for a tag such as `en-GB`, `fr` or `fr_FR.UTF-8`: the very one, else its language, else English. */
export function localeOf(tag: string | null | undefined): Locale {
  const wanted = (tag ?? '').split('.', 1)[0]?.replace('_', '-').toLowerCase() ?? '';
  const [language] = wanted.split('-', 1);
  return (
    locales.find((locale) => locale.toLowerCase() === wanted) ??
    locales.find((locale) => locale.toLowerCase() === language) ??
    'en'
  );
}

/** The language that a browser likes most of those that there are (`Accept-Language`, RFC 9110). */
export function acceptedLocale(header: string | undefined): Locale {
  const tags = (header ?? '').slice(0, 500).split(',').map(weighted);
  const liked = tags.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  const known = liked.find(({ tag }) => /^en\b/i.test(tag) || localeOf(tag) !== 'en');
  return localeOf(known?.tag);
}

function weighted(item: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = item.split(';').map((part) => part.trim());
  const weight = parameters.find((each) => each.startsWith('q='))?.slice(2);
  return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 };
}

/** The language of a terminal, where the environment names it as POSIX says. */
export function terminalLocale(environment: Readonly<Record<string, string | undefined>>): Locale {
  const { LC_ALL: all, LC_MESSAGES: messages, LANG: language } = environment;
  return localeOf([all, messages, language].find((value) => value));
}

/** The operator's language: that of the terminal that this process was started from. */
export const operatorLocale: Locale = terminalLocale(process.env);
