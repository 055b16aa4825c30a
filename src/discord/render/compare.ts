import { type APIComponentInContainer, ComponentType } from 'discord-api-types/v10';
import type { BaseComparison, BaseVariant } from '../../check/insights/bases.ts';
import type { BuildStop } from '../../check/insights/insights.ts';
import { type Locale, words } from '../../wording/wording.ts';
import { stopLine } from './build-stop.ts';
import { byteSize } from './byte-size.ts';
import { button, container, cut, type Message, row, text } from './message.ts';
import { code, translateSafely } from './quote.ts';

const say = words('compare', {
  en: {
    title: '### Your Dockerfile on other bases',
    own: '**{{image}}**, yours: {{size}}',
    other: '**{{image}}**: {{size}}',
    measured: '{{size}} (base {{base}}, your lines {{added}})',
    about: 'about {{size}} (base about {{base}})',
    baseOnly: 'the base alone has about {{base}}',
    unknown: 'I know no size',
    works: '  ✅ I see nothing there that stops your other lines',
    fails: '  ❌ line {{line}}: {{why}}',
    maybe: '  ❔ whether your lines work on it, only a build can say',
    refused: '  🔒 this lesson does not build upon it',
    measuredNote: '-# Yours was measured in your last verification. The other bases are as published, about.',
    aboutNote: '-# Bases as published, about. Verify your files, and I know what your lines add.',
    family: 'I know no other sizes of that image. I compare `python` and `node`: slim, full and alpine.',
    fullBytes:
      'What the full image has more are compilers, headers and tools that a running program does not need.',
    layers: 'Where are my bytes?',
    picture: 'Sizes of one Dockerfile on several base images.',
  },
});

/** What is known of the sizes of one variant. Bytes. */
interface VariantSize {
  readonly base: number;
  /** What her own lines add; null where it was not measured. */
  readonly added: number | null;
  /** Whether the base was measured, too. */
  readonly isMeasured: boolean;
}

export interface ComparedBase {
  readonly variant: BaseVariant;
  readonly size: VariantSize | null;
}

/** Sizes as the images are published for amd64, unpacked, about. Bytes. */
const publishedSizes: Readonly<Record<string, Readonly<Record<'slim' | 'full' | 'alpine', number>>>> = {
  python: { slim: 150e6, full: 1_000e6, alpine: 50e6 },
  node: { slim: 230e6, full: 1_100e6, alpine: 160e6 },
};

/** The variants with their sizes. `total`: what her own image weighs, with `added` of her own lines; null where it was not measured. */
export function withSizes(
  { variants }: BaseComparison,
  measured: { readonly total: number; readonly added: number } | null,
): readonly ComparedBase[] {
  return variants.map((variant) => {
    if (variant.own && measured !== null)
      return {
        variant,
        size: { base: measured.total - measured.added, added: measured.added, isMeasured: true },
      };
    const base = publishedSize(variant.reference);
    return {
      variant,
      size: base === null ? null : { base, added: measured?.added ?? null, isMeasured: false },
    };
  });
}

function publishedSize(reference: string): number | null {
  const [name = '', tag = ''] = reference.split(':');
  if (!Object.hasOwn(publishedSizes, name)) return null;
  const sizes = publishedSizes[name];
  if (tag.includes('alpine')) return sizes?.alpine ?? null;
  return (tag.includes('slim') ? sizes?.slim : sizes?.full) ?? null;
}

/** One Dockerfile on several bases. `png`: the picture; null where it was not drawn. */
export function compareMessage(
  locale: Locale,
  guild: string,
  bases: readonly ComparedBase[],
  stop: BuildStop | null,
  png: Buffer | null,
): Message {
  if (bases.length === 0)
    return {
      components: [container('waiting', [text(`${say(locale, 'title')}\n${say(locale, 'family')}`)])],
    };
  const isMeasured = bases.some(({ size }) => size?.isMeasured === true);
  const lines = [
    say(locale, 'title'),
    ...bases.flatMap((base) => variantLines(locale, base)),
    // One screen of a phone has no room for both.
    ...(bases.some(({ variant }) => variant.why !== null) ? [] : [say(locale, 'fullBytes')]),
    say(locale, isMeasured ? 'measuredNote' : 'aboutNote'),
    ...stopLine(locale, stop),
  ];
  const parts: APIComponentInContainer[] = [text(cut(lines.join('\n'), 1_800))];
  if (png !== null)
    parts.unshift({
      type: ComponentType.MediaGallery,
      items: [{ media: { url: 'attachment://compare.png' }, description: say(locale, 'picture') }],
    });
  return {
    components: [
      container('calm', parts),
      row([button({ kind: 'layers-picture', guild }, say(locale, 'layers'))]),
    ],
    ...(png === null ? {} : { files: [{ name: 'compare.png', data: png }] }),
  };
}

function variantLines(locale: Locale, { variant, size }: ComparedBase): readonly string[] {
  const { reference, own, allowed, works, why } = variant;
  const image = code(reference, 60);
  const line = say(locale, own ? 'own' : 'other', { image, size: sayVariantSize(locale, size) });
  if (!allowed) return [line, say(locale, 'refused')];
  if (works === true) return [line, say(locale, 'works')];
  if (why !== null)
    return [line, say(locale, 'fails', { line: why.line, why: translateSafely(locale, why.message, 90) })];
  return [line, say(locale, 'maybe')];
}

function sayVariantSize(locale: Locale, size: VariantSize | null): string {
  if (size === null) return say(locale, 'unknown');
  const { base, added, isMeasured } = size;
  const values = { base: byteSize(locale, base), added: byteSize(locale, added ?? 0) };
  if (added === null) return say(locale, 'baseOnly', values);
  return say(locale, isMeasured ? 'measured' : 'about', { ...values, size: byteSize(locale, base + added) });
}
