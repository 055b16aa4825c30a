import { createHash } from 'node:crypto';
import { fileLimitBytes } from '../submission/files.ts';

/** Why a file of a commit cannot be used as it is. */
export type FileTrouble =
  /** `near`: where a file with that name was found instead. */
  | { readonly kind: 'missing'; readonly path: string; readonly near: string | null }
  | { readonly kind: 'folder-missing'; readonly path: string; readonly near: string | null }
  | { readonly kind: 'too-large'; readonly path: string; readonly kilobytes: number }
  | {
      readonly kind:
        | 'symlink'
        | 'submodule'
        | 'is-folder'
        | 'is-file'
        | 'lfs'
        | 'binary'
        | 'utf16'
        | 'not-utf8';
      readonly path: string;
    };

/** The beginning of what Git LFS commits in place of a file. */
const lfsPointer = 'version https://git-lfs.github.com/spec/';

/** The text of a file, or why there is none. A byte order mark and line ends stay as committed. */
export function textOfBlob(path: string, content: Buffer): string | FileTrouble {
  if (content.length > fileLimitBytes)
    return { kind: 'too-large', path, kilobytes: Math.ceil(content.length / 1024) };
  const start = content.subarray(0, 2).toString('hex');
  if (start === 'fffe' || start === 'feff') return { kind: 'utf16', path };
  if (content.includes(0)) return { kind: 'binary', path };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return text.startsWith(lfsPointer) ? { kind: 'lfs', path } : text;
  } catch {
    return { kind: 'not-utf8', path };
  }
}

/** Git's object ID of a file's content: proves that it is the committed content. */
export const blobSha = (content: Buffer): string =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
