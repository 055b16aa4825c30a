import { fine, notKnown, type Reading, refused } from './reading.ts';

const months = 'january february march april may june july august september october november december';
const days = 'sunday monday tuesday wednesday thursday friday saturday tues wednes thur thurs';
const units = 'year month fortnight week day hour minute min second sec';
const order = 'last this next first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth';
const zones = 'gmt ut utc wet west bst art brt brst nst ndt ast adt clt clst est edt cst cdt mst mdt pst pdt';
const more = 'cet cest met mez mest mesz eet eest cat sast eat msk msd ist sgt kst jst gst nzst nzdt';

/** All words that `date -d` knows. With any other word, the text is not a valid date. */
const vocabulary = new Set([
  ...`${months} ${days} ${order} ${zones} ${more}`.split(' '),
  ...months.split(' ').map((month) => month.slice(0, 3)),
  ...days.split(' ').map((day) => day.slice(0, 3)),
  ...units.split(' ').flatMap((unit) => [unit, `${unit}s`]),
  ...'sept tomorrow yesterday today now ago hence am pm dst'.split(' '),
]);

const month = `(?:${[...months.split(' '), ...months.split(' ').map((each) => each.slice(0, 3))].join('|')})`;
const day = '(?:(?:sun|mon|tues|wednes|thurs|fri|satur)day|sun|mon|tue|wed|thu|fri|sat)';
const unit = `(?:${units.split(' ').join('|')})s?`;

/** The parts of a date. Each kind may occur once, `relative` any number of times. */
const parts: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['date', /^(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[ t])/],
  ['date', /^(\d{4})\/(\d{1,2})\/(\d{1,2})(?=$| )/],
  ['date', /^(\d{4})(\d{2})(\d{2})(?=$| )/],
  ['time', /^t?\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?: ?[ap]m)?(?=$|[ z+-])/],
  ['time', /^(?:1[0-2]|0?[1-9]) ?[ap]m(?=$| )/],
  ['zone', /^(?:utc|gmt|z|[+-]\d{2}:?\d{2})(?=$| )/],
  ['relative', new RegExp(`^[+-]? ?\\d{1,6} ?${unit}(?: ago)?(?=$| )`)],
  ['relative', new RegExp(`^(?:last|next|this) ${unit}(?=$| )`)],
  ['relative', /^(?:now|today|yesterday|tomorrow)(?=$| )/],
  ['day', new RegExp(`^(?:(?:last|next|this) )?${day}(?:,?(?=$| ))`)],
  ['date', new RegExp(`^(?:\\d|[12]\\d) ${month}(?: \\d{4})?(?=$| )`)],
  ['date', new RegExp(`^${month} (?:\\d|[12]\\d)(?:,? \\d{4})?(?=$| )`)],
];

/** Checks a date as `date -d` and `touch -d` parse it. */
export function dateReading(written: string): Reading {
  const text = written.trim().toLowerCase().replace(/\s+/g, ' ');
  const strange = [...text.slice(0, 500).matchAll(/[a-z]{2,}/g)].some(([word]) => !vocabulary.has(word));
  if (strange) return refused(`invalid date ‘${written}’`);
  if (text === '' || /^@[-+]?\d{1,11}(?:\.\d+)?$/.test(text)) return fine;
  const kinds: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const found = parts
      .map(([kind, pattern]) => ({ kind, match: pattern.exec(rest) }))
      .find((it) => it.match);
    if (found?.match == null) return /^[@-]*$/.test(text) ? refused(`invalid date ‘${written}’`) : notKnown;
    const [whole, ...numbers] = found.match;
    if (!isPossible(found.kind, whole, numbers.map(Number))) return refused(`invalid date ‘${written}’`);
    kinds.push(found.kind);
    rest = rest.slice(whole.length).trimStart();
  }
  const once = kinds.filter((kind) => kind !== 'relative');
  return new Set(once).size === once.length ? fine : notKnown;
}

/** Whether the day or the time exists. */
function isPossible(kind: string, text: string, [year, month_ = 1, day_ = 1]: readonly number[]): boolean {
  if (kind === 'date' && year !== undefined) return isDay(year, month_, day_);
  if (kind !== 'time' || !text.includes(':')) return true;
  const [hours = 0, minutes = 0, seconds = 0] = [...text.matchAll(/\d+/g)].map(Number);
  return minutes < 60 && seconds <= 60 && (/m$/.test(text) ? hours >= 1 && hours <= 12 : hours < 24);
}

const isDay = (year: number, month_: number, day_: number): boolean =>
  month_ >= 1 && month_ <= 12 && day_ >= 1 && day_ <= new Date(Date.UTC(year, month_, 0)).getUTCDate();

/** `touch -t [[CC]YY]MMDDhhmm[.ss]` */
export function stampReading(written: string): Reading {
  const found = /^(\d{4}|\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.([0-5]\d|60))?$/.exec(written);
  const [year, ...rest] = (found ?? []).slice(1, 6).map((part) => Number(part ?? '2024'));
  const [month_ = 0, day_ = 0, hours = 99, minutes = 99] = rest;
  return found !== null && isDay(year ?? 0, month_, day_) && hours < 24 && minutes < 60
    ? fine
    : refused(`invalid date format ‘${written}’`);
}
