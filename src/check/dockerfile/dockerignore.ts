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
  /** What Docker refuses, with its words; then nothing is built. */
  readonly error: { readonly line: number; readonly phrase: string } | null;
}

export const noIgnoreFile: IgnoreFile = { patterns: [], error: null };

/** Has an empty part, `.` or `..` in it, or a slash at its end. */
const uncleanPath = /(?:^|\/)\.{1,2}(?:\/|$)|\/\/|.\/$/;

/** A path without `.`, `..`, doubled and trailing slashes, as Go's `filepath.Clean` gives it. */
export function cleanPath(path: string): string {
  if (path !== '' && !uncleanPath.test(path)) return path;
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  const joined = parts.join('/');
  if (rooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}

/** Whether Go's `filepath.Match` takes the pattern: brackets closed, not empty, nothing after the last escape. */
export function wellFormed(pattern: string): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') {
      at += 1;
      // Go only looks as far as the first star; behind it a last backslash stands for itself.
      if (at >= pattern.length && !pattern.replace(/^\*+/, '').includes('*')) return false;
    } else if (pattern[at] === '[') {
      at += 1;
      if (pattern[at] === '^') at += 1;
      let members = 0;
      const member = (): boolean => {
        if (pattern[at] === '\\') at += 1;
        if (at >= pattern.length || (pattern[at] === '-' && pattern[at - 1] !== '\\')) return false;
        at += 1;
        return true;
      };
      while (pattern[at] !== ']' || members === 0) {
        if (pattern[at] === ']' || !member()) return false;
        if (pattern[at] === '-') {
          at += 1;
          if (pattern[at] === ']' || !member()) return false;
        }
        members += 1;
      }
    }
  }
  return true;
}

/** An escaped letter or number that Go's regular expressions, which moby makes of a pattern, do not have; null when there is none. */
const wrongEscape = (pattern: string): string | null =>
  // A pattern without letters behind its backslashes is most of them.
  pattern
    .match(/\\(?:[^a-zA-Z0-9]|[aAbBdDfnQrsStvwWzC0]|x(?:[\da-fA-F]{2}|\{)|[1-7][0-7])|\\[a-zA-Z0-9]/g)
    ?.find((each) => /^\\[a-zA-Z1-9]$/.test(each) && !/^\\[aAbBdDfnQrsStvwWzC]$/.test(each)) ?? null;

/** Literal pieces between wildcards: matched without a regular expression, so no pattern can make it slow. */
type Piece =
  | { readonly kind: 'text' | 'set'; readonly text: string }
  | { readonly kind: 'star' | 'one' | 'any' | 'folders' };

function piecesOf(pattern: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (character === '*' && pattern[at + 1] === '*') {
      at += 1;
      if (pattern[at + 1] === '/') at += 1;
      const kind = at + 1 >= pattern.length ? 'any' : 'folders';
      if (pieces.at(-1)?.kind !== kind) pieces.push({ kind });
    } else if (character === '*') {
      if (pieces.at(-1)?.kind !== 'star') pieces.push({ kind: 'star' });
    } else if (character === '?') pieces.push({ kind: 'one' });
    else if (character === '[') {
      const end = closing(pattern, at);
      pieces.push({ kind: 'set', text: pattern.slice(at, end + 1) });
      at = end;
    } else {
      const escaped = character === '\\' && at + 1 < pattern.length;
      if (escaped) at += 1;
      const plain = pattern[at] ?? '';
      // An escaped letter is a class or a sign of its own: no name of a student's project has those in it.
      pieces.push({
        kind: 'text',
        text: escaped && /[a-zA-Z0-9]/.test(plain) ? '\u0000' : escaped ? plain : character,
      });
    }
  }
  return pieces;
}

