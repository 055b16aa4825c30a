import type { BaseComparison, BaseVariant } from '../../../check/insights/bases.ts';
import type { BuildStop } from '../../../check/insights/insights.ts';
import type { DrawnBase } from '../../../pictures/image-picture.ts';
import { type Locale, words } from '../../../wording/wording.ts';
import { byteSize } from '../byte-size.ts';
import { button, container, cut, gallery, type Message, pictureFile, row, text } from '../message.ts';
import { code, firstSentence } from '../quote.ts';
import { stopLine } from './build-stop.ts';

const say = words('compare', {
  en: {
    title: '### Your Dockerfile on other base images',
    own: '**{{image}}**, yours: {{size}}',
    other: '**{{image}}**: {{size}}',
    measured: '{{size}} (base {{base}}, your lines {{added}})',
    about: 'about {{size}} (base about {{base}})',
    baseOnly: 'the base alone is about {{base}}',
    unknown: 'I know no size',
    works: '  ✅ I see nothing there that stops your other lines',
    fails: '  ❌ Line {{line}} · {{why}}',
    maybe: '  ❔ Only a build can say whether your lines work on it',
    refused: '  🔒 This lesson does not build on it',
    measuredNote:
      '-# Yours was measured in your last verification. The sizes of the other base images are as published, and rough.',
    aboutNote:
      '-# Sizes of base images are as published, and rough. Verify your files, and I know what your lines add.',
    family:
      'I know no other sizes of that base image. I can compare `python` and `node`: slim, full and alpine.',
    fullBytes: 'The full image also has compilers, headers and tools that a running program does not need.',
    layers: 'Where are my bytes?',
    picture: 'Sizes of one Dockerfile on several base images.',
  },
});

/** The known size of one variant, in bytes. `own`: the student's own layers; `base`: the rest. Null where it was not measured. */
interface VariantSize {
  readonly isMeasured: boolean;
  readonly total: number;
  readonly base: number | null;
  readonly own: number | null;
}

export interface ComparedBase {
  readonly variant: BaseVariant;
  readonly size: VariantSize | null;
}

const pictureName = 'compare.png';

/** Approximate unpacked sizes of the images as published for amd64. Bytes. */
const publishedSizes: Readonly<Record<string, Readonly<Record<'slim' | 'full' | 'alpine', number>>>> = {
  python: { slim: 150e6, full: 1_000e6, alpine: 50e6 },
  node: { slim: 230e6, full: 1_100e6, alpine: 160e6 },
};

/**
 * Adds sizes to the variants. `bytes`: the measured size of the student's image, or null; `layers`: the layers of the student's
 * own lines.
 */
export function withSizes(
  { variants }: BaseComparison,
  { bytes: total, layers }: { readonly bytes: number | null; readonly layers: ReadonlyMap<number, number> },
): readonly ComparedBase[] {
  const own = layers.size === 0 ? null : [...layers.values()].reduce((sum, each) => sum + each, 0);
  return variants.map((variant) => {
    if (variant.own && total !== null)
      return { variant, size: { isMeasured: true, total, base: own === null ? null : total - own, own } };
    const base = publishedSize(variant.reference);
    return {
      variant,
      size: base === null ? null : { isMeasured: false, total: base + (own ?? 0), base, own },
    };
  });
}

export function publishedSize(reference: string): number | null {
  const [name = '', tag = ''] = reference.split(':');
  if (!Object.hasOwn(publishedSizes, name)) return null;
  const sizes = publishedSizes[name];
  if (tag.includes('alpine')) return sizes?.alpine ?? null;
  return (tag.includes('slim') ? sizes?.slim : sizes?.full) ?? null;
}

/** One Dockerfile on several base images. `png`: the chart; null if it could not be drawn. */
export function compareMessage(
  locale: Locale,
  guild: string,
  bases: readonly ComparedBase[],
  stop: BuildStop | null,
  png: Buffer | null,
): Message {
  if (bases.length === 0)
    return {
      components: [
        container('waiting', [text(`${say(locale, 'title')}\n${say(locale, 'family')}`)]),
        layersRow(locale, guild),
      ],
    };
  const isMeasured = bases.some(({ size }) => size?.isMeasured === true);
  const notes = [
    // Both do not fit on one phone screen.
    ...(bases.some(({ variant }) => variant.why !== null) ? [] : [say(locale, 'fullBytes')]),
    say(locale, isMeasured ? 'measuredNote' : 'aboutNote'),
    ...stopLine(locale, stop),
  ];
  // One text component per base, so that what belongs together is seen at a glance.
  const words = [
    say(locale, 'title'),
    ...bases.map((base) => cut(variantLines(locale, base).join('\n'), 300)),
    cut(notes.join('\n'), 600),
  ].map((each) => text(each));
  return {
    components: [
      container('calm', [...gallery(png, pictureName, say(locale, 'picture')), ...words]),
      layersRow(locale, guild),
    ],
    ...pictureFile(png, pictureName),
  };
}

const layersRow = (locale: Locale, guild: string) =>
  row([button({ kind: 'layers-picture', guild }, say(locale, 'layers'))]);

function variantLines(locale: Locale, { variant, size }: ComparedBase): readonly string[] {
  const { reference, own, allowed, works, why } = variant;
  const image = code(reference, 60);
  const line = say(locale, own ? 'own' : 'other', { image, size: sayVariantSize(locale, size) });
  if (!allowed) return [line, say(locale, 'refused')];
  if (works === true) return [line, say(locale, 'works')];
  if (why !== null)
    return [line, say(locale, 'fails', { line: why.line, why: firstSentence(locale, why.message, 100) })];
  return [line, say(locale, 'maybe')];
}

function sayVariantSize(locale: Locale, size: VariantSize | null): string {
  if (size === null) return say(locale, 'unknown');
  const { isMeasured, total, base, own } = size;
  const values = {
    size: byteSize(locale, total),
    base: byteSize(locale, base ?? 0),
    added: byteSize(locale, own ?? 0),
  };
  if (own === null) return isMeasured ? values.size : say(locale, 'baseOnly', values);
  return say(locale, isMeasured ? 'measured' : 'about', values);
}

/** The chart's data for a variant; nothing if its size is unknown. */
export function drawnBase(locale: Locale, { variant, size }: ComparedBase): readonly DrawnBase[] {
  if (size === null) return [];
  const { total, base, own } = size;
  const parts = [
    ...(base === null ? [] : [{ kind: 'base' as const, bytes: base }]),
    ...(own === null ? [] : [{ kind: 'own' as const, bytes: own }]),
  ];
  return [
    {
      image: variant.reference,
      isOwn: variant.own,
      parts: parts.length === 0 ? [{ kind: 'whole', bytes: total }] : parts,
      said: byteSize(locale, total),
    },
  ];
}
