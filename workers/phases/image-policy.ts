import type { OutsideImage } from '../../src/check/dockerfile/images/outside-images.ts';
import type { Manifest } from '../../src/lesson/manifest/manifest.ts';
import { editDistance, nearest } from '../../src/spelling/nearest.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import type { TranslatableText } from '../../src/wording/wording.ts';
import { cleanLine } from '../sandbox/excerpt.ts';

/** `docker.io/library/python:3.11-slim@sha256:…` → name `python`, tag `3.11-slim`. */
function readImageName(image: string): { readonly name: string; readonly tag: string } {
  const plain = image
    .split('@')[0]
    ?.replace(/^(?:docker\.io|index\.docker\.io)\//, '')
    .replace(/^library\//, '');
  const at = plain?.lastIndexOf(':') ?? -1;
  if (plain === undefined || at < 0 || plain.slice(at).includes('/'))
    return { name: plain ?? '', tag: 'latest' };
  return { name: plain.slice(0, at), tag: plain.slice(at + 1) };
}

/** The allowed image that a mistyped name probably means; null when none is close enough. */
function meantImage(image: string, manifest: Manifest): string | null {
  const { name, tag } = readImageName(image);
  // `node` is no typo of `python`; `3.10` may well be one of `3.11`.
  const near = manifest.baseImages.some((entry) => editDistance(name, readImageName(entry).name) <= 2);
  if (!near) return null;
  return nearest(`${name}:${tag}`, manifest.baseImages);
}

/** Explains that the lesson does not allow an image, or that the image cannot be determined. */
export function sayNotAllowed(outside: OutsideImage, manifest: Manifest): TranslatableText {
  if (outside.kind === 'undecided')
    return outside.by === 'copy'
      ? sayCause.later('from-variable', { written: cleanLine(outside.written, 100) })
      : sayCause.later('image-undecided', {
          written: cleanLine(outside.written, 100),
          allowed: manifest.baseImages[0] ?? '',
        });
  const { image, by } = outside;
  const shown = cleanLine(image, 100);
  const meant = meantImage(image, manifest);
  if (meant !== null) return sayCause.later('base-typo', { image: shown, meant });
  if (by === 'copy' && /^[\w.-]+$/.test(image)) return sayCause.later('stage-not-there', { stage: shown });
  const [first = '', ...others] = manifest.baseImages.filter((entry) => readImageName(entry).name !== '');
  const some = [first, ...others.slice(0, 3)].map((entry) => `\`${entry}\``).join(', ');
  return sayCause.later('base-not-allowed', {
    image: shown,
    allowed: others.length > 3 ? `${some}, …` : some,
  });
}
