import { cleanPath } from './clean-path.ts';
import { globMatcher, invalidEscape, isWellFormedGlob } from './glob.ts';
import { trim } from './text.ts';

/**
 * `.dockerignore` with the rules of moby's pattern matcher: patterns are anchored at the context's root, `*` stops
 * at a slash, `**` does not, the last pattern that matches wins, `!` lets back in, and a pattern that matches a
 * folder holds for what is in it.
 */

export interface IgnorePattern {
  /** As it was written, and its line from 1. */
  readonly written: string;
  readonly line: number;
  /** Cleaned, without `!` and without a leading slash. */
  readonly pattern: string;
  readonly exception: boolean;
  readonly matches: (path: string) => boolean;
}

export interface IgnoreFile {
  readonly patterns: readonly IgnorePattern[];
  /** Why Docker refuses the file, in its own words; nothing is built then. */
  readonly error: { readonly line: number; readonly phrase: string } | null;
}

export const noIgnoreFile: IgnoreFile = { patterns: [], error: null };

/** Reads a `.dockerignore`. */
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

/** Which patterns matched a folder: BuildKit passes that on to everything inside it. */
interface FolderMatches {
  readonly by: IgnorePattern | null;
  readonly matched: readonly boolean[];
}
const matchesByFile = new WeakMap<IgnoreFile, Map<string, FolderMatches>>();

/**
 * Linux does not allow longer paths (PATH_MAX), and no project is nested this deeply: there is no such file to hide.
 */
const most = { length: 4_096, folders: 100 } as const;

const isTooDeep = (path: string): boolean =>
  path.length > most.length ||
  (path.length > most.folders && path.split('/', most.folders + 2).length > most.folders + 1);

/**
 * The pattern that keeps a path out of the build context; null when the path is in it. BuildKit walks from the top: a
 * pattern that matched a folder matches all that is in it, and one that had no say for the folder (an exception of what
 * was in anyway) has none for what is in it but by its own match. So `core/*` and then `!core` leave core empty.
 */
export function ignoredBy(file: IgnoreFile, path: string): IgnorePattern | null {
  if (file.patterns.length === 0 || isTooDeep(path)) return null;
  const folders = matchesByFile.get(file) ?? new Map<string, FolderMatches>();
  matchesByFile.set(file, folders);
  return matchPath(file, path, folderAbove(file, path, folders)).by;
}

/** What matched the folder that a path is in; null at the top. `isTooDeep` bounds how often it asks for the next one above. */
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

/** Whether any pattern lets something back in: Docker then cannot know in advance what copying a folder leaves out. */
export const hasExceptions = (file: IgnoreFile): boolean => file.patterns.some(({ exception }) => exception);
