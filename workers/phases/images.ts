import { DockerfileParser } from 'dockerfile-ast';
import { editDistance, nearest } from '../../src/check/nearest.ts';
import type { Manifest } from '../../src/lesson/manifest.ts';
import { sayCause } from '../../src/submission/wording/causes.ts';
import type { Saying } from '../../src/wording/wording.ts';
import { cleanLine } from '../sandbox/excerpt.ts';

/** An image that a Dockerfile takes from outside: by FROM, COPY --from or RUN --mount=from=. */
export interface OutsideImage {
  readonly image: string;
  readonly line: number;
  /** `copy`: by COPY --from or a mount, where a name may also have been meant to be a stage. */
  readonly by: 'from' | 'copy';
  /** Whether the last stage needs it: BuildKit carries out no other. */
  readonly needed: boolean;
}

interface Mention {
  readonly image: string;
  readonly line: number;
  readonly by: OutsideImage['by'];
  readonly stage: number;
}

const variable = /\$(?:\{(\w+)(?::?[-+]([^}]*))?\}|(\w+))/g;

/** The outside images, with the defaults of ARGs that stand before the first FROM put in. */
export function outsideImages(dockerfile: string): readonly OutsideImage[] {
  const globals = new Map<string, string>();
  const stages: string[] = [];
  const needs: Set<number>[] = [];
  const found: Mention[] = [];
  const filled = (text: string): string =>
    text.replace(
      variable,
      (_, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
        globals.get(braced ?? bare ?? '') ?? fallback ?? '',
    );
  /** Number of the stage that a name or a number stands for; −1 for none. */
  const stageOf = (name: string): number =>
    /^\d+$/.test(name) ? Number(name) : stages.indexOf(name.toLowerCase());
  const mention = (image: string, line: number, by: Mention['by'], stage: number): void => {
    if (image === '' || image === 'scratch') return;
    const other = stageOf(image);
    if (other < 0) found.push({ image, line, by, stage });
    else needs[stage]?.add(other);
  };

  for (const instruction of DockerfileParser.parse(dockerfile).getInstructions()) {
    const line = instruction.getRange().start.line + 1;
    const keyword = instruction.getKeyword().toUpperCase();
    const text = instruction.getTextContent().replace(/[\\`]\r?\n/g, ' ');
    if (keyword === 'ARG' && stages.length === 0) {
      const [, name, value] = /^ARG\s+(\w+)=(\S*)/i.exec(text) ?? [];
      if (name !== undefined) globals.set(name, filled((value ?? '').replace(/^(["'])(.*)\1$/, '$2')));
    } else if (keyword === 'FROM') {
      const [, written = '', name] = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(text) ?? [];
      const image = filled(written.replace(/^(["'])(.*)\1$/, '$2'));
      needs.push(new Set());
      mention(image, line, 'from', stages.length);
      // A stage without a name is reached by its number alone.
      stages.push(name?.toLowerCase() ?? `\u0000${stages.length}`);
    } else {
      for (const [, from = ''] of text.matchAll(
        keyword === 'RUN' ? /--mount=\S*?\bfrom=([^\s,]+)/g : keyword === 'COPY' ? /--from=(\S+)/g : /$^/g,
      )) {
        mention(filled(from.replace(/^(["'])(.*)\1$/, '$2')), line, 'copy', stages.length - 1);
      }
    }
  }
  const needed = reachedFrom(stages.length - 1, needs);
  return found.map(({ image, line, by, stage }) => ({ image, line, by, needed: needed.has(stage) }));
}

function reachedFrom(last: number, needs: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = [last];
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    if (reached.has(stage)) continue;
    reached.add(stage);
    open.push(...(needs[stage] ?? []));
  }
  return reached;
}

/** `docker.io/library/python:3.11-slim@sha256:…` → name `python`, tag `3.11-slim`. */
export function readImageName(image: string): { readonly name: string; readonly tag: string } {
  const plain = image
    .split('@')[0]
    ?.replace(/^(?:docker\.io|index\.docker\.io)\//, '')
    .replace(/^library\//, '');
  const at = plain?.lastIndexOf(':') ?? -1;
  if (plain === undefined || at < 0 || plain.slice(at).includes('/'))
    return { name: plain ?? '', tag: 'latest' };
  return { name: plain.slice(0, at), tag: plain.slice(at + 1) };
}

/** Whether two names stand for the same image: `python` is `docker.io/library/python:latest`. */
export function sameImage(one: string, other: string): boolean {
  const [a, b] = [readImageName(one), readImageName(other)];
  return a.name === b.name && a.tag === b.tag;
}

/** Whether the lesson allows to build on it: an entry without a tag allows every tag. */
export function allowed(image: string, manifest: Manifest): boolean {
  const asked = readImageName(image);
  return manifest.baseImages.some((entry) => {
    const hasTag = entry.slice(entry.lastIndexOf('/') + 1).includes(':');
    const known = readImageName(entry);
    return known.name === asked.name && (!hasTag || known.tag === asked.tag);
  });
}

/** The allowed image that a mistyped one was probably meant to be; null when none is that near. */
export function meantImage(image: string, manifest: Manifest): string | null {
  const { name, tag } = readImageName(image);
  // `node` is no typo of `python`; `3.10` may well be one of `3.11`.
  const near = manifest.baseImages.some((entry) => editDistance(name, readImageName(entry).name) <= 2);
  if (!near) return null;
  return nearest(`${name}:${tag}`, manifest.baseImages);
}

/** The sentence for an image that the lesson does not allow. */
export function notAllowed({ image, by }: OutsideImage, manifest: Manifest): Saying {
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
