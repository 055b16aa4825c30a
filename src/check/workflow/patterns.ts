/**
 * Whether a branch or tag matches GitHub's patterns: the last matching pattern decides, and `!` excludes. Null when a pattern contains
 * unsupported characters.
 */
export function matchesPatterns(name: string, patterns: readonly string[]): boolean | null {
  let matches = false;
  for (const written of patterns) {
    const isTaken = !written.startsWith('!');
    const pattern = isTaken ? written : written.slice(1);
    if (/[?+[\]\\{}$()^|]/.test(pattern)) return null;
    if (matchesPattern(name, pattern)) matches = isTaken;
  }
  return matches;
}

/** `*` matches anything except a slash, `**` anything. Matching part by part avoids exponential time. */
function matchesPattern(name: string, pattern: string): boolean {
  let reached: ReadonlySet<number> = new Set([0]);
  for (const part of pattern.slice(0, 200).split(/(\*+)/)) {
    const next = new Set<number>();
    for (const at of reached) {
      if (part.startsWith('*')) {
        const slash = name.indexOf('/', at);
        const end = part.length > 1 || slash < 0 ? name.length : slash;
        for (let to = at; to <= end; to++) next.add(to);
      } else if (name.startsWith(part, at)) next.add(at + part.length);
    }
    reached = next;
  }
  return reached.has(name.length);
}
