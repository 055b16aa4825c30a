import { cleanPath } from './clean-path.ts';
import { globMatcher, invalidEscape, isWellFormedGlob } from './glob.ts';
import { trim } from './text.ts';

/**
 * A pattern of `.dockerignore`, with the rules of moby's pattern matcher: patterns are relative to the context's root, `*` does not match a
 * slash but `**` does, the last matching pattern wins, `!` re-includes, and a pattern that matches a folder applies to its contents.
 */

export interface IgnorePattern {
  /** The pattern as written, and its line (from 1). */
  readonly written: string;
  readonly line: number;
  /** Normalized, without `!` and leading slash. */
  readonly pattern: string;
  readonly exception: boolean;
  readonly matches: (path: string) => boolean;
}

export interface IgnoreFile {
  readonly patterns: readonly IgnorePattern[];
  /** Docker's error message if it refuses the file, in which case nothing is built. */
  readonly error: { readonly line: number; readonly phrase: string } | null;
}

export const noIgnoreFile: IgnoreFile = { patterns: [], error: null };

/** Parses a `.dockerignore`. */
export function parseIgnoreFile(text: string): IgnoreFile {
  const patterns: IgnorePattern[] = [];
  const lines = text.replace(/^\ufeff/, '').split('\n');
  for (const [index, raw] of lines.entries()) {
    if (raw.startsWith('#')) continue;
    const written = trim(raw);
    if (written === '') continue;
    const line = index + 1;
    const exception = written.startsWith('!');
    const body = exception ? trim(written.slice(1)) : written;
    if (body === '') return { patterns, error: { line, phrase: 'illegal exclusion pattern: "!"' } };
    const cleaned = cleanPath(body);
    const pattern = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
    if (exception && pattern === '/')
      return { patterns, error: { line, phrase: 'illegal exclusion pattern: "!"' } };
    if (!isWellFormedGlob(pattern)) return { patterns, error: { line, phrase: 'syntax error in pattern' } };
    const invalid = invalidEscape(pattern);
    // moby compiles an exception only if a pattern before it has excluded something.
    if (invalid !== null && (!exception || patterns.some((each) => !each.exception)))
      return { patterns, error: { line, phrase: `invalid escape sequence: ${invalid}` } };
    patterns.push({ written, line, pattern, exception, matches: globMatcher(pattern) });
  }
  return { patterns, error: null };
}

/** The patterns that matched a folder. BuildKit applies them to everything inside it. */
interface FolderMatches {
  readonly by: IgnorePattern | null;
  readonly matched: readonly boolean[];
}
const matchesByFile = new WeakMap<IgnoreFile, Map<string, FolderMatches>>();

/** Linux does not allow longer paths (PATH_MAX), and no project is nested more deeply, so there is no such file to exclude. */
const most = { length: 4_096, folders: 100 } as const;

const isTooDeep = (path: string): boolean =>
  path.length > most.length ||
  (path.length > most.folders && path.split('/', most.folders + 2).length > most.folders + 1);

/**
 * The pattern that excludes a path from the build context; null if the path is included. BuildKit walks the tree from the top: a pattern
 * that matched a folder matches everything in it. An exception that did not apply to the folder itself, because nothing had excluded it,
 * does not apply to the contents unless it matches them directly. So `core/*` followed by `!core` leaves core empty.
 */
export function ignoredBy(file: IgnoreFile, path: string): IgnorePattern | null {
  if (file.patterns.length === 0 || isTooDeep(path)) return null;
  const folders = matchesByFile.get(file) ?? new Map<string, FolderMatches>();
  matchesByFile.set(file, folders);
  return matchPath(file, path, folderAbove(file, path, folders)).by;
}

/** The patterns that matched the path's parent folder; null at the top. `isTooDeep` limits the recursion. */
function folderAbove(
  file: IgnoreFile,
  path: string,
  known: Map<string, FolderMatches>,
): FolderMatches | null {
  const cut = path.lastIndexOf('/');
  if (cut < 0) return null;
  const folder = path.slice(0, cut);
  const before = known.get(folder);
  if (before !== undefined) return before;
  const matches = matchPath(file, folder, folderAbove(file, folder, known));
  known.set(folder, matches);
  return matches;
}

function matchPath(file: IgnoreFile, path: string, above: FolderMatches | null): FolderMatches {
  const matched: boolean[] = [];
  let by: IgnorePattern | null = null;
  for (const pattern of file.patterns) {
    let match = above?.matched[matched.length] === true;
    if (!match && pattern.exception === (by !== null)) match = pattern.matches(path);
    matched.push(match);
    if (match) by = pattern.exception ? null : (by ?? pattern);
  }
  return { by, matched };
}

/** Whether any pattern re-includes files: Docker then cannot know in advance what copying a folder leaves out. */
export const hasExceptions = (file: IgnoreFile): boolean => file.patterns.some(({ exception }) => exception);
