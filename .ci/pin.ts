/**
 * `npm run pin` asks the registries which digest the tag of each pinned image has now, and writes it wherever the old one stands. The
 * Docker engine asks for it, with the credentials of `docker login`. Read the difference, run the tests, commit.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import Docker from 'dockerode';

/** An image with its tag, with its registry where one is named, and the digest that it is pinned to. */
const pinned =
  /\b(?<image>(?:[a-z0-9][\w.-]{0,60}:\d{1,5}\/)?[a-z0-9][\w./-]{0,100}:[\w.-]{1,60})@(?<digest>sha256:[0-9a-f]{64})/g;

/** @returns the images with tag that `text` pins, each once. */
export function pinnedImages(text: string): readonly string[] {
  return [...new Set([...text.matchAll(pinned)].map(({ groups }) => groups?.image ?? ''))];
}

/** `text` with the digest of each image that has a new one. */
export function repin(text: string, digests: ReadonlyMap<string, string>): string {
  return text.replace(pinned, (all: string, image: string) => {
    const digest = digests.get(image);
    return digest === undefined ? all : `${image}@${digest}`;
  });
}

/** The digest of all platforms' list that the registry has under `image`'s tag; throws what the engine says when it does not know. */
export async function digestOf(engine: Docker, image: string): Promise<string> {
  const { Descriptor } = await engine.getImage(image).distribution();
  return Descriptor.digest;
}

/** What pins images: files that are built from or started, and the pages that name them; what tests and lessons pin is theirs. */
const files = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--', ':!test', ':!lessons', ':!package-lock.json'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => /(Dockerfile|\.(js|ts|ya?ml|md|example))$/.test(file));

if (import.meta.main) {
  const engine = new Docker();
  const texts = files().map((file) => [file, readFileSync(file, 'utf8')] as const);
  const digests = new Map<string, string>();
  for (const image of pinnedImages(texts.map(([, text]) => text).join('\n'))) {
    digests.set(image, await digestOf(engine, image));
    console.log(`${image} is ${digests.get(image)}`);
  }
  for (const [file, text] of texts) {
    const now = repin(text, digests);
    if (now !== text) writeFileSync(file, now);
  }
}
