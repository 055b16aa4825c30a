/** Unquoted scalars as parsed by Go's YAML package, which Compose uses: by YAML 1.1 where that has more types. */

/** `2024-01-02`, `2024-01-02T10:00:00Z`, `2024-1-2 10:00:00`: a date, which is never valid in a Compose file. */
const date =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ \t]{1,4})\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,9})?[ \t]?(?:Z|[+-]\d{1,2}(?::\d{1,2})?)?)?$/;
const grouped = /^[-+]?\d[\d_]{0,40}(?:\.[\d_]{0,40})?$/;
const octal = /^([-+]?)0([0-7]{1,20})$/;
const binary = /^([-+]?)0b([01]{1,50})$/;

export const isDate = (source: string): boolean => date.test(source);

/** The number that a text stands for; null for one that both parsers read alike. */
export function goNumber(source: string): number | null {
  if (!grouped.test(source) && !binary.test(source)) return null;
  const plain = source.replaceAll('_', '');
  const [, sign = '', digits = ''] = octal.exec(plain) ?? binary.exec(plain) ?? [];
  if (digits === '') return source === plain ? null : Number(plain);
  const value = Number.parseInt(digits, plain.includes('b') ? 2 : 8);
  return sign === '-' ? -value : value;
}
