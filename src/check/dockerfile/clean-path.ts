const slash = 47;
const dot = 46;

/** Whether a path is already normalized: no part is empty or begins with a dot. Called for every path, so it needs only one pass. */
function isPlain(path: string): boolean {
  if (path === '/') return true;
  let begins = false;
  for (let at = 0; at < path.length; at += 1) {
    const code = path.charCodeAt(at);
    if ((code === slash && begins) || (code === dot && (begins || at === 0))) return false;
    begins = code === slash;
  }
  return path !== '' && !begins;
}

/** Normalizes a path like Go's `filepath.Clean`: removes `.`, `..`, and doubled and trailing slashes. */
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
