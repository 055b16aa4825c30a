/** Glob patterns as in Go's `filepath.Match`, with moby's `**`. */

/** Whether `filepath.Match` accepts the pattern: sets are closed and not empty, and the last escape is followed by a character. */
export function isWellFormedGlob(pattern: string): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') {
      at += 1;
      // Go only parses up to the first star. After it, a trailing backslash is literal.
      if (at >= pattern.length && !pattern.replace(/^\*+/, '').includes('*')) return false;
    } else if (pattern[at] === '[') {
      const end = endOfSet(pattern, at);
      if (end === null) return false;
      at = end;
    }
  }
  return true;
}

/** Position of the `]` that closes the set opened at `from`; null if Go cannot parse the set. */
function endOfSet(pattern: string, from: number): number | null {
  let at = from + 1;
  if (pattern[at] === '^') at += 1;
  let isEmpty = true;
  while (pattern[at] !== ']' || isEmpty) {
    const end = endOfRange(pattern, at);
    if (end === null) return null;
    at = end;
    isEmpty = false;
  }
  return at;
}

/** The position after a character or range (`a-z`) of a set; null if it is incomplete. */
function endOfRange(pattern: string, from: number): number | null {
  const end = endOfCharacter(pattern, from);
  return end !== null && pattern[end] === '-' ? endOfCharacter(pattern, end + 1) : end;
}

function endOfCharacter(pattern: string, from: number): number | null {
  if (pattern[from] === ']') return null;
  const at = pattern[from] === '\\' ? from + 1 : from;
  if (at >= pattern.length || (pattern[at] === '-' && pattern[at - 1] !== '\\')) return null;
  return at + 1;
}

/**
 * The first escaped letter or digit that Go's regular expressions, to which moby translates patterns, do not know; null if there is none.
 */
export const invalidEscape = (pattern: string): string | null =>
  // The first alternative skips escapes that are always valid, which is as far as most patterns get.
  pattern
    .match(/\\(?:[^a-zA-Z0-9]|[aAbBdDfnQrsStvwWzC0]|x(?:[\da-fA-F]{2}|\{)|[1-7][0-7])|\\[a-zA-Z0-9]/g)
    ?.find((each) => /^\\[a-zA-Z1-9]$/.test(each) && !/^\\[aAbBdDfnQrsStvwWzC]$/.test(each)) ?? null;

/** A part of a pattern. Patterns are matched without regular expressions, so that no pattern can make matching slow. */
type GlobPart =
  | { readonly kind: 'text' | 'set'; readonly text: string }
  /** `*`, `?`, a `**` at the end, and `**` with its slash. */
  | { readonly kind: 'star' | 'one' | 'rest' | 'folders' };

function partsOf(pattern: string): readonly GlobPart[] {
  const parts: GlobPart[] = [];
  for (let at = 0; at < pattern.length; ) {
    const { part, end } = partAt(pattern, at);
    // A repeated star of the same kind has no effect but would cost a pass over the path.
    const repeats = part.kind === parts.at(-1)?.kind && ['star', 'rest', 'folders'].includes(part.kind);
    if (!repeats) parts.push(part);
    at = end;
  }
  return parts;
}

/** Parses the part that begins at a position, and returns the position after it. */
function partAt(pattern: string, at: number): { readonly part: GlobPart; readonly end: number } {
  const character = pattern[at] ?? '';
  if (character === '*' && pattern[at + 1] === '*') {
    const end = pattern[at + 2] === '/' ? at + 3 : at + 2;
    return { part: { kind: end >= pattern.length ? 'rest' : 'folders' }, end };
  }
  if (character === '*') return { part: { kind: 'star' }, end: at + 1 };
  if (character === '?') return { part: { kind: 'one' }, end: at + 1 };
  if (character === '[') {
    const end = closingBracket(pattern, at) + 1;
    return { part: { kind: 'set', text: pattern.slice(at, end) }, end };
  }
  const escaped = character === '\\' ? pattern[at + 1] : undefined;
  if (escaped === undefined) return { part: { kind: 'text', text: character }, end: at + 1 };
  // An escaped letter is a character class or control character, which no file name in a student's project contains.
  const text = /[a-zA-Z0-9]/.test(escaped) ? '\u0000' : escaped;
  return { part: { kind: 'text', text }, end: at + 2 };
}

function closingBracket(pattern: string, from: number): number {
  let at = from + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return Math.min(at, pattern.length - 1);
}

/** The longest run of literal characters. A path without it cannot match, which is quick to check. */
function longestText(parts: readonly GlobPart[]): string {
  let longest = '';
  let run = '';
  for (const part of parts) {
    run = part.kind === 'text' ? run + part.text : '';
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

function isInSet(set: string, character: string): boolean {
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

/** Whether the parts match a whole path. Tracks all possible positions at once, so it takes at most the product of both lengths. */
function matchesParts(parts: readonly GlobPart[], path: string): boolean {
  let positions = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const at of positions) addEnds(part, path, at, next);
    if (next.size === 0) return false;
    positions = next;
  }
  return positions.has(path.length);
}

/** Adds the positions that a part can reach from a position in the path. */
function addEnds(part: GlobPart, path: string, at: number, ends: Set<number>): void {
  const character = path[at];
  switch (part.kind) {
    case 'text':
      if (character === part.text) ends.add(at + 1);
      break;
    case 'set':
      if (character !== undefined && isInSet(part.text, character)) ends.add(at + 1);
      break;
    case 'one':
      if (character !== undefined && character !== '/') ends.add(at + 1);
      break;
    case 'star':
      for (let end = at; ; end += 1) {
        ends.add(end);
        if (end >= path.length || path[end] === '/') break;
      }
      break;
    case 'rest':
      for (let end = at; end <= path.length; end += 1) ends.add(end);
      break;
    case 'folders':
      ends.add(at);
      for (let end = at; end < path.length; end += 1) if (path[end] === '/') ends.add(end + 1);
      break;
  }
}

/** Compiles a pattern to a function that tests paths. */
export function globMatcher(pattern: string): (path: string) => boolean {
  if (!/[*?[\]\\]/.test(pattern)) return (path) => path === pattern;
  // moby treats `**x` without another wildcard as a plain suffix, so both `**/foo` and `**foo` match whatever ends with it.
  const suffix = /^\*\*([^*?[\]\\]+)$/.exec(pattern)?.[1];
  if (suffix !== undefined) {
    return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
  }
  // The two most common kinds: `*.pyc` at the top, `**/*.pyc` anywhere.
  const ending = /^(\*\*\/)?\*([^*?[\]\\/]+)$/.exec(pattern);
  const end = ending?.[2];
  if (end !== undefined) {
    const anywhere = ending?.[1] !== undefined;
    return (path) => path.endsWith(end) && (anywhere || !path.includes('/'));
  }
  const parts = partsOf(pattern);
  const needed = longestText(parts);
  return (path) => path.includes(needed) && matchesParts(parts, path);
}
