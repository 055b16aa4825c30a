import { type Locale, words } from '../wording/wording.ts';
import { palettes, type Theme } from './palette.ts';
import { drawing, label, rect, shortened } from './svg.ts';

const say = words('pictures.image', {
  en: {
    layers: 'Your image, layer by layer',
    measured: 'The bar is what a layer weighs.',
    unmeasured: 'Not weighed yet: verify it first.',
    kept: 'stays in the cache',
    again: 'again after each edit',
    note: 'no layer, only a setting',
    more: '… and {{count}} more lines',
    bases: 'The same Dockerfile on other bases',
    base: 'the base image',
    own: 'what your Dockerfile adds',
    yours: '{{image}} (yours)',
  },
});

/** One instruction in the picture of an image. */
export interface DrawnLayer {
  readonly line: number;
  readonly written: string;
  readonly kind: 'kept' | 'again' | 'note';
  /** Its weight, and how that is said; null where it was not measured. */
  readonly size: { readonly bytes: number; readonly said: string } | null;
}

/** One base image in the picture of a comparison. Sizes in bytes. */
export interface DrawnBase {
  readonly image: string;
  readonly isOwn: boolean;
  readonly base: number;
  readonly added: number;
  /** The size of both, as it is said. */
  readonly said: string;
}

/** As wide as a phone shows without making the letters small. */
const width = 480;
const margin = 16;
const rowHeight = 40;
const mostRows = 16;

/** The layers of an image, from the base up to the last line. SVG. */
export function layersPicture(locale: Locale, layers: readonly DrawnLayer[], theme: Theme): string {
  const palette = palettes[theme];
  const colours = { kept: palette.cells.done, again: palette.cells.wrong, note: palette.rule };
  const shown = layers.slice(0, mostRows);
  const heaviest = Math.max(1, ...shown.map(({ size }) => size?.bytes ?? 0));
  const isMeasured = shown.some(({ size }) => size !== null);
  const height = 84 + (shown.length + (layers.length > mostRows ? 1 : 0)) * rowHeight + 74;
  const inner = width - 2 * margin;
  const parts = [
    rect(0, 0, width, height, palette.ground),
    label(margin, 34, say(locale, 'layers'), { fill: palette.text, size: 20, bold: true }),
    label(margin, 58, say(locale, isMeasured ? 'measured' : 'unmeasured'), { fill: palette.faint, size: 13 }),
    ...shown.flatMap(({ line, written, kind, size }, n) => {
      const y = 80 + n * rowHeight;
      return [
        rect(margin, y, 6, rowHeight - 6, colours[kind], { rx: 2 }),
        label(margin + 16, y + 14, shortened(`${line}  ${written}`, 14, inner - 110), {
          fill: palette.text,
          size: 14,
        }),
        label(width - margin, y + 14, size?.said ?? '', { fill: palette.faint, size: 13, anchor: 'end' }),
        rect(margin + 16, y + 21, inner - 16, 8, palette.card, { rx: 3 }),
        rect(margin + 16, y + 21, ((size?.bytes ?? 0) / heaviest) * (inner - 16), 8, colours[kind], {
          rx: 3,
        }),
      ];
    }),
  ];
  const end = 80 + shown.length * rowHeight;
  if (layers.length > mostRows)
    parts.push(
      label(margin + 16, end + 14, say(locale, 'more', { count: layers.length - mostRows }), {
        fill: palette.faint,
        size: 13,
      }),
    );
  const entries = (['kept', 'again', 'note'] as const).map((kind, n) => {
    const y = height - 58 + n * 20;
    return [
      rect(margin, y - 11, 12, 12, colours[kind], { rx: 3 }),
      label(margin + 20, y, say(locale, kind), { fill: palette.faint, size: 13 }),
    ];
  });
  return drawing(width, height, [...parts, ...entries.flat()]);
}

/** One Dockerfile on several bases: how large each comes out, and how much of that is the base. SVG. */
export function basesPicture(locale: Locale, bases: readonly DrawnBase[], theme: Theme): string {
  const palette = palettes[theme];
  const colours = { base: palette.bar, own: palette.cells.done };
  const step = 62;
  const height = 60 + bases.length * step + 56;
  const inner = width - 2 * margin;
  const largest = Math.max(1, ...bases.map(({ base, added }) => base + added));
  const parts = bases.flatMap(({ image, isOwn, base, added, said }, n) => {
    const y = 60 + n * step;
    const first = (base / largest) * inner;
    const name = isOwn ? say(locale, 'yours', { image }) : image;
    return [
      label(margin, y + 14, shortened(name, 15, inner - 110), { fill: palette.text, bold: isOwn }),
      label(width - margin, y + 14, said, { fill: palette.text, anchor: 'end', bold: isOwn }),
      rect(margin, y + 24, inner, 20, palette.card, { rx: 4 }),
      rect(margin, y + 24, first, 20, colours.base, { rx: 4 }),
      rect(margin + first, y + 24, (added / largest) * inner, 20, colours.own, { rx: 4 }),
    ];
  });
  const legend = (['base', 'own'] as const).flatMap((kind, n) => {
    const y = height - 32 + n * 20;
    return [
      rect(margin, y - 11, 12, 12, colours[kind], { rx: 3 }),
      label(margin + 20, y, say(locale, kind), { fill: palette.faint, size: 13 }),
    ];
  });
  return drawing(width, height, [
    rect(0, 0, width, height, palette.ground),
    label(margin, 34, say(locale, 'bases'), { fill: palette.text, size: 20, bold: true }),
    ...parts,
    ...legend,
  ]);
}
