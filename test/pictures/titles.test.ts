import { expect, test } from '@jest/globals';
import { hourOf } from '../../src/grading/staff-board.ts';
import { hourPicture } from '../../src/pictures/hour-picture.ts';
import { basesPicture, layersPicture } from '../../src/pictures/image-picture.ts';
import { shortened } from '../../src/pictures/svg.ts';
import { locales } from '../../src/wording/wording.ts';

const size = { bytes: 150e6, said: '150 MB' };
const pictures = {
  hour: hourPicture,
  layers: (locale: (typeof locales)[number], _: unknown, theme: 'light') =>
    layersPicture(locale, [{ line: 1, written: 'FROM python:3.11-slim', kind: 'kept', size }], theme),
  'layers that were not weighed': (locale: (typeof locales)[number], _: unknown, theme: 'light') =>
    layersPicture(locale, [{ line: 1, written: 'FROM python:3.11-slim', kind: 'kept', size: null }], theme),
  bases: (locale: (typeof locales)[number], _: unknown, theme: 'light') =>
    basesPicture(
      locale,
      [{ image: 'python:3.11-slim', isOwn: true, parts: [{ kind: 'base', bytes: 1 }], said: '1 B' }],
      theme,
    ),
} as const;
/** Bold letters are wider by about this factor. */
const boldness = 1.12;

test.each(locales.flatMap((locale) => Object.keys(pictures).map((name) => [name, locale] as const)))(
  'No text of the picture of %s in %s runs over its edge',
  (name, locale) => {
    const draw = pictures[name as keyof typeof pictures];
    const svg = draw(locale, hourOf([], 0), 'light');
    const width = Number(/ width="(\d+)"/.exec(svg)?.[1]);
    const texts = [
      ...svg.matchAll(/<text x="([\d.]+)"[^>]* font-size="([\d.]+)" text-anchor="start"([^>]*)>([^<]*)</g),
    ];
    expect(texts.length).toBeGreaterThan(1);
    const cut = texts.flatMap(([, x, height, more = '', words = '']) => {
      const letters = Number(height) * (more.includes('bold') ? boldness : 1);
      return shortened(words, letters, width - Number(x)) === words ? [] : [words];
    });
    expect(cut).toEqual([]);
  },
);
