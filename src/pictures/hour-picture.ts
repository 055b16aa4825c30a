import { type HourSlice, sliceMs } from '../grading/staff-board.ts';
import { type Locale, words } from '../wording/wording.ts';
import { palettes, type Theme } from './palette.ts';
import { drawing, label, rect } from './svg.ts';

const say = words('pictures.hour', {
  en: {
    title: 'The last hour',
    passed: 'passed',
    failed: 'not passed',
    error: 'our fault',
    ago: '{{minutes}} min ago',
    now: 'now',
    quiet: 'Nothing was verified.',
  },
});

const kinds = ['passed', 'failed', 'error'] as const;

/** The verdicts of the last hour in slices of five minutes, as stacked bars. Small, because it is shown on the board. SVG. */
export function hourPicture(locale: Locale, hour: readonly HourSlice[], theme: Theme): string {
  const palette = palettes[theme];
  const colours = { passed: palette.cells.done, failed: palette.cells.missing, error: palette.cells.wrong };
  const [width, height] = [720, 190];
  const base = height - 34;
  // The number of the highest bar stands below the legend.
  const top = 58;
  const most = Math.max(4, ...hour.map((slice) => slice.passed + slice.failed + slice.error));
  const step = (width - 40) / Math.max(1, hour.length);
  const parts = [
    rect(0, 0, width, height, palette.ground),
    label(20, 28, say(locale, 'title'), { fill: palette.text, size: 16, bold: true }),
    rect(20, base, width - 40, 1, palette.rule),
    label(20, height - 12, say(locale, 'ago', { minutes: (hour.length * sliceMs) / 60_000 }), {
      fill: palette.faint,
      size: 12,
    }),
    label(width - 20, height - 12, say(locale, 'now'), { fill: palette.faint, size: 12, anchor: 'end' }),
  ];
  let x = width - 20;
  for (const kind of [...kinds].reverse()) {
    const name = say(locale, kind);
    x -= name.length * 8 + 8;
    parts.push(
      label(x, 28, name, { fill: palette.faint, size: 13 }),
      rect(x - 18, 17, 13, 13, colours[kind], { rx: 3 }),
    );
    x -= 30;
  }
  for (const [i, slice] of hour.entries()) {
    let y = base;
    for (const kind of kinds) {
      const tall = (slice[kind] / most) * (base - top);
      y -= tall;
      parts.push(rect(20 + i * step + 4, y, step - 8, tall, colours[kind]));
    }
    const all = slice.passed + slice.failed + slice.error;
    if (all > 0)
      parts.push(
        label(20 + (i + 0.5) * step, y - 5, String(all), { fill: palette.faint, size: 12, anchor: 'middle' }),
      );
  }
  if (hour.every((slice) => slice.passed + slice.failed + slice.error === 0))
    parts.push(
      label(width / 2, (base + top) / 2, say(locale, 'quiet'), { fill: palette.faint, anchor: 'middle' }),
    );
  return drawing(width, height, parts);
}
