import type { Locale } from '../wording/wording.ts';
import { type DateWord, dateWords, dayOrder, folded, type SpanUnit } from './date-words.ts';
import { daysLater, momentOf, type WallTime, wallTime, weekdayOf } from './time-zone.ts';

/** Units of durations, in milliseconds. */
const spans: Readonly<Record<SpanUnit, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Ten years. Anything further away is a typo. */
const furthest = 3_650 * spans.d;

/** The writer's time zone, and their language, whose words take precedence. */
export interface DateWriter {
  /** An IANA time zone. */
  readonly zone: string;
  readonly locale: Locale;
}

const inUtc: DateWriter = { zone: 'UTC', locale: 'en' };

/**
 * Parses a date as people write it, in any supported language: `2026-12-01 18:00`, `2026-12-01` (the end of that day), `tomorrow 18h`,
 * `vendredi`, `1 décembre à 18h30`, `01/12/2026`, a Discord timestamp `<t:1764612000>`, or relative to now: `in 3 days`, `+90m`, `2w`.
 * Times are in the writer's time zone unless they name another: `…+01:00`, `Z`.
 *
 * @returns Unix milliseconds; null if the text cannot be parsed, is ambiguous, or names a day that does not exist
 */
export function parseDateInput(written: string, now: number, writer: DateWriter = inUtc): number | null {
  const text = folded(written.slice(0, 100)).trim();
  const stamp = /^<t:(\d{1,13})(?::[a-z])?>$/.exec(text);
  if (stamp?.[1] !== undefined) return within(Number(stamp[1]) * 1000, now);
  const exact = exactMoment(text);
  if (exact !== undefined) return exact === null ? null : within(exact, now);
  const tokens = tokensOf(text, writer.locale);
  if (tokens === null) return null;
  const span = isTimeOfDay(tokens, text, writer.locale) ? null : spanOf(tokens);
  const at = span === null ? wallMoment(tokens, now, writer) : now + span;
  return at === null ? null : within(at, now);
}

/** Whether the text says that there is no date. */
export function meansNoDate(written: string, locale: Locale): boolean {
  return dateWords(locale).get(folded(written.slice(0, 100)).trim())?.is === 'none';
}

const within = (at: number, now: number): number | null =>
  Number.isFinite(at) && Math.abs(at - now) <= furthest ? at : null;

/** Parses a date with its own time zone; undefined if it has none. */
function exactMoment(text: string): number | null | undefined {
  const date = /^(\d{4})-(\d{2})-(\d{2})[t\s]+(\d{1,2}):(\d{2})(?::\d{2})?\s*(z|utc|[+-]\d{2}:?\d{2})$/.exec(
    text,
  );
  if (date === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = date.slice(1, 6).map(Number);
  const at = momentOf({ year, month, day, hour, minute }, 'UTC');
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(date[6] ?? '');
  if (at === null || offset === null) return at;
  const shift = (Number(offset[2]) * 60 + Number(offset[3])) * 60_000;
  return offset[1] === '-' ? at + shift : at - shift;
}

type DateToken =
  | DateWord
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'date'; readonly parts: readonly [number, number, number | null] }
  | { readonly is: 'iso'; readonly year: number; readonly month: number; readonly day: number };

/** Splits a text into tokens; null if it contains an unknown word. */
function tokensOf(text: string, locale: Locale): readonly DateToken[] | null {
  const known = dateWords(locale);
  const pieces = text
    .replace(/^\+/, '')
    .replace(/(\d{4}-\d{2}-\d{2})t(?=\d)/, '$1 ')
    // "6 pm" and "18 h 30" count as single words.
    .replace(/(\d)\s+(am|pm)\b/g, '$1$2')
    .replace(/(\d)\s*h\s*(\d{2})\b/g, '$1h$2')
    .split(/[\s,]+/)
    .filter((piece) => piece !== '');
  const tokens = pieces.flatMap((piece) => tokenOf(piece, known));
  // French "à", without its accent, looks like English "a". Before a number it has no meaning.
  const saying = tokens.filter((token, n) => token?.is !== 'one' || tokens[n + 1]?.is === 'unit');
  return saying.every((token) => token !== null) ? saying : null;
}

function tokenOf(piece: string, known: ReadonlyMap<string, DateWord>): readonly (DateToken | null)[] {
  const word = known.get(piece) ?? known.get(piece.replace(/\.$/, ''));
  if (word !== undefined) return word.is === 'filler' ? [] : [word];
  const time = timeOf(piece);
  if (time !== null) return [time];
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(piece);
  if (iso !== null) return [{ is: 'iso', year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }];
  const date = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?$/.exec(piece);
  if (date !== null) return [{ is: 'date', parts: [Number(date[1]), Number(date[3]), yearOf(date[4])] }];
  const ordinal = /^(\d{1,5})(?:er|st|nd|rd|th|e)?$/.exec(piece);
  if (ordinal !== null) return [{ is: 'number', value: Number(ordinal[1]) }];
  const [, amount, unit = ''] = /^(\d{1,5})([a-z]+)$/.exec(piece) ?? [];
  const span = known.get(unit);
  return amount === undefined || span?.is !== 'unit'
    ? [null]
    : [{ is: 'number', value: Number(amount) }, span];
}

