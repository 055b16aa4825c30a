import i18next, { type i18n } from 'i18next';
import { filesOfLanguage, type Locale, locales, type Pages } from './languages.ts';
import { typeset } from './typeset.ts';

export {
  acceptedLocale,
  type Locale,
  localeOf,
  locales,
  operatorLocale,
  terminalLocale,
} from './languages.ts';

/*
 * Every text that a person sees comes from one catalogue (i18next). Each room keeps its own pages of it in English
 * beside what they explain: `const say = words('hint', { en: { … } })`. Other languages are folders in this room.
 */

/** Values for the `{{placeholders}}` of a text. */
export type WordingValues = Readonly<Record<string, string | number>>;

/** A text that is not worded yet: plain data, so that it can cross the queue and be worded in the reader's language. */
export interface TranslatableText {
  readonly page: string;
  readonly key: string;
  readonly values: WordingValues;
}

const catalogue: i18n = i18next.createInstance();
void catalogue.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  showSupportNotice: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
} as Parameters<i18n['init']>[0]);

/** The page of a language's folder that has the names of commands and their options, by path: `hint.todo`. */
const commandNames = 'command-names';

/** Languages whose folder has been read: it is, when the first text in it is wanted. */
const read = new Set<Locale>(['en']);

function readLanguage(locale: Locale): void {
  read.add(locale);
  const pages = Object.assign({}, ...filesOfLanguage(locale).values()) as Pages;
  const names = pages[commandNames] ?? {};
  for (const [page, texts] of Object.entries(pages)) {
    const shown = Object.entries(texts).map(([key, text]) => [
      key,
      typeset(locale, withCommandNames(text, names)),
    ]);
    catalogue.addResourceBundle(locale, page, Object.fromEntries(shown));
  }
}

/** Translators write a command as it is called in English, `/grades extend`; people read what Discord calls it in their language. */
const withCommandNames = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replace(/`\/([\w-]+)(?: ([\w-]+))?/g, (_, command: string, part: string | undefined) => {
    const name = names[command] ?? command;
    if (part === undefined) return `\`/${name}`;
    return `\`/${name} ${names[`${command}.${part}`] ?? part}`;
  });

/** i18next infers keys from its own resource types; ours are checked by {@link words} instead. */
const speak = catalogue.t as unknown as (key: string, options: Readonly<Record<string, unknown>>) => string;

/** Words a text in the reader's language. */
export function translate(locale: Locale, { page, key, values }: TranslatableText): string {
  if (!read.has(locale)) readLanguage(locale);
  return speak(key, { ...shown(locale, values), ns: formerNames.get(page) ?? page, lng: locale });
}

const formerNames = new Map<string, string>();

/** Decimal numbers use the language's separator: `4,2`. */
const shown = (locale: Locale, values: WordingValues): WordingValues =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? decimal(locale, value) : value,
    ]),
  );

/** A number in a language's format, without grouping; with `digits` decimals, or as many as it has. */
export const decimal = (locale: Locale, value: number, digits?: number): string =>
  value.toLocaleString(locale, {
    useGrouping: false,
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 10,
  });

type Texts = Readonly<Record<string, string>>;

interface Page<Key extends string> {
  readonly en: Readonly<Record<Key, string>>;
  /** Former names of pages, which still occur in the records. */
  readonly formerly?: string;
}

export interface PageOfWords<Key extends string> {
  /** The text in a language. */
  (locale: Locale, key: Key, values?: WordingValues): string;
  /** The text as data, to be put into words later by {@link translate}. */
  later(key: Key, values?: WordingValues): TranslatableText;
}

/** Adds a page to the catalogue and returns a function that words its texts; the compiler checks its keys. */
export function words<const Key extends string>(page: string, texts: Page<Key>): PageOfWords<Key> {
  if (catalogue.hasResourceBundle('en', page)) throw new Error(`wording: page "${page}" is written twice`);
  catalogue.addResourceBundle('en', page, texts.en);
  places = null;
  if (texts.formerly !== undefined) formerNames.set(texts.formerly, page);
  const say = (locale: Locale, key: Key, values: WordingValues = {}): string =>
    translate(locale, { page, key, values });
  return Object.assign(say, {
    later: (key: Key, values: WordingValues = {}): TranslatableText => ({ page, key, values }),
  });
}

/** The name of a command or option in a language; undefined if it has none. */
export const localizedName = (locale: Locale, path: string): string | undefined =>
  pagesOf(locale)[commandNames]?.[path];

/** The translations of an English text from some pages, by language. */
export function translationsOf(english: string, pages: RegExp): ReadonlyMap<Locale, string> {
  const place = placesOf(english).find(({ page }) => pages.test(page));
  if (place === undefined) return new Map();
  const found = locales.map((locale) => [locale, pagesOf(locale)[place.page]?.[place.key]] as const);
  return new Map(found.filter(hasText));
}

interface TextPlace {
  readonly page: string;
  readonly key: string;
}

/** The pages and keys of each English text; null until needed, and after a page was added. */
let places: ReadonlyMap<string, readonly TextPlace[]> | null = null;

/** The pages and keys of an English text. Indexed, because a bot looks up some hundred texts when it starts. */
function placesOf(english: string): readonly TextPlace[] {
  places ??= Map.groupBy(
    Object.entries(pagesOf('en')).flatMap(([page, texts]) =>
      Object.keys(texts).map((key) => ({ page, key })),
    ),
    ({ page, key }) => pagesOf('en')[page]?.[key] ?? '',
  );
  return places.get(english) ?? [];
}

const hasText = (found: readonly [Locale, string | undefined]): found is readonly [Locale, string] =>
  found[0] !== 'en' && found[1] !== undefined;

/** Every text of a language, page by page, for a test of the wording. */
export const catalogued = (locale: Locale): ReadonlyMap<string, Texts> =>
  new Map(Object.entries(pagesOf(locale)));

function pagesOf(locale: Locale): Readonly<Record<string, Texts>> {
  if (!read.has(locale)) readLanguage(locale);
  return (catalogue.getDataByLanguage(locale) ?? {}) as unknown as Readonly<Record<string, Texts>>;
}
