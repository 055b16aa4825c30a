import i18next, { type i18n } from 'i18next';

/**
 * Every text that a person sees comes from one catalogue (i18next), and each room keeps its own pages of it
 * beside what they explain: `const say = words('hint', { en: { … } })`.
 */
const locales = ['en'] as const;
export type Locale = (typeof locales)[number];

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

/** i18next infers keys from its own resource types; ours are checked by {@link words} instead. */
const speak = catalogue.t as unknown as (key: string, options: Readonly<Record<string, unknown>>) => string;

type Page<Key extends string> = { readonly en: Readonly<Record<Key, string>> };

export interface PageOfWords<Key extends string> {
  /** The text in a language. */
  (locale: Locale, key: Key, values?: WordingValues): string;
  /** The text as data, to be put into words later by {@link translate}. */
  later(key: Key, values?: WordingValues): TranslatableText;
}

/** Adds a page to the catalogue and returns what speaks from it; its keys are checked by the compiler. */
export function words<const Key extends string>(page: string, texts: Page<Key>): PageOfWords<Key> {
  if (catalogue.hasResourceBundle('en', page)) throw new Error(`wording: page "${page}" is written twice`);
  catalogue.addResourceBundle('en', page, texts.en);
  const say = (locale: Locale, key: Key, values: WordingValues = {}): string =>
    speak(key, { ...values, ns: page, lng: locale });
  return Object.assign(say, {
    later: (key: Key, values: WordingValues = {}): TranslatableText => ({ page, key, values }),
  });
}

/** Puts a text into the reader's language. */
export function translate(locale: Locale, text: TranslatableText): string {
  return speak(text.key, { ...text.values, ns: text.page, lng: locale });
}

/** The catalogue's language for what Discord calls a locale (`en-GB`, `fr`, …). */
export function localeOf(discordLocale: string | null | undefined): Locale {
  const language = (discordLocale ?? 'en').slice(0, 2);
  return locales.find((locale) => locale === language) ?? 'en';
}

/** Every text of a language, page by page: what a test of the wording reads. */
export function catalogued(locale: Locale): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const pages = catalogue.getDataByLanguage(locale) ?? {};
  return new Map(Object.entries(pages) as unknown as [string, Readonly<Record<string, string>>][]);
}
