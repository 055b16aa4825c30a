/** What a student's own project may have, where a lesson builds that in place of a tree of its own. docs/security.md lists them. */
export const projectLimits = {
  /** Files that are taken. */
  files: 400,
  /** Bytes of one file; a lock file of npm has more than any that somebody writes. */
  fileBytes: 256 * 1024,
  /** Bytes of all files that are taken. */
  bytes: 1024 * 1024,
  /** Folders that lie in one another. */
  depth: 12,
  /** Characters of a path, from the project's top. */
  pathLength: 200,
} as const;

/** Why a student's own project is not taken at all. */
export type ProjectRefusal =
  /** A path leads out of it. */
  | 'outside'
  /** A path has characters that no path may have. */
  | 'odd-path'
  | 'long-path'
  | 'link'
  /** A device, a pipe, a socket. */
  | 'special'
  /** Two paths that are one file on many computers. */
  | 'twice'
  | 'too-many'
  | 'too-large'
  | 'too-deep'
  /** Several folders could be the build context. */
  | 'several'
  /** It has no text at all. */
  | 'empty';
