import { decimal, type Locale, words } from '../../wording/wording.ts';

const say = words('time', {
  en: {
    now: 'just now',
    minutes_one: '{{count}} minute',
    minutes_other: '{{count}} minutes',
    hours_one: '{{count}} hour',
    hours_other: '{{count}} hours',
    days_one: '{{count}} day',
    days_other: '{{count}} days',
    minutes: '{{count}} minutes',
    hours: '{{count}} hours',
    days: '{{count}} days',
    ago: '{{span}} ago',
    soon: 'less than a minute',
    about: 'about {{span}}',
    ms: '{{count}} ms',
    seconds: '{{seconds}} s',
    precise: '{{minutes}} min {{seconds}} s',
  },
});

const minute = 60_000;

function span(locale: Locale, ms: number): string {
  const minutes = Math.round(ms / minute);
  if (minutes < 90) return say(locale, 'minutes', { count: Math.max(1, minutes) });
  const hours = Math.round(minutes / 60);
  return hours < 36
    ? say(locale, 'hours', { count: hours })
    : say(locale, 'days', { count: Math.round(hours / 24) });
}

/** How long ago something was: `just now`, `5 minutes ago`. */
export const ago = (locale: Locale, ms: number): string =>
  ms < minute ? say(locale, 'now') : say(locale, 'ago', { span: span(locale, ms) });

/** How long something will take: `less than a minute`, `about 3 minutes`. */
export const ahead = (locale: Locale, ms: number): string =>
  ms < minute ? say(locale, 'soon') : say(locale, 'about', { span: span(locale, ms) });

/** How long something lasted, as people say it: `less than a minute`, `3 minutes`. */
export const spanned = (locale: Locale, ms: number): string =>
  ms < minute ? say(locale, 'soon') : span(locale, ms);

/** How long something took: `80 ms`, `4.2 s`, `1 min 20 s`. */
export function took(locale: Locale, ms: number): string {
  if (ms < 1000) return say(locale, 'ms', { count: Math.round(ms) });
  if (ms < 100_000) return say(locale, 'seconds', { seconds: decimal(locale, ms / 1000, 1) });
  return say(locale, 'precise', {
    minutes: Math.floor(ms / minute),
    seconds: Math.floor((ms % minute) / 1000),
  });
}

/**
 * A timestamp (Unix milliseconds) that Discord renders in the reader's time zone: `R` as "in 5 minutes", `f` as a date with the
 * time.
 */
export const stamp = (at: number, how: 'R' | 'f' | 'F' | 'd' | 't' = 'R'): string =>
  `<t:${Math.floor(at / 1000)}:${how}>`;

/** When a rate limit ends, rounded up so that a retry at the displayed second is not refused again. */
export const freeAgain = (at: number): string => `<t:${Math.ceil(at / 1000)}:R>`;
