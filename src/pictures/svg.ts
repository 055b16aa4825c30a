/** Small helpers for writing SVG by hand; every text goes through {@link esc}. */

const fontFamily = 'DejaVu Sans';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML may have it: names are written by people. */
const esc = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

type Attributes = Readonly<Record<string, string | number>>;

const attributes = (all: Attributes): string =>
  Object.entries(all)
    .map(
      ([name, value]) =>
        ` ${name}="${typeof value === 'number' ? Math.round(value * 100) / 100 : esc(value)}"`,
    )
    .join('');

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  more: Attributes = {},
): string =>
  `<rect${attributes({ x, y, width: Math.max(0, width), height: Math.max(0, height), fill, ...more })}/>`;

export const label = (
  x: number,
  y: number,
  words: string,
  options: {
    readonly fill: string;
    readonly size?: number;
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly bold?: boolean;
  },
): string =>
  `<text${attributes({
    x,
    y,
    fill: options.fill,
    'font-size': options.size ?? 15,
    'text-anchor': options.anchor ?? 'start',
    ...(options.bold === true ? { 'font-weight': 'bold' } : {}),
  })}>${esc(words)}</text>`;

export const drawing = (width: number, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(width)}" height="${Math.round(height)}" ` +
  `viewBox="0 0 ${Math.round(width)} ${Math.round(height)}" font-family="${fontFamily}">${parts.join('')}</svg>`;

/** About how wide a text is in DejaVu Sans, in pixels: good enough to cut it before it runs into its neighbour. */
const widthOf = (words: string, size: number): number =>
  [...words].reduce((sum, sign) => sum + widthOfSign(sign), 0) * size;

/** Relative to the size of the font. */
function widthOfSign(sign: string): number {
  if (/[ijl.,:;'|!ItIf]/.test(sign)) return 0.36;
  return /[mwMW@%]/.test(sign) ? 0.95 : 0.62;
}

/** The text, cut with `…` so that it fits. */
export function shortened(words: string, size: number, width: number): string {
  if (widthOf(words, size) <= width) return words;
  const signs = [...words];
  while (signs.length > 0 && widthOf(`${signs.join('')}…`, size) > width) signs.pop();
  return `${signs.join('').trimEnd()}…`;
}
