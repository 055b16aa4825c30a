/** Times in the language that the person has chosen in Discord. */
let language = 'en-GB';

/** `locale`: as Discord names it. For `en-US`, its default, British formats are used, which put the day before the month. */
export function showTimesIn(locale) {
  language = locale === 'en-US' ? 'en-GB' : locale;
}

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export function ago(date) {
  const seconds = Math.round((date.getTime() - Date.now()) / 1000);
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? STEPS.at(-1);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return relative.format(Math.trunc(seconds / size), unit);
}

export function clockTime(date) {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(date);
}

export function longDate(date, style) {
  const day = { day: 'numeric', month: style === 'd' ? '2-digit' : 'long', year: 'numeric' };
  const time = style === 'd' || style === 'D' ? {} : { hour: '2-digit', minute: '2-digit' };
  const week = style === 'F' ? { weekday: 'long' } : {};
  return new Intl.DateTimeFormat(language, { ...week, ...day, ...time }).format(date);
}

export function sameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** When a message was written: only the time for today, else the date as well. */
export function when(date) {
  return sameDay(date, Date.now()) ? clockTime(date) : `${longDate(date, 'd')} ${clockTime(date)}`;
}
