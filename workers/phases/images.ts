import { DockerfileParser } from 'dockerfile-ast';
import type { Manifest } from '../../src/lesson/manifest.ts';

/** An image that a Dockerfile takes from outside: by FROM, COPY --from or RUN --mount=from=. */
export interface OutsideImage {
  readonly image: string;
  readonly line: number;
}

const variable = /\$(?:\{(\w+)(?::?[-+]([^}]*))?\}|(\w+))/g;

/** The outside images, with the defaults of ARGs that stand before the first FROM put in. */
export function outsideImages(dockerfile: string): readonly OutsideImage[] {
  const globals = new Map<string, string>();
  const stages: string[] = [];
  const found: OutsideImage[] = [];
  const filled = (text: string): string =>
    text.replace(
      variable,
      (_, braced: string | undefined, fallback: string | undefined, bare: string | undefined) =>
        globals.get(braced ?? bare ?? '') ?? fallback ?? '',
    );
  const isStage = (name: string): boolean => stages.includes(name.toLowerCase()) || /^\d+$/.test(name);

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
      if (image !== '' && image !== 'scratch' && !isStage(image)) found.push({ image, line });
      // A stage without a name is reached by its number alone.
      stages.push(name?.toLowerCase() ?? `\u0000${stages.length}`);
    } else {
      for (const [, from = ''] of text.matchAll(
        keyword === 'RUN' ? /--mount=\S*?\bfrom=([^\s,]+)/g : keyword === 'COPY' ? /--from=(\S+)/g : /$^/g,
      )) {
        const image = filled(from);
        if (image !== '' && !isStage(image)) found.push({ image, line });
      }
    }
  }
  return found;
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

/** Whether the lesson allows to build on it: an entry without a tag allows every tag. */
export function allowed(image: string, manifest: Manifest): boolean {
  const asked = readImageName(image);
  return manifest.baseImages.some((entry) => {
    const hasTag = entry.slice(entry.lastIndexOf('/') + 1).includes(':');
    const known = readImageName(entry);
    return known.name === asked.name && (!hasTag || known.tag === asked.tag);
  });
}
