import { decimal, type Locale, words } from '../../wording/wording.ts';

const say = words('byte-size', {
  en: { bytes: '{{n}} B', kilobytes: '{{n}} kB', megabytes: '{{n}} MB', gigabytes: '{{n}} GB' },
});

/** A size for people, in decimal units (steps of 1000), as Docker prints sizes. */
export function byteSize(locale: Locale, bytes: number): string {
  if (bytes < 1e3) return say(locale, 'bytes', { n: bytes });
  if (bytes < 1e6) return say(locale, 'kilobytes', { n: rounded(locale, bytes / 1e3) });
  if (bytes < 1e9) return say(locale, 'megabytes', { n: rounded(locale, bytes / 1e6) });
  return say(locale, 'gigabytes', { n: rounded(locale, bytes / 1e9) });
}

/** Two significant digits are enough for comparisons. */
const rounded = (locale: Locale, n: number): string =>
  decimal(locale, n, n < 9.95 && !Number.isInteger(n) ? 1 : 0);
