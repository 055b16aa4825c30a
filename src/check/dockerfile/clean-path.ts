/** Whether nothing in a path can need cleaning: asked of every path, so it searches for plain texts instead of a pattern. */
const isPlain = (path: string): boolean =>
  path !== '' &&
  !path.startsWith('.') &&
  !path.includes('/.') &&
  !path.includes('//') &&
  (path === '/' || !path.endsWith('/'));

/** A path without `.`, `..`, doubled and trailing slashes, as Go's `filepath.Clean` gives it. */
export function cleanPath(path: string): string {
  if (isPlain(path)) return path;
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