const yearOf = (written: string | undefined): number | null =>
  written === undefined ? null : Number(written) + (written.length === 2 ? 2_000 : 0);

/** Parses `18:00`, `18h30` or `6pm`. The meaning of `18h` alone depends on the words around it. */
function timeOf(piece: string): Extract<DateToken, { readonly is: 'time' }> | null {
  const [, hours, minutes = '0', half] = /^(\d{1,2})(?:[:h](\d{2})(?::\d{2})?)?(am|pm)?$/.exec(piece) ?? [];
  if (hours === undefined || (!/[:h]/.test(piece) && half === undefined)) return null;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'pm' ? 12 : 0);
  return { is: 'time', hour, minute: Number(minutes) };
}

/** Length of `3 days`, `a week` or `90m`, in milliseconds; null if it is not a duration. */
function spanOf(tokens: readonly DateToken[]): number | null {
  const [amount, unit, ...rest] = tokens;
  if (unit?.is !== 'unit' || rest.length > 0) return null;
  if (amount?.is === 'number') return amount.value * spans[unit.unit];
  return amount?.is === 'one' ? spans[unit.unit] : null;
}

/** `18h` is a time of day, except in English. `+18h` and `dans 18h` are durations in every language. */
const isTimeOfDay = ([amount]: readonly DateToken[], text: string, locale: Locale): boolean =>
  locale !== 'en' && amount?.is === 'number' && amount.value < 24 && /^(?:a\s+)?\d{1,2}\s*h$/.test(text);

/** Parses a day and a time of day in the writer's time zone. */
function wallMoment(tokens: readonly DateToken[], now: number, { zone, locale }: DateWriter): number | null {
  const { time, rest } = withoutTime(tokens);
  if (time !== null && (time.hour > 23 || time.minute > 59)) return null;
  const today = wallTime(now, zone);
  const clock = time ?? { hour: 23, minute: 59 };
  const on = (day: WallTime): number | null => momentOf({ ...day, ...clockOf(clock) }, zone);
  if (rest.length === 0) return time === null ? null : soonest([today, daysLater(today, 1)].map(on), now);
  const [first] = rest;
  if (rest.length === 1 && first?.is === 'day') return on(daysLater(today, first.ahead));
  if (rest.length === 1 && first?.is === 'weekday') {
    const ahead = (first.weekday - weekdayOf(today) + 7) % 7;
    return soonest([daysLater(today, ahead), daysLater(today, ahead + 7)].map(on), now);
  }
  return dateMoment(rest, { today, on, now, locale });
}

const clockOf = ({ hour, minute }: { readonly hour: number; readonly minute: number }) => ({ hour, minute });

const soonest = (moments: readonly (number | null)[], now: number): number | null =>
  moments.find((at) => at !== null && at >= now) ?? null;

/** Separates the time of day from the other tokens: `18:00`, or a number followed by `h`. */
function withoutTime(tokens: readonly DateToken[]): {
  readonly time: { readonly hour: number; readonly minute: number } | null;
  readonly rest: readonly DateToken[];
} {
  const at = tokens.findIndex(({ is }) => is === 'time');
  const time = tokens[at];
  if (time?.is === 'time') return { time, rest: tokens.toSpliced(at, 1) };
  const unit = tokens.findIndex((token) => token.is === 'unit' && token.unit === 'h');
  const hour = tokens[unit - 1];
  if (hour?.is !== 'number') return { time: null, rest: tokens };
  return { time: { hour: hour.value, minute: 0 }, rest: tokens.toSpliced(unit - 1, 2) };
}

interface DayContext {
  readonly today: WallTime;
  readonly on: (day: WallTime) => number | null;
  readonly now: number;
  readonly locale: Locale;
}

/** Parses `2026-12-01`, `01/12/2026`, `1 december 2026` or `dec 1`, optionally after a weekday. */
function dateMoment(tokens: readonly DateToken[], context: DayContext): number | null {
  const { today, on, now, locale } = context;
  const [first, second, third, ...more] = tokens.filter(({ is }, n) => n > 0 || is !== 'weekday');
  if (first === undefined || more.length > 0) return null;
  const onDay = (day: number, month: number, year: number | null): number | null => {
    if (year !== null) return on({ ...today, year, month, day });
    return soonest(
      [today.year, today.year + 1].map((each) => on({ ...today, year: each, month, day })),
      now,
    );
  };
  if (first.is === 'iso' && second === undefined) return onDay(first.day, first.month, first.year);
  if (first.is === 'date' && second === undefined) {
    const [one, other, year] = first.parts;
    const order = dayOrder(locale);
    // In languages without a fixed order, an ambiguous date is rejected.
    if (order === 'unsaid' && one <= 12 && other <= 12 && one !== other) return null;
    return order === 'month-day' || (order === 'unsaid' && other > 12)
      ? onDay(other, one, year)
      : onDay(one, other, year);
  }
  const year = third?.is === 'number' ? third.value : null;
  if (third !== undefined && year === null) return null;
  if (first.is === 'number' && second?.is === 'month') return onDay(first.value, second.month, year);
  if (first.is === 'month' && second?.is === 'number') return onDay(second.value, first.month, year);
  return null;
}
