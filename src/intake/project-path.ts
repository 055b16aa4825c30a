/** Why a path cannot be one of a project's: it leads out of it, or is written as no path of a file is. */
export interface PathProblem {
  readonly why: 'outside' | 'odd-path';
}

/** Longer paths are refused before any prefix of theirs is removed. */
const longestWritten = 1_000;

/** A path of a project with `/` and without `.`: `./a\b//c` is `a/b/c`, and `./` its top, which is empty. What leads elsewhere is none. */
export function safePath(written: string): string | PathProblem {
  if (written.length > longestWritten) return { why: 'odd-path' };
  if (/[\u0000-\u001f\u007f]/.test(written)) return { why: 'odd-path' };
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return { why: 'outside' };
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { why: 'outside' };
  // It would be the object's own, and no file's, wherever files are kept by their names.
  return parts.includes('__proto__') ? { why: 'odd-path' } : parts.join('/');
}
