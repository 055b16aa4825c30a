import type { BaseFolders } from './files.ts';
import { words } from './word-list.ts';

/** What is known of the images that a Dockerfile starts from, without asking a registry. */
export interface BaseImage {
  /** As `FROM` names it after substitution. */
  readonly reference: string;
  readonly files: 'known' | 'unknown' | 'empty';
  /** Programs on its PATH; null when they are not known. */
  readonly programs: ReadonlySet<string> | null;
  /** Programs that others of its kind have, and this one certainly has not. */
  readonly lacks: readonly string[];
  /** What is known of its own folders; and, where that is all, `programs` has all of them but those that only some images have. */
  readonly folders: BaseFolders;
  readonly family: 'debian' | 'alpine' | 'none' | 'unknown';
  /** Its environment; null when that is not known. */
  readonly env: Readonly<Record<string, string>> | null;
  readonly workdir: string;
  readonly user: string;
  /** Tools that it is made for: files of its own, which a step may copy or borrow. */
  readonly brings: readonly string[];
  /** Files of its own that a Dockerfile may count on, with their texts; null for a text that is not known. */
  readonly brought: Readonly<Record<string, string | null>>;
  /** Folders of its own of which `brought` has every file. */
  readonly whole: readonly string[];
  /** Users of its own besides those of every system, with their home folders; null for one without. */
  readonly users: Readonly<Record<string, string | null>>;
  /** What a container of it starts where the Dockerfile says nothing; null where that is not known, or is a shell. */
  readonly start: readonly string[] | null;
  /** The program that it starts with the words of CMD, where the first of them is no program; null where there is none. */
  readonly launcher: string | null;
  /** Ports that it documents. */
  readonly exposes: readonly number[];
}

/** An image's name as far as a table of images asks for it. */
export interface ImageName {
  readonly reference: string;
  /** Registry and path, without those that Docker adds by itself. */
  readonly path: string;
  /** The tag, or `latest`. */
  readonly label: string;
}

/** Programs of every image that has a shell. */
export const programsOfEveryImage: ReadonlySet<string> = new Set(
  words(`
  sh cat chgrp chmod chown cp cut date dd df dirname du echo env expr false find grep head hostname id install kill ln
  ls md5sum mkdir mktemp mv nice nohup od printf pwd readlink realpath rm rmdir sed seq sha256sum sleep sort stat stty
  su sync tail tar tee test timeout touch tr true uname uniq wc which whoami xargs yes [ basename gzip gunzip awk`),
);

/** The PATH of an image that says nothing of it. */
export const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** An image with what most of its kind have. */
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

/** A reference's parts: registry and path, name, tag, digest. */
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

/** What is known of an image, by its name, from the toolchains that know images. */
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