/** The longest run of plain characters: a path without it cannot match, which is quickly seen. */
function longestText(pieces: readonly Piece[]): string {
  let longest = '';
  let run = '';
  for (const piece of pieces) {
    run = piece.kind === 'text' ? run + piece.text : '';
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

function closing(pattern: string, from: number): number {
  let at = from + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return Math.min(at, pattern.length - 1);
}

function inSet(set: string, character: string): boolean {
  const negated = set[1] === '^';
  const body = set.slice(negated ? 2 : 1, -1);
  let found = false;
  for (let at = 0; at < body.length; at += 1) {
    if (body[at] === '\\') at += 1;
    const low = body[at] ?? '';
    if (body[at + 1] === '-' && at + 2 < body.length) {
      at += 2;
      if (body[at] === '\\') at += 1;
      if (low <= character && character <= (body[at] ?? '')) found = true;
    } else if (low === character) found = true;
  }
  return found !== negated;
}

/** Which positions of a path a pattern can have reached: one pass, time is the product of both lengths at most. */
function reaches(pieces: readonly Piece[], path: string): boolean {
  let open = new Set([0]);
  for (const piece of pieces) {
    const next = new Set<number>();
    for (const at of open) {
      const character = path[at];
      switch (piece.kind) {
        case 'text':
          if (character === piece.text) next.add(at + 1);
          break;
        case 'set':
          if (character !== undefined && inSet(piece.text, character)) next.add(at + 1);
          break;
        case 'one':
          if (character !== undefined && character !== '/') next.add(at + 1);
          break;
        case 'star':
          for (let end = at; ; end += 1) {
            next.add(end);
            if (end >= path.length || path[end] === '/') break;
          }
          break;
        case 'any':
          for (let end = at; end <= path.length; end += 1) next.add(end);
          break;
        case 'folders':
          next.add(at);
          for (let end = at; end < path.length; end += 1) if (path[end] === '/') next.add(end + 1);
          break;
      }
    }
    if (next.size === 0) return false;
    open = next;
  }
  return open.has(path.length);
}

/** A pattern as Go's `filepath.Match` reads it, with `**` beside. */
export function matcher(pattern: string): (path: string) => boolean {
  if (!/[*?[\]\\]/.test(pattern)) return (path) => path === pattern;
  // `**x` (no other wildcard) is a plain suffix for moby, so `**/foo` and `**foo` both take what ends in it.
  const suffix = /^\*\*([^*?[\]\\]+)$/.exec(pattern)?.[1];
  if (suffix !== undefined) {
    return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
  }
  // The two most common: `*.pyc` at the top, `**/*.pyc` anywhere.
  const ending = /^(\*\*\/)?\*([^*?[\]\\/]+)$/.exec(pattern);
  const end = ending?.[2];
  if (end !== undefined) {
    const anywhere = ending?.[1] !== undefined;
    return (path) => path.endsWith(end) && (anywhere || !path.includes('/'));
  }
  const pieces = piecesOf(pattern);
  const needed = longestText(pieces);
  return (path) => path.includes(needed) && reaches(pieces, path);
}

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
    if (!wellFormed(pattern)) return { patterns, error: { line, phrase: 'syntax error in pattern' } };
    const wrong = wrongEscape(pattern);
    // An exception is only read where something before it has left a file out.
    if (wrong !== null && (!exception || patterns.some((each) => !each.exception)))
      return { patterns, error: { line, phrase: `invalid escape sequence: ${wrong}` } };
    patterns.push({ written, line, pattern, exception, matches: matcher(pattern) });
  }
  return { patterns, error: null };
}

/** What each pattern came to for a folder: BuildKit hands that on to what is in it. */
interface Walked {
  readonly by: IgnorePattern | null;
  readonly matched: readonly boolean[];
}
const known = new WeakMap<IgnoreFile, Map<string, Walked>>();

/** Linux takes no longer path (PATH_MAX), and nobody's project is that deep: there is no such file to hide. */
const most = { length: 4_096, folders: 100 } as const;

const isTooDeep = (path: string): boolean =>
  path.length > most.length || path.split('/', most.folders + 2).length > most.folders + 1;

/**
 * The pattern that keeps a path out of the build context; null when the path is in it. BuildKit walks from the top: a
 * pattern that matched a folder matches all that is in it, and one that had no say for the folder (an exception of what
 * was in anyway) has none for what is in it but by its own match. So `core/*` and then `!core` leave core empty.
 */
export function ignoredBy(file: IgnoreFile, path: string): IgnorePattern | null {
  if (file.patterns.length === 0 || isTooDeep(path)) return null;
  const folders = known.get(file) ?? new Map<string, Walked>();
  known.set(file, folders);
  let above: Walked | null = null;
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
    const folder = path.slice(0, cut);
    const walked: Walked = folders.get(folder) ?? walk(file, folder, above);
    folders.set(folder, walked);
    above = walked;
  }
  return walk(file, path, above).by;
}

function walk(file: IgnoreFile, path: string, above: Walked | null): Walked {
  const matched: boolean[] = [];
  let by: IgnorePattern | null = null;
  for (const [index, pattern] of file.patterns.entries()) {
    let match = above?.matched[index] === true;
    if (!match && pattern.exception === (by !== null)) match = pattern.matches(path);
    matched.push(match);
    if (match) by = pattern.exception ? null : (by ?? pattern);
  }
  return { by, matched };
}

/** Whether any pattern lets something back in: then Docker cannot tell beforehand what a folder's copy leaves out. */
export const hasExceptions = (file: IgnoreFile): boolean => file.patterns.some(({ exception }) => exception);
