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
