import { isReference } from './reference-grammar.ts';

/** The parts of an image name, completed as by Docker: `python` is `docker.io/library/python:latest`. */
export interface Reference {
  readonly registry: string;
  readonly path: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const official = 'docker.io';

/** Parses an image name; null if it is invalid. Defaults are added as in distribution/reference, normalize.go. */
export function readReference(text: string): Reference | null {
  if (!isReference(text)) return null;
  const [named = '', digest = null] = text.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? null : named.slice(colon + 1);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
  const registry = isHost && first !== 'index.docker.io' ? first : official;
  const path = isHost ? name.slice(slash + 1) : name;
  const whole = registry === official && !path.includes('/') ? `library/${path}` : path;
  return { registry, path: whole, tag, digest };
}

/** Whether two names refer to the same image. */
export function sameImage(one: string, other: string): boolean {
  const [a, b] = [readReference(one), readReference(other)];
  return a !== null && b !== null && sameRepository(a, b) && tagOf(a) === tagOf(b);
}

const sameRepository = (a: Reference, b: Reference): boolean =>
  a.registry === b.registry && a.path === b.path;
const tagOf = ({ tag }: Reference): string => tag ?? 'latest';

/** Whether a lesson allows an image. An entry without a tag allows every tag. Digests are not compared. */
export function isAllowed(image: string, baseImages: readonly string[]): boolean {
  const reference = readReference(image);
  return (
    reference !== null &&
    readBaseImages(baseImages).some(
      (known) => sameRepository(known, reference) && (known.tag === null || known.tag === tagOf(reference)),
    )
  );
}

/** Cached: a lesson's images are the same for every student. */
const readAlready = new WeakMap<readonly string[], readonly Reference[]>();

function readBaseImages(baseImages: readonly string[]): readonly Reference[] {
  const known = readAlready.get(baseImages) ?? baseImages.flatMap((entry) => readReference(entry) ?? []);
  readAlready.set(baseImages, known);
  return known;
}
