import { type Locale, words } from '../wording/wording.ts';
import { palettes, type Theme } from './palette.ts';
import { drawing, label, rect, shortened } from './svg.ts';

const say = words('pictures.image', {
  en: {
    layers: 'Your image, layer by layer',
    measured: 'In front the line, the bar is what its layer weighs.',
    unmeasured: 'Not weighed yet: verify it first.',
    kept: 'stays in the cache',
    again: 'again after each edit',
    note: 'no layer, only a setting',
    more: '… and {{count}} more lines',
    bases: 'Same lines, other base images',
    base: 'the base image',
    own: 'what your Dockerfile adds',
    whole: 'both together',
    yours: '{{image}} (yours)',
  },
});

/** One instruction in the picture of an image. */
export interface DrawnLayer {
  readonly line: number;
  readonly written: string;
  readonly kind: 'kept' | 'again' | 'note';
  /** The size of its layer, and its label; null if it was not measured. */
  readonly size: { readonly bytes: number; readonly said: string } | null;
}

/** One base image in the picture of a comparison. Sizes in bytes. */
export interface DrawnBase {
  readonly image: string;
  readonly isOwn: boolean;
  /** Its components, as far as known. */
  readonly parts: readonly { readonly kind: SizeKind; readonly bytes: number }[];
  /** The size of all, as it is said. */
  readonly said: string;
}

const sizeKinds = ['base', 'own', 'whole'] as const;
type SizeKind = (typeof sizeKinds)[number];

/** The widest that a phone shows without shrinking the text. Pixels. */
const width = 480;
const margin = 16;
const rowHeight = 40;
const mostRows = 16;
const legendStep = 20;

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
  const entries = legend(
    (['kept', 'again', 'note'] as const).map((kind) => ({ colour: colours[kind], means: say(locale, kind) })),
    height - 58,
    palette.faint,
  );
  return drawing(width, height, [...parts, ...entries]);
}

/** The legend, one line per color, starting at the given baseline. */
const legend = (
  entries: readonly { readonly colour: string; readonly means: string }[],
  top: number,
  fill: string,
): readonly string[] =>
  entries.flatMap(({ colour, means }, n) => {
    const y = top + n * legendStep;
    return [
      rect(margin, y - 11, 12, 12, colour, { rx: 3 }),
      label(margin + 20, y, means, { fill, size: 13 }),
    ];
  });

/** One Dockerfile on several bases: how large each comes out, and how much of that is the base. SVG. */
export function basesPicture(locale: Locale, bases: readonly DrawnBase[], theme: Theme): string {
  const palette = palettes[theme];
  const colours = { base: palette.bar, own: palette.cells.done, whole: palette.faint };
  const step = 62;
  const kinds = sizeKinds.filter((kind) =>
    bases.some(({ parts }) => parts.some((part) => part.kind === kind)),
  );
  const height = 60 + bases.length * step + 16 + kinds.length * legendStep;
  const inner = width - 2 * margin;
  const sizeOf = (parts: DrawnBase['parts']): number => parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const largest = Math.max(1, ...bases.map(({ parts }) => sizeOf(parts)));
  const rows = bases.flatMap(({ image, isOwn, parts, said }, n) => {
    const y = 60 + n * step;
    const name = isOwn ? say(locale, 'yours', { image }) : image;
    return [
      label(margin, y + 14, shortened(name, 15, inner - 110), { fill: palette.text, bold: isOwn }),
      label(width - margin, y + 14, said, { fill: palette.text, anchor: 'end', bold: isOwn }),
      rect(margin, y + 24, inner, 20, palette.card, { rx: 4 }),
      ...parts.map(({ kind, bytes }, at) => {
        const x = margin + (sizeOf(parts.slice(0, at)) / largest) * inner;
        return rect(x, y + 24, (bytes / largest) * inner, 20, colours[kind], { rx: 4 });
      }),
    ];
  });
  return drawing(width, height, [
    rect(0, 0, width, height, palette.ground),
    label(margin, 34, say(locale, 'bases'), { fill: palette.text, size: 20, bold: true }),
    ...rows,
    ...legend(
      kinds.map((kind) => ({ colour: colours[kind], means: say(locale, kind) })),
      height - kinds.length * legendStep + 8,
      palette.faint,
    ),
  ]);
}
