/** Whether a name matches a pattern with `*`, `?` and `[…]`. Takes time linear in the name's length for each star. */
export function globMatches(pattern: string, name: string): boolean {
  let star = -1;
  let mark = 0;
  let inPattern = 0;
  let inName = 0;
  while (inName < name.length) {
    const set =
      pattern[inPattern] === '[' ? /^\[[!^]?\]?[^\]]*\]/.exec(pattern.slice(inPattern))?.[0] : undefined;
    if (pattern[inPattern] === '*') {
      star = inPattern;
      mark = inName;
      inPattern += 1;
    } else if (set !== undefined && inSet(set, name[inName] ?? '')) {
      inPattern += set.length;
      inName += 1;
    } else if (set === undefined && (pattern[inPattern] === '?' || pattern[inPattern] === name[inName])) {
      inPattern += 1;
      inName += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      mark += 1;
      inName = mark;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}

function inSet(set: string, character: string): boolean {
  const negated = set[1] === '!' || set[1] === '^';
  const body = set.slice(negated ? 2 : 1, -1);
  let found = false;
  for (let at = 0; at < body.length; at += 1) {
    if (body[at + 1] === '-' && at + 2 < body.length) {
      if ((body[at] ?? '') <= character && character <= (body[at + 2] ?? '')) found = true;
      at += 2;
    } else if (body[at] === character) found = true;
  }
  return found !== negated;
}
