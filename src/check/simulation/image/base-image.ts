import type { BaseFolders } from './files.ts';
import { words } from './word-list.ts';

/** What is known about a base image without asking a registry. */
export interface BaseImage {
  /** As written in `FROM`, after substitution. */
  readonly reference: string;
  readonly files: 'known' | 'unknown' | 'empty';
  /** Programs on its PATH; null if unknown. */
  readonly programs: ReadonlySet<string> | null;
  /** Programs that similar images have but that this one certainly lacks. */
  readonly lacks: readonly string[];
  /** How much is known about its own folders. If `all`, `programs` is also complete, except for programs that only some images have. */
  readonly folders: BaseFolders;
  readonly family: 'debian' | 'alpine' | 'none' | 'unknown';
  /** Its environment variables; null if unknown. */
  readonly env: Readonly<Record<string, string>> | null;
  readonly workdir: string;
  readonly user: string;
  /** Tools that the image is made for. Steps may copy or mount their files. */
  readonly brings: readonly string[];
  /** Files of the image that a Dockerfile may rely on, by path, with their text; null if the text is unknown. */
  readonly brought: Readonly<Record<string, string | null>>;
  /** Folders of the image for which `brought` lists every file. */
  readonly whole: readonly string[];
  /** Users of the image besides those of every system, with their home folders; null for a user without one. */
  readonly users: Readonly<Record<string, string | null>>;
  /** The image's own start command, used if the Dockerfile sets none; null if unknown or a shell. */
  readonly start: readonly string[] | null;
  /** The program that the entrypoint runs with CMD's words as arguments if the first of them is no program; null for none. */
  readonly launcher: string | null;
  /** Ports that it exposes. */
  readonly exposes: readonly number[];
}

/** The parts of an image's name that tables of known images use. */
export interface ImageName {
  readonly reference: string;
  /** Registry and repository path, without the defaults that Docker adds. */
  readonly path: string;
  /** The tag, or `latest`. */
  readonly label: string;
}

/** Programs in every image that has a shell. */
export const programsOfEveryImage: ReadonlySet<string> = new Set(
  words(`
  sh cat chgrp chmod chown cp cut date dd df dirname du echo env expr false find grep head hostname id install kill ln
  ls md5sum mkdir mktemp mv nice nohup od printf pwd readlink realpath rm rmdir sed seq sha256sum sleep sort stat stty
  su sync tail tar tee test timeout touch tr true uname uniq wc which whoami xargs yes [ basename gzip gunzip awk`),
);

/** The PATH of an image that does not set one. */
export const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Creates a base image with defaults that hold for most images of its kind. */
export function image(
  { reference }: ImageName,
  part: Partial<BaseImage> & Pick<BaseImage, 'family'>,
): BaseImage {
  return {
    reference,
    files: 'known',
    folders: part.family === 'debian' ? 'some' : 'none',
    programs: new Set(),
    lacks: [],
    env: { PATH: usualPath },
    workdir: '/',
    user: '',
    brings: [],
    brought: {},
    whole: [],
    users: {},
    start: null,
    launcher: null,
    exposes: [],
    ...part,
  };
}

/** Splits an image reference into registry and path, name, tag and digest. */
export function referenceParts(reference: string): {
  readonly path: string;
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
} {
  const [beforeDigest = '', digest = null] = reference.split('@');
  const slash = beforeDigest.lastIndexOf('/');
  const colon = beforeDigest.indexOf(':', slash + 1);
  const path = (colon < 0 ? beforeDigest : beforeDigest.slice(0, colon)).replace(
    /^(?:docker\.io\/)?(?:library\/)?/,
    '',
  );
  return {
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    tag: colon < 0 ? null : beforeDigest.slice(colon + 1),
    digest,
  };
}

/** What the toolchains know about an image, looked up by its name. */
export function baseImage(
  known: { baseImage(name: ImageName): BaseImage | null },
  reference: string,
): BaseImage {
  const { path, tag } = referenceParts(reference);
  const name: ImageName = { reference, path, label: tag ?? 'latest' };
  if (reference === 'scratch') return image(name, { family: 'none', files: 'empty' });
  const unknown = { family: 'unknown', files: 'unknown', programs: null, env: null } as const;
  return known.baseImage(name) ?? image(name, unknown);
}
