import { type Locale, locales, words } from '../wording/wording.ts';

/**
 * Words that people use in dates. Each text is a list of words separated by spaces; the names of weekdays and months come from Intl.
 * `order` says how to read 01/12/2026: `day-month`, `month-day`, or `unsaid` if the language has no fixed order.
 */
const say = words('date-words', {
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    overmorrow: 'overmorrow',
    m: 'm min mins minute minutes',
    h: 'h hour hours',
    d: 'd day days',
    w: 'w week weeks',
    one: 'a an one',
    noon: 'noon',
    midnight: 'midnight',
    none: 'none no never',
    fillers: 'in at on the by next this',
    order: 'unsaid',
  },
});

export type SpanUnit = 'm' | 'h' | 'd' | 'w';
export type DateWord =
  | { readonly is: 'day'; readonly ahead: number }
  | { readonly is: 'weekday'; readonly weekday: number }
  | { readonly is: 'month'; readonly month: number }
  | { readonly is: 'unit'; readonly unit: SpanUnit }
  | { readonly is: 'time'; readonly hour: number; readonly minute: number }
  | { readonly is: 'one' | 'none' | 'filler' };

/** Removes accents and case, so that `Décembre` and `decembre` are the same word. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();

const known = new Map<Locale, ReadonlyMap<string, DateWord>>();

/** The words of all languages. If a word exists in several, the reader's language takes precedence. */
export function dateWords(reader: Locale): ReadonlyMap<string, DateWord> {
  const before = known.get(reader);
  if (before !== undefined) return before;
  const all = new Map(
    [...locales.filter((each) => each !== reader), reader].flatMap((each) => [...wordsOf(each)]),
  );
  known.set(reader, all);
  return all;
}

export type DayOrder = 'day-month' | 'month-day' | 'unsaid';

export function dayOrder(reader: Locale): DayOrder {
  const order = say(reader, 'order');
  return order === 'day-month' || order === 'month-day' ? order : 'unsaid';
}

function wordsOf(locale: Locale): readonly (readonly [string, DateWord])[] {
  const list = (key: Parameters<typeof say>[1], word: DateWord): readonly (readonly [string, DateWord])[] =>
    folded(say(locale, key))
      .split(' ')
      .filter((each) => each !== '')
      .map((each) => [each, word] as const);
  const units = (['m', 'h', 'd', 'w'] as const).flatMap((unit) => list(unit, { is: 'unit', unit }));
  return [
    ...list('fillers', { is: 'filler' }),
    ...list('one', { is: 'one' }),
    ...list('none', { is: 'none' }),
    ...list('today', { is: 'day', ahead: 0 }),
    ...list('tomorrow', { is: 'day', ahead: 1 }),
    ...list('overmorrow', { is: 'day', ahead: 2 }),
    // As a deadline, midnight is the end of the day.
    ...list('midnight', { is: 'time', hour: 23, minute: 59 }),
    ...list('noon', { is: 'time', hour: 12, minute: 0 }),
    ...units,
    ...names(locale),
  ];
}

/** Names of weekdays and months, short and long. */
function names(locale: Locale): readonly (readonly [string, DateWord])[] {
  const name = (at: number, options: Intl.DateTimeFormatOptions): string =>
    folded(new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at)).replaceAll('.', '');
  return (['short', 'long'] as const).flatMap((length) => [
    // 4 January 2026 was a Sunday.
    ...Array.from({ length: 7 }, (_, weekday) => {
      const at = Date.UTC(2026, 0, 4 + weekday);
      return [name(at, { weekday: length }), { is: 'weekday', weekday }] as const;
    }),
    ...Array.from({ length: 12 }, (_, month) => {
      const at = Date.UTC(2026, month, 1);
      return [name(at, { month: length }), { is: 'month', month: month + 1 }] as const;
    }),
  ]);
}
